// The ways from what is on the map or in a list to its panel, inside the page one is on.
import { useRoute, useRouter, type RouteLocationRaw, type RouteParamsRawGeneric } from 'vue-router'
import { writeSpot, type Spot } from '@/map/address'
import { kept } from '@/router'

/** Routes that a page may have of its own, as `<page>-<way>`; else the map page's are taken. */
export type Way = 'case' | 'here' | 'report'

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
  return {
    toCase: (number: string) => go('case', { number }),
    toReport: (spot: Spot) => go('report', {}, { at: writeSpot(spot) }),
    toHere: (spot: Spot) => go('here', {}, { at: writeSpot(spot) }),
    /** Whether the way's own panel is open now. */
    isOn: (way: Way) => route.name === nameOf(way),
  }
}
