// Puts the service worker in place, and tells it when nobody is signed in any more.

/** Make the app work without a network; where browsers allow it: https and this machine. */
export async function workOffline(): Promise<void> {
  if (import.meta.env.DEV) return
  await navigator.serviceWorker?.register('/sw.js', { type: 'module' }).catch(() => undefined)
}

/** Forget on this device what was shown to whoever signed out. */
export function forgetMine(): void {
  navigator.serviceWorker?.controller?.postMessage('forget')
}
