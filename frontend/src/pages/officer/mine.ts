// My own area: the box around what my posts answer for, from the borders on this device.
import { computed, type Ref } from 'vue'
import { useMe } from '@/api/people'
import type { components } from '@/api/schema'
import { UNITS } from '@/locator'
import type { Box } from '@/map/address'
import { useIndex } from './sides'

type Index = components['schemas']['IndexOut']

/** Return the box around the areas of some codes with all that lies below them; null when there are none. */
export function boxOf(index: Pick<Index, 'areas' | 'leaves' | 'left' | 'right' | 'lines' | 'meridian'>, codes: readonly string[]): Box | null {
  const roots = new Set(index.areas.flatMap((one) => (codes.includes(one.code) ? [one.id] : [])))
  const faces = new Set(index.leaves.flatMap((path, i) => (path.some((id) => roots.has(id)) ? [i + 1] : [])))
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  index.lines.forEach((line, i) => {
    if (!faces.has(index.left[i]!) && !faces.has(index.right[i]!)) return
    let [x, y] = [0, 0]
    for (let k = 0; k + 1 < line.length; k += 2) {
      x += line[k]!
      y += line[k + 1]!
      box.splice(0, 4, Math.min(box[0]!, x), Math.min(box[1]!, y), Math.max(box[2]!, x), Math.max(box[3]!, y))
    }
  })
  const [west, south, east, north] = box.map((n) => n / UNITS) as [number, number, number, number]
  return faces.size ? { west: west + index.meridian, south, east: east + index.meridian, north } : null
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
