// What the dispatcher's desk asks for: queues with their counts, a queue's cases, places by name.
import { useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, onScopeDispose, watch, type Ref } from 'vue'
import { api, given } from '@/api/client'
import type { Spot } from '@/map/address'
import { live, pace, type Somebody } from '@/stores/live'
import type { Lang } from '@/words/time'

export const QUEUES = ['waiting', 'unrouted', 'border', 'returned', 'due', 'overdue', 'open'] as const
export type Queue = (typeof QUEUES)[number]
export const SORTS = ['newest', 'oldest', 'due'] as const
export type Sort = (typeof SORTS)[number]
const PAGE = 100

export interface Filter {
  queue: Queue
  sort: Sort
  q: string
}

export function useCounts(signedIn: Ref<boolean>) {
  return useQuery({
    queryKey: ['counts'],
    queryFn: async () => given(await api.GET('/api/queues')),
    enabled: signedIn,
    refetchInterval: pace(20_000),
  })
}

/** A queue's cases, page by page; words or a number are sought in all cases, open or not. */
export function useQueue(filter: Ref<Filter>, lang: Ref<Lang>, signedIn: Ref<boolean>) {
  return useInfiniteQuery({
    queryKey: ['cases', 'queue', filter, lang],
    queryFn: async ({ pageParam: cursor }) => {
      const { queue, sort, q } = filter.value
      const which = q ? { q } : { queue }
      return given(await api.GET('/api/cases', { params: { query: { ...which, sort, lang: lang.value, limit: PAGE, cursor } } }))
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor ?? undefined,
    enabled: signedIn,
    refetchInterval: pace(15_000),
    placeholderData: (before) => before,
  })
}

export async function findPlaces(text: string) {
  return given(await api.GET('/api/places', { params: { query: { text, limit: 5 } } }))
}

/** Open cases of the class near a place. */
export function useNear(spot: Ref<Spot | null>, classId: Ref<number | null>, lang: Ref<Lang>) {
  return useQuery({
    queryKey: ['duplicates', spot, classId, lang],
    queryFn: async () => {
      const { lon, lat } = spot.value ?? { lon: 0, lat: 0 }
      const query = { lon, lat, class_id: classId.value ?? 0, lang: lang.value }
      return given(await api.GET('/api/duplicates', { params: { query } }))
    },
    enabled: computed(() => spot.value !== null && classId.value !== null),
  })
}

const SAID_EVERY_MS = 20_000
const HOLDS_MS = 45_000

/** Say that one looks at a case, and learn who else does. */
export function usePresence(number: Ref<string>, me: Ref<number | null>, now: Ref<Date>): Ref<Somebody[]> {
  const say = (which: string, here: boolean) =>
    api.PUT('/api/cases/{number}/presence', { params: { path: { number: which } }, body: { here } }).catch(() => undefined)
  const timer = setInterval(() => !document.hidden && void say(number.value, true), SAID_EVERY_MS)
  watch(
    number,
    (here, before) => {
      if (before) void say(before, false)
      void say(here, true)
    },
    { immediate: true },
  )
  onScopeDispose(() => {
    clearInterval(timer)
    void say(number.value, false)
  })
  return computed(() => {
    const found = live.here[number.value]
    if (!found || now.value.getTime() - found.at > HOLDS_MS) return []
    return found.people.filter((one) => one.id !== me.value)
  })
}
