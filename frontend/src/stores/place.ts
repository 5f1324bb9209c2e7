// What is selected on the map: one selection for map, panel and address.
import { reactive, shallowRef } from 'vue'
import type { Box, Spot } from '@/map/address'
import type { Line } from '@/map/measure'

interface Place {
  /** Where the pin stands. */
  spot: Spot | null
  /** The leaf area that is lifted out. */
  area: number | null
  /** Areas lifted out beside it: the other sides of a near border. */
  others: readonly number[]
  /** Radius of what is uncertain about the place, in metres. */
  accuracy: number | null
  /** Whether the map goes there: what was clicked on the map is in sight already. */
  follow: boolean
  /** Whether a form waits for a click on the map: the click then moves the pin and nothing else. */
  choosing: boolean
  /** Whether a form draws a line by clicks on the map: they then do nothing else. */
  drawing: boolean
  /** The line that a form has drawn so far. */
  drawn: Line
  /** The lines that steps of the opened case drew as evidence. */
  lines: readonly Line[]
}

/** The points that a drawn line may have. */
export const MOST = 200

export const place = reactive<Place>({ spot: null, area: null, others: [], accuracy: null, follow: false, choosing: false, drawing: false, drawn: [], lines: [] })

/** Where the map begins when the address says nothing: the box of one's own area. */
export const home = shallowRef<Box | null>(null)

export function select(spot: Spot | null, more: Partial<Pick<Place, 'area' | 'others' | 'accuracy' | 'follow'>> = {}): void {
  Object.assign(place, { spot, area: null, others: [], accuracy: null, follow: false, ...more })
}
