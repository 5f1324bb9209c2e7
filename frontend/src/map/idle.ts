import type { Map } from 'maplibre-gl'

const ASK_AGAIN_MS = 500

/**
 * Tell when a map has drawn all that it asked for, and when it asks for more. MapLibre says so only
 * at a frame, and draws none where tiles that it waited for were given up: so it is asked for one.
 * Returns what ends the telling.
 */
export function watchIdle(map: Map, tell: (idle: boolean) => void): () => void {
  let idle = false
  const turn = (now: boolean) => tell((idle = now))
  map.on('idle', () => turn(true))
  map.on('dataloading', () => turn(false))
  map.on('sourcedata', () => !idle && map.areTilesLoaded() && map.triggerRepaint())
  const asking = window.setInterval(() => !idle && map.triggerRepaint(), ASK_AGAIN_MS)
  return () => clearInterval(asking)
}
