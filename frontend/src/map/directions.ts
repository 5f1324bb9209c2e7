// Links by which other apps lead somebody to a place; nothing is asked of them before one goes.
import type { Spot } from './address'

/** A link that a phone opens in the map app it has. */
export function phoneLink({ lon, lat }: Spot, name: string): string {
  return `geo:${lat},${lon}?q=${lat},${lon}(${encodeURIComponent(name)})`
}

/** A link to AMap's directions; it is told the datum and converts by itself. */
export function amapLink({ lon, lat }: Spot, name: string): string {
  return `https://uri.amap.com/navigation?${new URLSearchParams({ to: `${lon},${lat},${name}`, coordinate: 'wgs84', mode: 'car' })}`
}
