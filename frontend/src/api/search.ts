// What a text may mean: asked while it is typed, the question before it given up.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import { isAway } from '@/offline/send'
import { online } from '@/stores/outbox'
import type { Spot } from '@/map/address'
import type { Lang } from '@/words/time'
import { api, given } from './client'
import type { components } from './schema'

export type Found = components['schemas']['FoundOut']

/** Fewer characters than these name nothing. */
const LEAST = 2
const PAUSE_MS = 250

/** Search as `text` changes; `near` says where the map stands when it is asked. */
export function useSearch(text: Ref<string>, lang: Ref<Lang>, near: () => Spot | null) {
  const found = ref<Found[] | null>(null)
  const wrong = ref('')
  /** Whether what was found is what this device knows, and no more. */
  const here = ref(false)
  const queries = useQueryClient()
  const busy = ref(false)
  const asked = computed(() => text.value.trim())
  let timer: number | undefined
  let asking: AbortController | undefined

  function stop(): void {
    clearTimeout(timer)
    asking?.abort()
    busy.value = false
    wrong.value = ''
  }

  /** Without a network this device says what it knows itself. */
  async function askHere(q: string): Promise<Found[] | null> {
    const { searchHere } = await import('./known')
    return searchHere(queries, q, lang.value)
  }

  async function ask(q: string): Promise<void> {
    const mine = (asking = new AbortController())
    try {
      const query = { q, lang: lang.value, limit: 5, ...near() }
      const answer = given(await api.GET('/api/search', { params: { query }, signal: mine.signal }))
      here.value = false
      found.value = answer
    } catch (refused) {
      if (mine.signal.aborted) return
      const away = !online.value || isAway(refused)
      const known = away ? await askHere(q).catch(() => null) : null
      if (mine.signal.aborted) return
      here.value = known !== null
      found.value = known
      // What the network did is said by the box in its own words.
      if (!known) wrong.value = away ? 'offline' : (refused as Error).message
    }
    if (mine === asking) busy.value = false
  }

  watch([asked, lang, online], ([q]) => {
    stop()
    if (q.length < LEAST) return (found.value = null)
    busy.value = true
    timer = window.setTimeout(() => void ask(q), PAUSE_MS)
  })
  onScopeDispose(stop)
  return { found, wrong, here, busy, short: computed(() => asked.value.length < LEAST) }
}

/** Ask for an asset whole. */
export async function fetchAsset(id: string) {
  return given(await api.GET('/api/assets/{asset_id}', { params: { path: { asset_id: Number(id) } } }))
}

export type Asset = Awaited<ReturnType<typeof fetchAsset>>
