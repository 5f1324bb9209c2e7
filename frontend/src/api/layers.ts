import { useQuery } from '@tanstack/vue-query'
import { api, given } from './client'
import type { components } from './schema'

/** A layer of the catalogue; `zoom` is from and to. */
export type Layer = Omit<components['schemas']['LayerOut'], 'zoom'> & { zoom: number[] }

/** The layers that the reader may see; signing in or out asks again. */
export function useLayers() {
  return useQuery({
    queryKey: ['layers'],
    queryFn: async (): Promise<Layer[]> => given(await api.GET('/api/layers')),
    staleTime: 300_000,
  })
}

/** The edition of the grid that is in force; some borders of it may be made up. */
export function useEdition() {
  return useQuery({
    queryKey: ['edition'],
    queryFn: async () => given(await api.GET('/api/grid/edition')),
    refetchInterval: 60_000,
  })
}
