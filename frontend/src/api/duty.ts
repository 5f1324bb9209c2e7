// Being on duty in the grid, and where one is meanwhile.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, given } from './client'
import { useMe } from './people'
import type { components } from './schema'

export type Duty = components['schemas']['DutyOut']
export type Fix = components['schemas']['PositionIn']

const KEY = ['duty']

/** Whether one is on duty; asked only of who may be. */
export function useDuty() {
  const { me } = useMe()
  const queries = useQueryClient()
  const may = computed(() => me.value?.may.includes('duty.take') ?? false)
  const asked = useQuery({
    queryKey: KEY,
    queryFn: async (): Promise<Duty> => given(await api.GET('/api/me/duty')),
    enabled: may,
    refetchInterval: 120_000,
  })
  const change = useMutation({
    mutationFn: async (on: boolean) => given(await api.POST('/api/me/duty', { body: { on } })),
    onSuccess: (found) => queries.setQueryData(KEY, found),
    networkMode: 'always',
  })
  return { may, duty: asked.data, change, again: () => queries.invalidateQueries({ queryKey: KEY }) }
}

/** Send positions; the server keeps each once, however often it is sent. Returns how many it has of them. */
export async function sendPositions(positions: Fix[]): Promise<number> {
  return given(await api.POST('/api/me/position', { body: { positions } })).kept
}

/** How much is kept of one's own tracks, and since when. */
export async function myTrack(): Promise<{ points: number; since: string | null }> {
  const found = given(await api.GET('/api/me/track', { params: { query: { limit: 1 } } }))
  return { points: found.count, since: found.since }
}
