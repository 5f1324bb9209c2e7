// Verifying the audit and the chains of cases page by page: what was looked at, what was found, how far it is.
import { computed, onScopeDispose, reactive, ref, type Ref } from 'vue'
import { api, given } from '@/api/client'
import type { Schemas } from './asking'

type Page = Schemas['VerifiedOut']
type CasesPage = Schemas['CasesVerifiedOut']
/** Does the next look, and returns the one after it; null at the end. */
type Look = () => Promise<Look | null>
export type AuditFault = Schemas['FaultOut']

/** A place at which something is wrong; consecutive links that are wrong alike are one. */
export interface Wrong {
  kind: string
  at: { key: 'link' | 'links' | 'entry' | 'month' | 'case'; n: number; to?: number; count?: number; number?: string }
}

/** So many places are listed; what is beyond is counted. */
export const LISTED = 500
const MONTH = 1e9

/** Return where in the audit a fault is: its place in the chain, a month, or an entry. */
export function placed(fault: AuditFault): Wrong {
  const { kind, seq, entry_id: entry } = fault
  if (seq !== null) return { kind, at: { key: 'link', n: seq } }
  if (kind === 'partly_retired') return { kind, at: { key: 'month', n: Math.floor((entry ?? 0) / MONTH) } }
  return { kind, at: { key: 'entry', n: entry ?? 0 } }
}

/** Add what is wrong to a list; a link that follows one that is wrong alike lengthens it. */
export function add(list: Wrong[], wrong: Wrong): void {
  const last = list.at(-1)
  const end = last?.at.to ?? last?.at.n ?? 0
  const follows = last?.kind === wrong.kind && ['link', 'links'].includes(last.at.key) && wrong.at.key === 'link' && wrong.at.n === end + 1
  if (last && follows) last.at = { key: 'links', n: last.at.n, to: wrong.at.n, count: wrong.at.n - last.at.n + 1 }
  else list.push(wrong)
}

const fresh = () => ({
  links: { n: 0, of: 0 },
  entries: { n: 0, of: 0 },
  anchors: { n: 0, of: 0 },
  cases: { n: 0, of: 0 },
  steps: 0,
  retired: 0,
  months: 0,
  faults: 0,
  until: null as string | null,
})

export function useVerifying() {
  const state = ref<'idle' | 'running' | 'stopped' | 'failed' | 'done'>('idle')
  const seen = reactive(fresh())
  const wrong: Ref<Wrong[]> = ref([])
  const why = ref('')
  let next: Look | null = null

  function found(list: Wrong[]): void {
    seen.faults += list.length
    for (const one of list) if (wrong.value.length < LISTED || one.at.key === 'link') add(wrong.value, one)
    wrong.value.splice(LISTED)
  }
  function took(page: Page): Look {
    const part = seen[page.part]
    part.n += page.checked
    part.of = Math.max(page.whole, part.n)
    seen.until = page.until ?? seen.until
    if (page.part === 'anchors') seen.months = page.retired
    else seen.retired += page.retired
    found(page.faults.map(placed))
    const then = page.next
    return then ? async () => took(given(await api.GET('/api/audit/verify', { params: { query: then } }))) : beginCases
  }
  function tookCases(page: CasesPage): Look | null {
    seen.cases.n += page.checked
    seen.cases.of = Math.max(page.whole ?? seen.cases.of, seen.cases.n)
    seen.steps += page.steps
    found(page.faults.map((one) => ({ kind: one.kind, at: { key: 'case', n: one.seq, number: one.number } })))
    const cursor = page.next
    return cursor === null
      ? null
      : async () => tookCases(given(await api.GET('/api/audit/verify/cases', { params: { query: { cursor } } })))
  }
  const begin: Look = async () => took(given(await api.POST('/api/audit/verify')))
  const beginCases: Look = async () => tookCases(given(await api.POST('/api/audit/verify/cases')))

  async function goOn(): Promise<void> {
    state.value = 'running'
    try {
      while (next && isRunning()) next = await next()
      if (!next) state.value = 'done'
    } catch (failure) {
      why.value = failure instanceof Error ? failure.message : String(failure)
      state.value = 'failed'
    }
  }
  async function anew(): Promise<void> {
    Object.assign(seen, fresh())
    wrong.value = []
    next = begin
    await goOn()
  }
  function stop(): void {
    if (isRunning()) state.value = 'stopped'
  }
  const isRunning = () => state.value === 'running'
  onScopeDispose(stop)

  /** What may be said: intact only when all was looked at and there are anchors. */
  const verdict = computed(() => {
    if (seen.faults) return 'broken'
    if (state.value !== 'done') return state.value
    return seen.anchors.n ? 'intact' : 'young'
  })
  return { state, seen, wrong, why, verdict, anew, goOn, stop }
}
