// What the officer's phone keeps for places without a network: the app, the tiles of the area, the tasks.
import { useQueryClient } from '@tanstack/vue-query'
import { watch, type Ref } from 'vue'
import { CLASSES, type CaseLine } from '@/api/cases'
import { api } from '@/api/client'
import { indexOf, useLayers } from '@/api/layers'
import type { Box } from '@/map/address'
import { answers, since } from '@/offline/register'
import type { Lang } from '@/words/time'
import { LEADERS } from './sides'

const TASKS = 30
/** The map draws tiles of these zooms; from the last one on it enlarges. */
const ZOOMS = [10, 11, 12, 13, 14, 15, 16]
const LIVE_ZOOMS = [12, 13, 14, 15, 16]
const AROUND_DEGREES = 0.01
const MOST_TILES = 200
const MOST_LIVE_TILES = 40

interface Tile {
  z: number
  x: number
  y: number
}

/** Return the box around places and what lies about a kilometre around them; null without any. */
export function around(spots: readonly { lon: number; lat: number }[]): Box | null {
  if (!spots.length) return null
  const [lons, lats] = [spots.map((one) => one.lon), spots.map((one) => one.lat)]
  return {
    west: Math.min(...lons) - AROUND_DEGREES,
    south: Math.min(...lats) - AROUND_DEGREES,
    east: Math.max(...lons) + AROUND_DEGREES,
    north: Math.max(...lats) + AROUND_DEGREES,
  }
}

/** List the tiles that cover a box, the coarse ones first, at most so many. */
export function tilesOf({ west, south, east, north }: Box, zooms: readonly number[], most: number): Tile[] {
  return zooms
    .flatMap((z) => {
      const found: Tile[] = []
      for (let x = column(west, z); x <= column(east, z); x++)
        for (let y = row(north, z); y <= row(south, z); y++) found.push({ z, x, y })
      return found
    })
    .slice(0, most)
}

const column = (lon: number, z: number) => Math.floor(((lon + 180) / 360) * 2 ** z)

function row(lat: number, z: number): number {
  const phi = (lat * Math.PI) / 180
  return Math.floor(((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * 2 ** z)
}

/** Ask for all of it once the service worker answers, which keeps it; then again when tasks change. */
export function useKeeping(
  tasks: Ref<CaseLine[]>,
  area: Ref<Box | null>,
  edition: Ref<number | undefined>,
  lang: Ref<Lang>,
  signedIn: Ref<boolean>,
): void {
  const queries = useQueryClient()
  const { data: layers } = useLayers()
  const kept = new Set<string>()

  /** Once, and again where it failed. */
  async function once(name: string, ask: () => Promise<unknown>): Promise<void> {
    if (kept.has(name)) return
    kept.add(name)
    await ask().catch(() => kept.delete(name))
  }

  async function keep(): Promise<void> {
    if (!signedIn.value || !answers.value || !navigator.onLine || edition.value === undefined) return
    const own = { lang: lang.value }
    for (const { number, version } of tasks.value.slice(0, TASKS))
      await once(`${number} ${version} ${lang.value}`, () => api.GET('/api/cases/{number}', { params: { path: { number }, query: own } }))
    // Asked for anew where the page asked before the worker kept anything.
    for (const wanted of [indexOf(edition.value), LEADERS, CLASSES])
      await once(wanted.queryKey.join(), () => queries.fetchQuery<unknown>({ ...wanted, staleTime: Date.now() - since }))
    const spots = tasks.value.flatMap(({ lon, lat }) => (lon !== null && lat !== null ? [{ lon, lat }] : []))
    const boxes = [area.value, around(spots)].filter((one): one is Box => one !== null)
    const grid = boxes.flatMap((box) => tilesOf(box, ZOOMS, MOST_TILES)).map(({ z, x, y }) => `/tiles/${edition.value}/grid/${z}/${x}/${y}.mvt`)
    const shown = (layers.value ?? []).filter((one) => one.shown && !DRAWN_FROM_GRID.includes(one.id))
    const live = shown.flatMap((layer) =>
      boxes
        .flatMap((box) => tilesOf(box, LIVE_ZOOMS.filter((z) => z >= (layer.zoom[0] ?? 0)), MOST_LIVE_TILES))
        .map(({ z, x, y }) => `/tiles/${layer.id}/${z}/${x}/${y}.mvt`),
    )
    for (const address of [...grid, ...live]) await once(address, () => fetch(address))
  }

  watch([tasks, area, edition, lang, layers, answers, signedIn], () => void keep(), { immediate: true })
}

/** They have no tiles of their own: the borders' tiles hold them. */
const DRAWN_FROM_GRID = ['area', 'border', 'area_label']
