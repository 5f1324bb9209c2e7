// Which borders the map draws: a new edition brings new addresses of tiles, taken at once.
import type { Map, VectorTileSource } from 'maplibre-gl'
import type { components } from '@/api/schema'
import { whole } from './ground'

export type EditionMap = components['schemas']['EditionMapOut']
const BORDERS = 'grid'
/** The longest time that a browser's clock can be set to. */
const LONGEST_MS = 2 ** 31 - 1

/** Ask which edition holds now; null when it cannot be asked for. */
export async function editionInForce(): Promise<EditionMap | null> {
  const answer = await fetch('/tiles/edition.json').catch(() => null)
  return answer?.ok ? ((await answer.json()) as EditionMap) : null
}

/** Draw the borders of an edition from now on, whatever else is still loading; false when they are drawn already. */
export function drawEdition(map: Map, edition: EditionMap): boolean {
  const source = map.getSource<VectorTileSource>(BORDERS)
  const tiles = [whole(edition.tiles)]
  if (!source || source.tiles[0] === tiles[0]) return false
  source.setTiles(tiles)
  return true
}

/** In how many milliseconds to ask again, because an edition takes over then; null when none is known. */
export function untilNext(edition: EditionMap, now: number): number | null {
  if (!edition.next) return null
  return Math.min(Math.max(Date.parse(edition.next.valid_from) - now + 500, 1000), LONGEST_MS)
}
