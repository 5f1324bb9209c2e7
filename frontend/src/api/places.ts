// Places that a text may mean.
import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { api, given } from './client'
import type { components } from './schema'

export type Place = components['schemas']['PlaceOut']

export function usePlaces(text: Ref<string>) {
  return useQuery({
    queryKey: ['places', text],
    queryFn: async () => given(await api.GET('/api/places', { params: { query: { text: text.value, limit: 5 } } })),
    enabled: computed(() => text.value.length >= 2),
  })
}
