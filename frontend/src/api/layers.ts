import { useQuery } from '@tanstack/vue-query'
import { api, given } from './client'
import type { components } from './schema'

export type Layer = components['schemas']['LayerOut']

/** The layers that the reader may see; signing in or out asks again. */
export function useLayers() {
  return useQuery({
    queryKey: ['layers'],
    queryFn: async () => given(await api.GET('/api/layers')),
    staleTime: 300_000,
  })
}
