// Reports and cases: asked for, sent, and worked.
import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, ref, type Ref } from 'vue'
import type { Spot } from '@/map/address'
import type { Lang } from '@/words/time'
import { pace } from '@/stores/live'
import { sendOrKeep } from '@/offline/send'
import { freshKey } from '@/words/key'
import { api, given } from './client'
import { personSignedIn } from './people'
import type { components } from './schema'

type Schemas = components['schemas']
export type Case = Schemas['CaseWhole']
export type CaseLine = Schemas['CaseOut']
export type Receipt = Schemas['ReceiptOut']
export type Slip = Schemas['SlipOut']
export type Step = Schemas['StepOut']
export type Action = Schemas['ActionOut']
export type Here = Schemas['HereOut']
export type Side = Schemas['SideOut']
export type Explained = Schemas['ExplainOut']
export type ClassOut = Schemas['ClassOut']
export type NewReport = Schemas['ReportIn']
export type Followed = Schemas['FollowedOut']
export type Verdict = Schemas['RatingIn']

/** The part of a case that dispatch adds: its orders and their clocks, already in words. */
export interface Clock {
  due: string | null
  limit: string
  words: string
  stopped_at: string | null
  stands: boolean
  late: boolean
}

interface Called {
  name: string
  name_en: string | null
  code?: string
}

export interface Order {
  id: number
  round: number
  party: string
  status: string
  task: string | null
  station: Called | null
  holder_station: Called | null
  holder_person: Called | null
  contractor: string | null
  open: boolean
  ended_at: string | null
  provisional: boolean
  respond: Clock
  solve: Clock
}

/** A joint consultation: who was asked, what they said, and what was decided. */
export interface Consultation {
  opened_at: string
  due: string
  decided_at: string | null
  ruling: string | null
  parties: { station: Called | null; wanted: string | null; said: string | null; said_at: string | null }[]
  tasks: { station: Called | null; what: string; due: string }[]
}

/** More time that was asked for, and what was answered. */
export interface Extension {
  order_id: number
  amount: number
  unit: string
  reason: string
  asked_at: string
  decided_at: string | null
  granted: boolean | null
}

interface Part {
  orders?: Order[]
  consultations?: Consultation[]
  extensions?: Extension[]
}

const part = (found: Case) => (found as { orders?: Part }).orders ?? {}

export const ordersOf = (found: Case): Order[] => part(found).orders ?? []
export const consultationsOf = (found: Case): Consultation[] => part(found).consultations ?? []
export const extensionsOf = (found: Case): Extension[] => part(found).extensions ?? []

/** What there is to do, the most pressing first. */
export const tasksOf = (lang: Lang) => ({
  queryKey: ['cases', 'tasks', lang],
  queryFn: async () => given(await api.GET('/api/cases', { params: { query: { status: 'open', sort: 'due', lang, limit: 100 } } })),
})

export function useCases(status: Ref<string>, lang: Ref<Lang>, signedIn: Ref<boolean>) {
  return useQuery({
    queryKey: ['cases', status, lang],
    queryFn: async () =>
      given(await api.GET('/api/cases', { params: { query: { status: status.value, lang: lang.value, limit: 40 } } })),
    enabled: signedIn,
    refetchInterval: pace(20_000),
  })
}

export function useCase(number: Ref<string>, lang: Ref<Lang>, signedIn: Ref<boolean>) {
  return useQuery({
    queryKey: ['case', number, lang],
    queryFn: async () =>
      given(await api.GET('/api/cases/{number}', { params: { path: { number: number.value }, query: { lang: lang.value } } })),
    enabled: signedIn,
    refetchInterval: pace(15_000),
  })
}

/** Where a report stands, for whoever holds its link. */
export function useFollowed(token: Ref<string>, lang: Ref<Lang>) {
  return useQuery({
    queryKey: ['followed', token, lang],
    queryFn: async () =>
      given(await api.GET('/api/reports/{token}', { params: { path: { token: token.value }, query: { lang: lang.value } } })),
    refetchInterval: 30_000,
  })
}

export function useRate(token: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (body: Verdict) => given(await api.POST('/api/reports/{token}/rating', { params: { path: { token: token.value } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['followed'] }),
  })
}

export function useReopen(token: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (body: Schemas['ReopenIn']) =>
      given(await api.POST('/api/reports/{token}/reopen', { params: { path: { token: token.value } }, body })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['followed'] }),
  })
}

export function useSlip(number: Ref<string>, dispatched: Ref<boolean>, lang: Ref<'zh' | 'en'>) {
  return useQuery({
    queryKey: ['slip', number, lang],
    queryFn: async () => given(await api.GET('/api/cases/{number}/slip', { params: { path: { number: number.value }, query: { lang: lang.value } } })),
    enabled: dispatched,
    retry: false,
  })
}

type StepSaid = Schemas['StepIn'] & { title?: string }

/** Take a step now, or keep it on this device until the network is back; the same key takes it once. */
async function takeStep(number: string, { title, ...said }: StepSaid, key: string) {
  const letter = { key, path: `/api/cases/${number}/steps`, body: said, title: `${number} ${title ?? said.action}`, owner: personSignedIn() }
  return sendOrKeep(letter, async () =>
    given(
      await api.POST('/api/cases/{number}/steps', {
        params: { path: { number }, header: { 'Idempotency-Key': key } },
        body: said,
      }),
    ),
  )
}

export function useTakeStep(number: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (said: StepSaid) => takeStep(number.value, said, freshKey()),
    onSettled: () => queries.invalidateQueries(),
  })
}

export function useReadSlip(number: Ref<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async () => given(await api.POST('/api/cases/{number}/slip/read', { params: { path: { number: number.value } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['slip'] }),
  })
}

/** Who answers at a place; of an uncertain place also how much of it lies in which area. */
export function useHere(spot: Ref<Spot | null>, accuracy: Ref<number | null> = ref(null)) {
  return useQuery({
    queryKey: ['here', spot, accuracy],
    queryFn: async () => {
      const { lon, lat } = spot.value ?? { lon: 0, lat: 0 }
      return given(await api.GET('/api/here', { params: { query: { lon, lat, accuracy_m: accuracy.value ?? undefined } } }))
    },
    enabled: computed(() => spot.value !== null),
  })
}

export function useExplained(spot: Ref<Spot | null>, key: Ref<string | null>, lang: Ref<Lang>) {
  return useQuery({
    queryKey: ['explain', spot, key, lang],
    queryFn: async () => {
      const query = { class: key.value ?? '', ...spot.value, lang: lang.value }
      return given(await api.GET('/api/duties/explain', { params: { query } }))
    },
    enabled: computed(() => key.value !== null),
  })
}

/** The class book; kept for places without a network. */
export const CLASSES = {
  queryKey: ['classes'],
  queryFn: async () => given(await api.GET('/api/classes')),
  staleTime: 600_000,
  gcTime: Infinity,
}

export function useClasses() {
  return useQuery(CLASSES)
}

export async function suggest(text: string) {
  return given(await api.GET('/api/classes/suggest', { params: { query: { text, limit: 5 } } }))
}

/** Send a report, or keep it until the network is back; the same key never makes a second one. */
export async function sendReport(report: NewReport, key: string, lang: Lang): Promise<Receipt> {
  const title = report.text || report.class_key || ''
  const letter = { key, path: '/api/reports', body: { ...report }, title, owner: personSignedIn() }
  return sendOrKeep(letter, async () =>
    given(
      await api.POST('/api/reports', {
        body: report,
        params: { query: { lang }, header: { 'Idempotency-Key': key } },
      }),
    ),
  )
}

export function useStations() {
  return useQuery({
    queryKey: ['stations'],
    queryFn: async () => given(await api.GET('/api/stations')),
    staleTime: 600_000,
  })
}
