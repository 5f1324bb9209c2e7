// What this device itself knows, searched without a network: kept tasks, assets of one's round, the grid.
import type { CaseLine } from '@/api/cases'
import type { DueAsset } from '@/api/checkIns'
import type { GridIndex } from '@/api/layers'
import type { Found } from '@/api/search'
import { Locator } from '@/locator'
import { facesBox } from '@/locator/box'
import type { Spot } from '@/map/address'
import type { Lang } from '@/words/time'

export interface Known {
  tasks: readonly CaseLine[]
  assets: readonly DueAsset[]
  grid: GridIndex | null
}

/** As many of a kind as the server answers. */
const MOST = 5
/** How finely an area is looked through for a place inside it. */
const STEPS = 8

/** Find what carries every word of a text: cases by number, class, words and place; assets; areas. */
export function foundHere(known: Known, text: string, lang: Lang): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const holds = (...said: (string | null | undefined)[]) => {
    const whole = said.filter(Boolean).join(' ').toLowerCase()
    return words.every((one) => whole.includes(one))
  }
  const tasks = known.tasks.filter((one) => holds(one.number, one.class_name, one.text, one.place_text, ...one.areas))
  const assets = known.assets.filter((one) => holds(one.name, one.name_en, one.code, one.kind_name, one.kind_name_en))
  const areas = known.grid?.areas.filter((one) => holds(one.name, one.name_en, one.code)) ?? []
  return [
    ...tasks.slice(0, MOST).map(caseFound),
    ...assets.slice(0, MOST).map((one) => assetFound(one, lang)),
    ...(known.grid ? areasFound(known.grid, areas.slice(0, MOST), lang) : []),
  ]
}

const NOBODY = { opens: null, phone: null }
const inWords = (lang: Lang, zh: string, en: string | null | undefined) => (lang === 'en' && en) || zh
const listed = (...said: (string | null)[]) => said.filter(Boolean).join(' · ')

function caseFound({ number, class_name, status_name, text, place_text, lon, lat }: CaseLine): Found {
  return { ...NOBODY, kind: 'case', id: number, title: class_name ?? number, subtitle: listed(status_name, text || place_text), lon, lat }
}

function assetFound({ id, name, name_en, code, kind_name, kind_name_en, lon, lat }: DueAsset, lang: Lang): Found {
  const kind = inWords(lang, kind_name, kind_name_en)
  return { ...NOBODY, kind: 'asset', id: String(id), title: inWords(lang, name, name_en), subtitle: listed(kind, code), lon, lat }
}

function areasFound(grid: GridIndex, areas: GridIndex['areas'], lang: Lang): Found[] {
  if (!areas.length) return []
  const locator = new Locator(grid)
  return areas.flatMap(({ id, name, name_en }) => {
    const path = grid.leaves.find((one) => one.includes(id)) ?? []
    const above = path.slice(1, path.indexOf(id)).flatMap((one) => grid.areas.find((area) => area.id === one) ?? [])
    const spot = insideOf(grid, locator, id)
    const place = { ...NOBODY, kind: 'place' as const, id: `area-${id}`, title: inWords(lang, name, name_en) }
    return spot ? [{ ...place, subtitle: listed(...above.map((one) => inWords(lang, one.name, one.name_en))), ...spot }] : []
  })
}

/** Return a place inside an area, the nearest to the middle of its box that a coarse look finds; null when it finds none. */
export function insideOf(grid: GridIndex, locator: Locator, area: number): Spot | null {
  const faces = new Set(grid.leaves.flatMap((path, i) => (path.includes(area) ? [i + 1] : [])))
  const box = facesBox(grid, faces)
  if (!box) return null
  const parts = Array.from({ length: STEPS + 1 }, (_, i) => i / STEPS)
  const inner = parts.flatMap((x) => parts.map((y) => ({ x, y }))).sort((a, b) => fromMiddle(a) - fromMiddle(b))
  const at = inner.map(({ x, y }) => ({ lon: box.west + x * (box.east - box.west), lat: box.south + y * (box.north - box.south) }))
  return at.find(({ lon, lat }) => faces.has(locator.face(lon, lat))) ?? null
}

const fromMiddle = ({ x, y }: { x: number; y: number }) => (x - 0.5) ** 2 + (y - 0.5) ** 2
