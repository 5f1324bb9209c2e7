// Asking and doing in administration: one list by its key, one act that makes lists stale.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'
import { useMe } from '@/api/people'
import type { components } from '@/api/schema'

export type Schemas = components['schemas']

/** Ask for something while the key stays; the key's refs ask again when they change. */
export function useAsked<T>(key: unknown[], ask: () => Promise<T>, enabled?: Ref<boolean>) {
  return useQuery({ queryKey: ['admin', ...key], queryFn: ask, enabled: enabled ?? true, retry: false })
}

/** Do something; afterwards everything shown is asked for again. */
export function useDo<Said, Answer>(act: (said: Said) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({ mutationFn: act, onSuccess: () => queries.invalidateQueries({ queryKey: ['admin'] }) })
}

/** Tell whether whoever is signed in has a verb of the permission table; the server has the last word. */
export function useMay(verb: string) {
  const { me } = useMe()
  return computed(() => me.value?.may.includes(verb) ?? false)
}

/** Turn a local date and time of a form into a moment; nothing stays nothing. */
export function momentOf(local: string): string | null {
  return local ? new Date(local.length === 10 ? `${local}T00:00` : local).toISOString() : null
}

/** Write a moment as a form's field for date and time wants it. */
export function localOf(moment: string | null | undefined): string {
  if (!moment) return ''
  const at = new Date(moment)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
