// A unit's desk: its orders, a contractor's link, an opinion on a slip; and the contractor's side.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { pace } from '@/stores/live'
import type { Lang } from '@/words/time'
import { api, given } from './client'
import type { components } from './schema'

export type Held = components['schemas']['HeldOrderOut']
export type Sheet = components['schemas']['SheetOut']
export type Station = components['schemas']['StationOut']
export type Colleague = components['schemas']['ColleagueOut']

export function useHeldOrders(lang: Ref<Lang>, signedIn: Ref<boolean>) {
  return useQuery({
    queryKey: ['cases', 'held', lang],
    queryFn: async () => given(await api.GET('/api/orders/mine', { params: { query: { lang: lang.value } } })),
    enabled: signedIn,
    refetchInterval: pace(20_000),
  })
}

/** Who works at some stations of one's own, each person once. */
export function useRoster(codes: Ref<readonly string[]>, wanted: Ref<boolean>) {
  return useQuery({
    queryKey: ['roster', codes],
    queryFn: async () => {
      const ask = async (code: string) => given(await api.GET('/api/stations/{code}/roster', { params: { path: { code } } }))
      const found = (await Promise.all(codes.value.map(ask))).flat()
      return [...new Map(found.map((one) => [one.id, one])).values()]
    },
    enabled: computed(() => wanted.value && codes.value.length > 0),
    staleTime: 300_000,
  })
}

export function useContractorLink(number: Ref<string>) {
  return useMutation({
    mutationFn: async (order: number) =>
      given(await api.GET('/api/cases/{number}/orders/{order_id}/link', { params: { path: { number: number.value, order_id: order } } })),
  })
}

export function useOpinion(number: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (body: { opinion: string; voice: string | null }) =>
      given(await api.POST('/api/cases/{number}/slip/opinion', { params: { path: { number: number.value } }, body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['slip'] }),
  })
}

export function useSheet(token: Ref<string>) {
  return useQuery({
    queryKey: ['sheet', token],
    queryFn: async () => given(await api.GET('/api/links/{token}', { params: { path: { token: token.value } } })),
    retry: false,
  })
}

export function useSayDone(token: Ref<string>) {
  return useMutation({
    mutationFn: async (body: { note: string; photos: string[]; voice: string | null }) =>
      given(await api.POST('/api/links/{token}', { params: { path: { token: token.value } }, body })),
  })
}
