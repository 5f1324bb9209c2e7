// What the officer's phone keeps for places without a network: the app, the tiles of the area, the tasks.
import { useQueryClient } from '@tanstack/vue-query'
import { onMounted, ref, watch, type Ref } from 'vue'
import type { CaseLine } from '@/api/cases'
import { api } from '@/api/client'
import { CLASSES } from '@/api/cases'
import type { Lang } from '@/words/time'
import { indexOf, LEADERS } from './sides'

const TASKS = 30
const ZOOMS = [10, 11, 12, 13, 14]
const AROUND_DEGREES = 0.01
const MOST_TILES = 200

interface Tile {
  z: number
  x: number
  y: number
}

/** List the tiles that cover some places and what lies about a kilometre around them. */
export function tilesAround(spots: readonly { lon: number; lat: number }[]): Tile[] {
  if (!spots.length) return []
  const [lons, lats] = [spots.map((one) => one.lon), spots.map((one) => one.lat)]
  const [west, east] = [Math.min(...lons) - AROUND_DEGREES, Math.max(...lons) + AROUND_DEGREES]
  const [south, north] = [Math.min(...lats) - AROUND_DEGREES, Math.max(...lats) + AROUND_DEGREES]
  return ZOOMS.flatMap((z) => {
    const found: Tile[] = []
    for (let x = column(west, z); x <= column(east, z); x++)
      for (let y = row(north, z); y <= row(south, z); y++) found.push({ z, x, y })
    return found
  }).slice(0, MOST_TILES)
}

const column = (lon: number, z: number) => Math.floor(((lon + 180) / 360) * 2 ** z)

function row(lat: number, z: number): number {
  const phi = (lat * Math.PI) / 180
  return Math.floor(((1 - Math.asinh(Math.tan(phi)) / Math.PI) / 2) * 2 ** z)
}

/** Ask for all of it once the service worker answers, which keeps it; then again when tasks change. */
export function useKeeping(tasks: Ref<CaseLine[]>, edition: Ref<number | undefined>, lang: Ref<Lang>, signedIn: Ref<boolean>): void {
  const queries = useQueryClient()
  const kept = new Set<string>()
  const answered = ref(Boolean(navigator.serviceWorker?.controller))
  onMounted(() =>
    navigator.serviceWorker?.addEventListener('controllerchange', () => {
      answered.value = true
      // What was asked for before the worker stood was not kept.
      void queries.invalidateQueries()
    }, { once: true }),
  )

  async function keep(): Promise<void> {
    if (!signedIn.value || !answered.value || !navigator.onLine || edition.value === undefined) return
    await Promise.all([queries.prefetchQuery(indexOf(edition.value)), queries.prefetchQuery(LEADERS), queries.prefetchQuery(CLASSES)])
    const spots = tasks.value.flatMap(({ lon, lat }) => (lon !== null && lat !== null ? [{ lon, lat }] : []))
    const tiles = tilesAround(spots).map(({ z, x, y }) => `/tiles/${edition.value}/grid/${z}/${x}/${y}.mvt`)
    for (const address of tiles.filter((one) => !kept.has(one))) {
      kept.add(address)
      await fetch(address).catch(() => kept.delete(address))
    }
    for (const { number, version } of tasks.value.slice(0, TASKS)) {
      const name = `${number} ${version} ${lang.value}`
      if (kept.has(name)) continue
      kept.add(name)
      const params = { path: { number }, query: { lang: lang.value } }
      await api.GET('/api/cases/{number}', { params }).catch(() => kept.delete(name))
    }
  }

  watch([tasks, edition, lang, answered, signedIn], () => void keep(), { immediate: true })
}
