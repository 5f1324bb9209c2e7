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
export const EDITION = {
  queryKey: ['edition'],
  queryFn: async () => given(await api.GET('/api/grid/edition')),
}

export function useEdition() {
  return useQuery({ ...EDITION, refetchInterval: 60_000 })
}

export type GridIndex = components['schemas']['IndexOut']

/** The borders of an edition, which never change. */
export const indexOf = (edition: number) => ({
  queryKey: ['index', edition],
  queryFn: async () => given(await api.GET('/api/grid/editions/{edition}/index', { params: { path: { edition } } })),
  staleTime: Infinity,
  gcTime: Infinity,
})
