// Which base map lies under the layers: the own backdrop, or one of the operator's, kept on this device.
import { useQuery } from '@tanstack/vue-query'
import { addProtocol, type StyleSpecification } from 'maplibre-gl'
import { ref } from 'vue'
import { api, given } from '@/api/client'

const KEY = 'ground'
export const OWN = 'own'
export const ground = ref(read())

function read(): string {
  try {
    return localStorage.getItem(KEY) ?? OWN
  } catch {
    return OWN
  }
}

/** Choose a base map for this device. */
export function chooseGround(id: string): void {
  ground.value = id
  try {
    localStorage.setItem(KEY, id)
  } catch {
    // A browser that keeps nothing: chosen until the page is left.
  }
}

/** The base maps there are, the own backdrop first. */
export function useBasemaps() {
  return useQuery({
    queryKey: ['basemaps'],
    queryFn: async () => given(await api.GET('/api/basemaps')),
    staleTime: 300_000,
  })
}

const PMTILES = 'pmtiles://'
let taught = false

/** Let the map read PMTiles where a style asks for them. */
export async function teachPmtiles(style: StyleSpecification): Promise<void> {
  if (taught || !JSON.stringify(style.sources).includes(PMTILES)) return
  taught = true
  const { Protocol } = await import('pmtiles')
  addProtocol('pmtiles', new Protocol().tile)
}

/** Make an address whole that is the server's own. */
export function whole(path: string): string {
  if (path.startsWith(`${PMTILES}/`)) return PMTILES + location.origin + path.slice(PMTILES.length)
  return path.startsWith('/') ? location.origin + path : path
}
