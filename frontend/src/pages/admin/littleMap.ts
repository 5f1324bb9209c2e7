// A small map of the district inside a form or a section: quiet ground, and what is drawn on it.
import type { Map } from 'maplibre-gl'
import { onBeforeUnmount, onMounted, ref, watch, type Ref } from 'vue'
import { drawMissingMarks, fetchStyle, openMap } from '@/map/base'
import { watchIdle } from '@/map/idle'
import { theme } from '@/theme'
import { useSpeak } from '@/words/speak'

const GROUND = ['area', 'area_label', 'border', 'river', 'park']

/** A colour of the theme. */
export const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/** Open the map in a box, anew when theme or language change; `draw` runs once it is loaded. */
export function useLittleMap(box: Readonly<Ref<HTMLElement | null>>, draw: (map: Map) => void) {
  const { t, lang } = useSpeak()
  const failed = ref('')
  const idle = ref(false)
  let map: Map | undefined
  let unwatch: (() => void) | undefined

  async function open(): Promise<void> {
    const style = await fetchStyle(theme.value, lang.value)
    if (!box.value) return
    const layers = style.layers.filter((one) => {
      const layer = (one.metadata as { layer?: string } | undefined)?.layer
      return !layer || GROUND.includes(layer)
    })
    const opened = openMap(box.value, { ...style, layers }, null, t)
    map = opened
    drawMissingMarks(opened, () => token('--paper'))
    unwatch = watchIdle(opened, (now) => (idle.value = now))
    opened.on('load', () => draw(opened))
  }

  function close(): void {
    unwatch?.()
    map?.remove()
  }

  function again(): void {
    close()
    open().catch((wrong: Error) => (failed.value = wrong.message))
  }

  onMounted(again)
  onBeforeUnmount(close)
  watch([theme, lang], again)
  return { idle, failed, opened: () => map }
}
