// What is selected on the map: one selection for map, panel and address.
import { reactive } from 'vue'
import type { Spot } from '@/map/address'

interface Place {
  /** Where the pin stands. */
  spot: Spot | null
  /** The leaf area that is lifted out. */
  area: number | null
  /** Radius of what is uncertain about the place, in metres. */
  accuracy: number | null
}

export const place = reactive<Place>({ spot: null, area: null, accuracy: null })

export function select(spot: Spot | null, area: number | null = null, accuracy: number | null = null): void {
  Object.assign(place, { spot, area, accuracy })
}
