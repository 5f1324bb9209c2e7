// What a gauge told in the days before now.
import { useQuery } from '@tanstack/vue-query'
import type { Ref } from 'vue'
import { api, given } from './client'
import type { components } from './schema'

export type Readings = components['schemas']['ReadingsOut']
export type Reading = components['schemas']['ReadingOut']

const DAY_MS = 86_400_000

/** Ask for a gauge's last days, and again every minute while it is looked at. */
export function useReadings(asset: number, days: Ref<number>) {
  return useQuery({
    queryKey: ['readings', asset, days],
    queryFn: async () => {
      const since = new Date(Date.now() - days.value * DAY_MS).toISOString()
      return given(await api.GET('/api/assets/{asset_id}/readings', { params: { path: { asset_id: asset }, query: { since } } }))
    },
    refetchInterval: 60_000,
  })
}
