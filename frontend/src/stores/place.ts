// What is selected on the map: one selection for map, panel and address.
import { reactive, shallowRef } from 'vue'
import type { Box, Spot } from '@/map/address'

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
}

export const place = reactive<Place>({ spot: null, area: null, others: [], accuracy: null, follow: false, choosing: false })

/** Where the map begins when the address says nothing: the box of one's own area. */
export const home = shallowRef<Box | null>(null)

export function select(spot: Spot | null, more: Partial<Omit<Place, 'spot' | 'choosing'>> = {}): void {
  Object.assign(place, { spot, area: null, others: [], accuracy: null, follow: false, ...more })
}
