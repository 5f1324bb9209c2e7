// Codes of the duties in words: who answers (`dept:sanitation`, `place:community`), for which classes.
import { useQuery } from '@tanstack/vue-query'
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
