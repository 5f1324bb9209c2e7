// GCJ-02, the datum of WeChat and AMap, to WGS 84 and back: the same steps as gisgrid/kernel/datum.py.
import { readSpot, writeSpot, type Spot } from './address'

const AXIS = 6378245
const ECCENTRICITY_SQUARED = 0.006693421622965943
const STILL = 1e-9

/** Return two thirds of the sum of amplitude·sin(t·π/period). */
function waves(t: number, ...terms: [number, number][]): number {
  return (terms.reduce((sum, [size, period]) => sum + size * Math.sin((t * Math.PI) / period), 0) * 2) / 3
}

/** Return the shift in degrees at a WGS 84 place; nothing outside the rough box around China. */
function shift({ lon, lat }: Spot): Spot {
  if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return { lon: 0, lat: 0 }
  const [x, y] = [lon - 105, lat - 35]
  const root = Math.sqrt(Math.abs(x))
  const ripple = waves(x, [20, 1 / 6], [20, 0.5])
  const slow = (t: number, third: [number, number], fourth: [number, number]) => waves(t, [20, 1], [40, 3], third, fourth)
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + slow(y, [160, 12], [320, 30])
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + slow(x, [150, 12], [300, 30])
  const phi = (lat / 180) * Math.PI
  const magic = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2
  const across = (AXIS / Math.sqrt(magic)) * Math.cos(phi) * Math.PI
  const along = ((AXIS * (1 - ECCENTRICITY_SQUARED)) / (magic * Math.sqrt(magic))) * Math.PI
  return { lon: (east * 180) / across, lat: (north * 180) / along }
}

/** Return a WGS 84 place as a GCJ-02 map expects it. */
export function toGcj02(spot: Spot): Spot {
  const moved = shift(spot)
  return { lon: spot.lon + moved.lon, lat: spot.lat + moved.lat }
}

/** Return a GCJ-02 place in WGS 84; repeated until a step is below a tenth of a millimetre. */
export function fromGcj02(spot: Spot): Spot {
  let found = spot
  for (let i = 0; i < 16; i++) {
    const there = toGcj02(found)
    const [east, north] = [there.lon - spot.lon, there.lat - spot.lat]
    found = { lon: found.lon - east, lat: found.lat - north }
    if (Math.abs(east) + Math.abs(north) < STILL) break
  }
  return found
}

type Query = Record<string, unknown>

/** Read the place that a host gave as lon and lat in the datum that it named. */
export function hostSpot(query: Query): Spot | null {
  return readSpot(`${query.lon ?? 'x'},${query.lat ?? 'x'}`)
}

/**
 * Bring an address in step: a host gives and reads `lon` and `lat` in its own `datum`, the app
 * itself keeps `at` in WGS 84. Null when the two say the same already, or no host asks.
 */
export function inStep(query: Query): Query | null {
  const given = hostSpot(query)
  const gcj02 = query.datum === 'gcj02'
  const spot = readSpot(query.at)
  if (!spot) return given && { ...query, at: writeSpot(gcj02 ? fromGcj02(given) : given) }
  if (!gcj02) return null
  const [lon, lat] = writeSpot(toGcj02(spot)).split(',')
  return query.lon === lon && query.lat === lat ? null : { ...query, lon, lat }
}
