// Puts the service worker in place, says whether it answers, and tells it when nobody is signed in any more.
import type { QueryClient } from '@tanstack/vue-query'
import { ref, watch } from 'vue'

/** Whether the service worker answers this page: what is read from now on is kept. */
export const answers = ref(Boolean(navigator.serviceWorker?.controller))
/** Since when it does, in milliseconds: what was read later was kept. */
export let since = 0

navigator.serviceWorker?.addEventListener('controllerchange', () => {
  since = Date.now()
  answers.value = true
})

/** Make the app work without a network; where browsers allow it: https and this machine. */
export async function workOffline(): Promise<void> {
  if (import.meta.env.DEV) return
  await navigator.serviceWorker?.register('/sw.js', { type: 'module' }).catch(() => undefined)
}

/** Ask again for all that was asked for before the worker stood, which did not keep it. */
export function askAgainWhenKept(queries: QueryClient): void {
  watch(answers, async () => {
    // A question under way would be joined, not asked again.
    await queries.cancelQueries()
    await queries.invalidateQueries()
  })
}

/** Forget on this device what was shown to whoever signed out. */
export function forgetMine(): void {
  navigator.serviceWorker?.controller?.postMessage('forget')
}
