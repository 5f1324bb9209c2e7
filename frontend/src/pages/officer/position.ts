// Where the officer stands: asked for once it is needed, then followed while the page is open.
import { ref } from 'vue'
import type { Spot } from '@/map/address'

export interface Standing extends Spot {
  accuracy: number
}

/** The last place that the telephone gave; null until then. */
export const position = ref<Standing | null>(null)
/** Whether the telephone gives no place, because nobody allowed it or it cannot. */
export const noPosition = ref(false)
let watching: number | undefined

const ASKED: PositionOptions = { enableHighAccuracy: true, maximumAge: 10_000 }

function take({ coords }: GeolocationPosition): void {
  noPosition.value = false
  position.value = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy }
}

/** Begin to follow the telephone's place. */
export function follow(): void {
  if (watching !== undefined) return
  if (!navigator.geolocation) {
    noPosition.value = true
    return
  }
  watching = navigator.geolocation.watchPosition(take, () => (noPosition.value = position.value === null), ASKED)
}

/** Ask for the place once more: a telephone that lies still says nothing by itself. */
export function locateAgain(): void {
  navigator.geolocation?.getCurrentPosition(take, () => undefined, ASKED)
}

const METRES_PER_DEGREE = 111_195

/** Return the metres between two places; good to a part in a thousand within a district. */
export function apart(one: Spot, other: Spot): number {
  const east = (other.lon - one.lon) * Math.cos((((one.lat + other.lat) / 2) * Math.PI) / 180)
  return Math.hypot(east, other.lat - one.lat) * METRES_PER_DEGREE
}
