// The search of what is kept on this device, fetched only where there is no network.
import type { QueryClient } from '@tanstack/vue-query'
import { foundHere, type Known } from '@/offline/knowledge'
import type { Lang } from '@/words/time'
import { tasksOf } from './cases'
import { DUE } from './checkIns'
import { EDITION, indexOf } from './layers'
import type { Found } from './search'

/** Find what this device knows of a text; null when it keeps nothing to search. */
export async function searchHere(queries: QueryClient, text: string, lang: Lang): Promise<Found[] | null> {
  const known = await whatIsKnown(queries, lang)
  return known && foundHere(known, text, lang)
}

/** Read what is kept, out of this page's memory or by the service worker; null when nothing is. */
async function whatIsKnown(queries: QueryClient, lang: Lang): Promise<Known | null> {
  const kept = { staleTime: Infinity }
  const [tasks, due, grid] = await Promise.all([
    queries.fetchQuery({ ...tasksOf(lang), ...kept }).catch(() => null),
    queries.fetchQuery({ ...DUE, ...kept }).catch(() => null),
    queries.fetchQuery({ ...EDITION, ...kept }).then((edition) => queries.fetchQuery({ ...indexOf(edition.id), ...kept })).catch(() => null),
  ])
  return tasks || due || grid ? { tasks: tasks?.cases ?? [], assets: due?.assets ?? [], grid } : null
}
