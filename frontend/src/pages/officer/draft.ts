// What a patrol report begins with: the photo taken on the list, or the asset that something is wrong with.
import { shallowRef } from 'vue'

export const taken = shallowRef<readonly File[]>([])

export interface About {
  id: number
  name: string
  text: string
}

export const about = shallowRef<About | null>(null)
