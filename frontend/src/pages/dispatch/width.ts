// How wide the list is: dragged or by arrow keys, and remembered.
import { ref, watch } from 'vue'

const KEY = 'gisgrid.dispatch.list'
const FEWEST = 440
const MOST = 1200

const bounded = (width: number) => Math.min(MOST, Math.max(FEWEST, Math.round(width)))

export function useWidth() {
  const width = ref(bounded(Number(localStorage.getItem(KEY)) || Math.min(780, window.innerWidth * 0.54)))
  watch(width, (now) => localStorage.setItem(KEY, String(now)))

  function grab(event: PointerEvent): void {
    const grip = event.currentTarget as HTMLElement
    const from = event.clientX - width.value
    const move = (moved: PointerEvent) => (width.value = bounded(moved.clientX - from))
    grip.setPointerCapture(event.pointerId)
    grip.addEventListener('pointermove', move)
    grip.addEventListener('lostpointercapture', () => grip.removeEventListener('pointermove', move), { once: true })
  }

  return { width, grab, nudge: (by: number) => (width.value = bounded(width.value + by)) }
}
