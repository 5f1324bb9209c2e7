// How areas stand in their rounds: sums, shares, and where on the map an area is.
import { writeView } from '@/map/address'
import type { Schemas } from './asking'

export type Count = Schemas['CountOut']
type Sums = Pick<Count, 'assets' | 'checked' | 'due' | 'overdue'>

/** Pixels of the whole world at zoom 0. */
const WORLD_PX = 512
const CLOSEST = 16

/** Add the areas up: every asset counts in one of them. */
export function summed(rows: readonly Count[]): Sums {
  const of = (key: keyof Sums) => rows.reduce((sum, one) => sum + one[key], 0)
  return { assets: of('assets'), checked: of('checked'), due: of('due'), overdue: of('overdue') }
}

/** Say a share in whole per cent; what is not none is not said as 0 %, nor what is not all as 100 %. */
export function share(part: number, whole: number): string {
  if (!part || !whole) return '0%'
  if (part === whole) return '100%'
  const percent = Math.round((100 * part) / whole)
  return percent < 1 ? '<1%' : `${Math.min(percent, 99)}%`
}

/** Write the view whose middle half a box (west, south, east, north) fills on a screen. */
export function viewOf(box: readonly number[], screen: { width: number; height: number }): string {
  const [west, south, east, north] = box as [number, number, number, number]
  const lat = (south + north) / 2
  const wide = (east - west) / 360
  const high = (north - south) / 360 / Math.cos((lat * Math.PI) / 180)
  const zoom = Math.min(Math.log2(screen.width / 2 / WORLD_PX / wide), Math.log2(screen.height / 2 / WORLD_PX / high), CLOSEST)
  return writeView({ lon: (west + east) / 2, lat, zoom: Math.max(zoom, 0) })
}
