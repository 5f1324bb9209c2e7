// Codes of the duties in words: who answers (`dept:sanitation`, `place:community`), for which classes.
import { useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { api, given } from '@/api/client'
import { useClasses } from '@/api/cases'
import { useSpeak } from '@/words/speak'
import type { Schemas } from './asking'

type Domain = Schemas['DomainOut']

/** Whom a rule may name. */
export function useParties() {
  return useQuery({ queryKey: ['parties'], queryFn: async () => given(await api.GET('/api/duties/parties')), staleTime: 600_000 })
}

/** Find a big class, a class or a domain by a rule's pattern. */
export function classOf(pattern: string, domains: readonly Domain[]) {
  const bigs = domains.flatMap((domain) => domain.big_classes)
  return bigs.find((one) => one.key === pattern) ?? bigs.flatMap((each) => each.classes).find((each) => each.key === pattern)
}

/** The words for a rule's codes, in the reader's language; what nobody knows stays a code. */
export function useNaming() {
  const { t, name, code } = useSpeak()
  const { data: parties } = useParties()
  const { data: domains } = useClasses()
  function party(said: string): string {
    if (said.startsWith('place:')) return t('admin.rules.there', { level: code('level', said.slice(6)) })
    if (said === 'lead' || said === 'owner') return t('admin.rules.owner')
    const found = parties.value?.find((one) => one.party === said)
    return found?.name ? name({ name: found.name, name_en: found.name_en }) : said
  }
  function pattern(said: string): string {
    if (said === '*') return t('admin.rules.allClasses')
    const found = classOf(said, domains.value ?? [])
    return found ? name(found) : code('domain', said)
  }
  return { party, pattern, parties, domains }
}

export interface Option {
  value: string
  label: string
}

/** What a duty rule and an owner's override say alike, as it is being written. */
export interface SaidDuty {
  lead: string
  assists: string[]
  priority: number
  note: string
}

/** Whom a form offers as lead or assistant: everybody known, and whoever stands in it already. */
export function usePartyOptions(own: () => string[]) {
  const { party, parties } = useNaming()
  return computed(() => {
    const all = [...new Set([...(parties.value ?? []).map((one) => one.party), ...own().filter(Boolean)])]
    // Of one office with several tags each tag is a thing of its own: it says which part is meant.
    return all.map((value) => ({ value, label: value.startsWith('dept:') ? `${party(value)} · ${value.slice(5)}` : party(value) }))
  })
}

/** The kinds of assets, and their names by their codes. */
export function useKinds() {
  const { name } = useSpeak()
  const { data } = useQuery({ queryKey: ['asset-kinds'], queryFn: async () => given(await api.GET('/api/assets/kinds')), staleTime: Infinity })
  return { kinds: data, kindName: (code: string) => name(data.value?.find((one) => one.code === code)) || code }
}
