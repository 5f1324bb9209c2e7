// My own area: the box around what my posts answer for, from the borders on this device.
import { computed, type Ref } from 'vue'
import type { GridIndex } from '@/api/layers'
import { useMe } from '@/api/people'
import { facesBox } from '@/locator/box'
import type { Box } from '@/map/address'
import { useIndex } from './sides'

/** Return the box around the areas of some codes with all that lies below them; null when there are none. */
export function boxOf(index: Pick<GridIndex, 'areas' | 'leaves' | 'left' | 'right' | 'lines' | 'meridian'>, codes: readonly string[]): Box | null {
  const roots = new Set(index.areas.flatMap((one) => (codes.includes(one.code) ? [one.id] : [])))
  const faces = new Set(index.leaves.flatMap((path, i) => (path.some((id) => roots.has(id)) ? [i + 1] : [])))
  return facesBox(index, faces)
}

/** The box around the areas of my posts. */
export function useMyArea(): Ref<Box | null> {
  const { me } = useMe()
  const index = useIndex()
  return computed(() => {
    const codes = (me.value?.posts ?? []).flatMap((post) => post.area_code ?? [])
    return index.value && codes.length ? boxOf(index.value, codes) : null
  })
}
