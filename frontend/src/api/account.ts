// One's own sessions and map keys.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { api, given } from './client'
import { leaveBehind } from './people'

export function useSessions() {
  return useQuery({ queryKey: ['sessions'], queryFn: async () => given(await api.GET('/api/sessions')) })
}

export function useMapKeys() {
  return useQuery({ queryKey: ['map-keys'], queryFn: async () => given(await api.GET('/api/me/map-keys')) })
}

export function useEndings() {
  const queries = useQueryClient()
  const again = () => queries.invalidateQueries()
  const endSession = useMutation({
    mutationFn: async (id: number) =>
      given(await api.DELETE('/api/sessions/{session_id}', { params: { path: { session_id: id } } })),
    onSuccess: again,
  })
  const endAll = useMutation({
    mutationFn: async () => given(await api.DELETE('/api/sessions')),
    onSuccess: () => leaveBehind(queries),
  })
  const endKey = useMutation({
    mutationFn: async (id: number) =>
      given(await api.DELETE('/api/me/map-keys/{key_id}', { params: { path: { key_id: id } } })),
    onSuccess: again,
  })
  return { endSession, endAll, endKey }
}

export function useNewKey() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (said: { name: string; days: number }) =>
      given(await api.POST('/api/me/map-keys', { body: said })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['map-keys'] }),
  })
}
