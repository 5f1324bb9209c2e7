// Checking in at assets: what is due in one's areas, what was found before, and sending it once.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { sendOrKeep } from '@/offline/send'
import { api, given } from './client'
import { personSignedIn, useMe } from './people'
import type { components } from './schema'

type Schemas = components['schemas']
export type DueAsset = Schemas['DueOut']
export type CheckIn = Schemas['CheckInOut']
export type CheckInResult = Schemas['Result']
export type NewCheckIn = Schemas['CheckInOf']
export type History = Schemas['HistoryOut']

export const PATH = '/api/check-ins'
export const RESULTS: readonly CheckInResult[] = ['normal', 'abnormal', 'no_access']
/** An officer's areas hold tens of assets: asked for whole, so that the telephone has all of them. */
const MOST = 500

export const DUE = {
  queryKey: ['due'],
  queryFn: async () => given(await api.GET('/api/check-ins/due', { params: { query: { limit: MOST } } })),
}

/** The assets of one's rounds; asked only of who walks them. */
export function useDue() {
  const { me } = useMe()
  const may = computed(() => me.value?.may.includes('checkin.make') ?? false)
  const asked = useQuery({
    ...DUE,
    enabled: may,
    refetchInterval: 300_000,
  })
  return { may, due: asked.data, error: asked.error, isLoading: asked.isLoading }
}

/** How an asset stands in its round, and who was there last. */
export async function fetchHistory(id: number, limit: number): Promise<History> {
  return given(await api.GET('/api/assets/{asset_id}/check-ins', { params: { path: { asset_id: id }, query: { limit } } }))
}

/** Check in now, or keep it on this device until the network is back; the same key counts once. */
export function sendCheckIn(said: NewCheckIn, key: string, title: string): Promise<CheckIn> {
  return sendOrKeep({ key, path: PATH, body: { ...said }, title, owner: personSignedIn() }, async () =>
    given(await api.POST('/api/check-ins', { params: { header: { 'Idempotency-Key': key } }, body: said })),
  )
}
