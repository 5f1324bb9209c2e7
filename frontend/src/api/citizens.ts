// What citizens ask without an account: their own reports by telephone, what they are told, what is
// reported already.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import type { Spot } from '@/map/address'
import type { Lang } from '@/words/time'
import { api, given, Refusal } from './client'
import type { components } from './schema'

export type Duplicate = components['schemas']['DuplicateOut']
export type OwnReport = components['schemas']['OwnReportOut']
export type Bulletin = components['schemas']['BulletinOut']

/** Whose telephone was proved in this browser; null when nobody's. */
export function useCitizen() {
  const queries = useQueryClient()
  const asked = useQuery({
    queryKey: ['citizen'],
    queryFn: async () => {
      try {
        return given(await api.GET('/api/citizen/session'))
      } catch (refused) {
        if (refused instanceof Refusal && refused.status === 401) return null
        throw refused
      }
    },
  })
  const again = () => queries.invalidateQueries({ queryKey: ['citizen'] })
  const sendCode = useMutation({
    mutationFn: async (phone: string) => given(await api.POST('/api/citizen/codes', { body: { phone } })),
  })
  const prove = useMutation({
    mutationFn: async (said: { phone: string; code: string }) => given(await api.POST('/api/citizen/session', { body: said })),
    onSuccess: again,
  })
  const leave = useMutation({
    mutationFn: async () => given(await api.DELETE('/api/citizen/session')),
    onSuccess: again,
  })
  return { citizen: computed(() => asked.data.value ?? null), isLoading: asked.isLoading, sendCode, prove, leave }
}

export function useOwnReports(proved: Ref<boolean>, lang: Ref<Lang>) {
  return useQuery({
    queryKey: ['citizen', 'reports', lang],
    queryFn: async () => given(await api.GET('/api/citizen/reports', { params: { query: { lang: lang.value, limit: 50 } } })),
    enabled: proved,
  })
}

/** What is told in the area of a place, or in the whole district. */
export function useBulletins(spot: Ref<Spot | null>) {
  return useQuery({
    queryKey: ['bulletins', spot],
    queryFn: async () => given(await api.GET('/api/bulletins', { params: { query: { ...spot.value } } })),
    staleTime: 60_000,
  })
}

/** Open cases of the same class near a place. */
export function useDuplicates(spot: Ref<Spot | null>, classId: Ref<number | null>, lang: Ref<Lang>) {
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

/** What is being worked on around a place, of every class. */
export function useNearby(spot: Ref<Spot | null>, lang: Ref<Lang>) {
  return useQuery({
    queryKey: ['nearby', spot, lang],
    queryFn: async () => {
      const { lon, lat } = spot.value ?? { lon: 0, lat: 0 }
      return given(await api.GET('/api/duplicates', { params: { query: { lon, lat, lang: lang.value } } }))
    },
    enabled: computed(() => spot.value !== null),
    refetchInterval: 60_000,
  })
}

/** Say that one has the same trouble: counted with the open case, followed by one's own link. */
export function useJoin() {
  return useMutation({
    mutationFn: async ({ number, ...body }: { number: string } & components['schemas']['JoinIn']) =>
      given(await api.POST('/api/duplicates/{number}/reports', { params: { path: { number } }, body })),
  })
}
