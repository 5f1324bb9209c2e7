// The view as an address and back, so that a copied link shows the same place.

export interface View {
  lon: number
  lat: number
  zoom: number
}

export interface Spot {
  lon: number
  lat: number
}

/** A rectangle in degrees. */
export interface Box {
  west: number
  south: number
  east: number
  north: number
}

const within = (n: number, edge: number) => Number.isFinite(n) && Math.abs(n) <= edge

/** Write a view as zoom/lat/lon. */
export function writeView({ lon, lat, zoom }: View): string {
  return `${zoom.toFixed(2)}/${lat.toFixed(5)}/${lon.toFixed(5)}`
}

/** Read a view, or null when the address says none. */
export function readView(text: unknown): View | null {
  if (typeof text !== 'string') return null
  const [zoom, lat, lon, ...rest] = text.split('/').map(Number)
  if (zoom === undefined || lat === undefined || lon === undefined || rest.length) return null
  return within(lon, 180) && within(lat, 90) && zoom >= 0 && zoom <= 24 ? { lon, lat, zoom } : null
}

/** Write a place as lon,lat. */
export function writeSpot({ lon, lat }: Spot): string {
  return `${lon.toFixed(7)},${lat.toFixed(7)}`
}

/** Read a place, or null when the address says none. */
export function readSpot(text: unknown): Spot | null {
  if (typeof text !== 'string') return null
  const [lon, lat, ...rest] = text.split(',').map(Number)
  if (lon === undefined || lat === undefined || rest.length) return null
  return within(lon, 180) && within(lat, 90) ? { lon, lat } : null
}

/** How near one goes to a place: its own points are seen. */
export const NEAR = 15.2

/** Return the view that an address asks for: its own, or the surroundings of its place. */
export function viewOf({ map, at }: { map?: unknown; at?: unknown }): View | null {
  const spot = readSpot(at)
  return readView(map) ?? (spot && { ...spot, zoom: NEAR })
}
