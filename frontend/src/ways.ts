// The ways from what is on the map or in a list to its panel, inside the page one is on.
import { useRoute, useRouter, type RouteLocationRaw, type RouteParamsRawGeneric } from 'vue-router'
import { writeSpot, type Spot } from '@/map/address'
import { fromGcj02 } from '@/map/datum'
import type { Letter } from '@/offline/store'
import { kept } from '@/router'

/** Routes that a page may have of its own, as `<page>-<way>`; else the map page's are taken. */
export type Way = 'case' | 'here' | 'report'

/** The forms that can take up a report that was refused. */
const WRITES_ANEW = ['report', 'officer-report']

/** Read where a report says to be, as our own map shows it. */
function spotOf({ lon, lat, datum }: Record<string, unknown>): Spot | null {
  if (typeof lon !== 'number' || typeof lat !== 'number') return null
  return datum === 'gcj02' ? fromGcj02({ lon, lat }) : { lon, lat }
}

export function useWays() {
  const route = useRoute()
  const router = useRouter()
  const nameOf = (way: Way) => {
    const own = `${String(route.meta.page)}-${way}`
    return router.hasRoute(own) ? own : way
  }
  const query = () => (route.meta.keepsQuery ? route.query : kept(route.query))
  const go = (way: Way, params: RouteParamsRawGeneric, more: Record<string, string> = {}): RouteLocationRaw => ({
    name: nameOf(way),
    params,
    query: { ...query(), ...more },
  })
  /** A place that is put anew belongs to the letter that is being written anew. */
  const anew = (): Record<string, string> => (typeof route.query.letter === 'string' && route.name === nameOf('report') ? { letter: route.query.letter } : {})
  return {
    toCase: (number: string) => go('case', { number }),
    toReport: (spot: Spot) => go('report', {}, { at: writeSpot(spot), ...anew() }),
    toHere: (spot: Spot) => go('here', {}, { at: writeSpot(spot) }),
    /** Where a letter of this device that was refused is written anew. */
    toLetter: (letter: Letter): RouteLocationRaw => {
      const number = /^\/api\/cases\/([^/]+)\/steps$/.exec(letter.path)?.[1]
      if (letter.path === '/api/check-ins')
        return { name: 'officer-check-in', params: { asset: String(letter.body.asset_id) }, query: { ...kept(route.query), letter: letter.key } }
      const place = spotOf(letter.body)
      const more = { letter: letter.key, ...(place && { at: writeSpot(place) }) }
      if (number) return go('case', { number: decodeURIComponent(number) }, { letter: letter.key })
      return { name: WRITES_ANEW.includes(nameOf('report')) ? nameOf('report') : 'report', query: { ...kept(route.query), ...more } }
    },
    /** Whether the way's own panel is open now. */
    isOn: (way: Way) => route.name === nameOf(way),
  }
}
