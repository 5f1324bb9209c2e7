// The handover of shifts: the one that runs, the one that waits, and those before.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { api, given } from '@/api/client'
import type { components } from '@/api/schema'
import { pace } from '@/stores/live'
import type { Lang } from '@/words/time'

export type Shift = components['schemas']['HandoverOut']
const PAGE = 20

export function useShiftNow(lang: Ref<Lang>, works: Ref<boolean>) {
  return useQuery({
    queryKey: ['shifts', 'now', lang],
    queryFn: async () => given(await api.GET('/api/shifts/now', { params: { query: { lang: lang.value } } })),
    enabled: works,
    refetchInterval: pace(60_000),
  })
}

export function useShifts(lang: Ref<Lang>, signedIn: Ref<boolean>) {
  return useInfiniteQuery({
    queryKey: ['shifts', 'past', lang],
    queryFn: async ({ pageParam }) =>
      given(await api.GET('/api/shifts', { params: { query: { lang: lang.value, limit: PAGE, before: pageParam } } })),
    enabled: signedIn,
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page: Shift[]) => (page.length < PAGE ? undefined : page.at(-1)?.id),
  })
}

function useWritten<T>(write: (said: T) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: write, onSettled: () => queries.invalidateQueries({ queryKey: ['shifts'] }) })
}

export const useHandOver = () =>
  useWritten(async (note: string) => given(await api.POST('/api/shifts', { body: { note } })))

export const useTakeOver = () =>
  useWritten(async (id: number) => given(await api.POST('/api/shifts/{shift_id}/take', { params: { path: { shift_id: id } } })))
