// Keys of the desk and of every map: one letter each, never while somebody writes.
import { onScopeDispose } from 'vue'

/** Tell whether a key was meant for a field, a list that is open, or the browser. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return true
  const target = event.target as HTMLElement | null
  if (target?.closest('input, textarea, select, [contenteditable], [role=listbox], .el-dialog')) return true
  // The map has keys of its own; the one that searches is not among them.
  return event.key !== '/' && Boolean(target?.closest('.maplibregl-map'))
}

export type Keys = Record<string, (event: KeyboardEvent) => void>

/** Listen for keys as long as the component stands. */
export function useKeys(keys: Keys): void {
  const press = (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (!act || isTaken(event)) return
    event.preventDefault()
    act(event)
  }
  document.addEventListener('keydown', press)
  onScopeDispose(() => document.removeEventListener('keydown', press))
}
