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

/** A window in pixels, and how much of its height something covers from below. */
interface Screen {
  width: number
  height: number
  covered: number
}

/** Write the view in which a box (west, south, east, north) fills half of what is left of a screen. */
export function viewOf(box: readonly number[], { width, height, covered }: Screen): string {
  const [west, south, east, north] = box as [number, number, number, number]
  const lat = (south + north) / 2
  const shrunk = Math.cos((lat * Math.PI) / 180)
  const wide = ((east - west) / 360) * WORLD_PX
  const high = ((north - south) / 360 / shrunk) * WORLD_PX
  const zoom = Math.max(0, Math.min(Math.log2(width / 2 / wide), Math.log2((height - covered) / 2 / high), CLOSEST))
  const degree = (WORLD_PX * 2 ** zoom) / 360 / shrunk
  return writeView({ lon: (west + east) / 2, lat: lat - covered / 2 / degree, zoom })
}
