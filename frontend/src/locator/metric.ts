// Metres on the WGS 84 ellipsoid around a place, as gisgrid/grid/locator/metric.py reckons them.
const AXIS = 6378137.0
const ECCENTRICITY_SQUARED = 0.0066943799901413165
const STEP = Math.PI / 180 / 1e7

/** Return the metres of one lattice step east and north at a latitude in units. */
export function metresPerUnit(y: number): [number, number] {
  const phi = ((y / 1e7) * Math.PI) / 180
  const bend = 1 - ECCENTRICITY_SQUARED * Math.sin(phi) ** 2
  const east = (AXIS / Math.sqrt(bend)) * Math.cos(phi) * STEP
  const north = ((AXIS * (1 - ECCENTRICITY_SQUARED)) / bend ** 1.5) * STEP
  return [east, north]
}
