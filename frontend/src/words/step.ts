// What an action asks for, as fields of a form, and the form as what goes over the wire. Pure.
import type { Line } from '@/map/measure'

export type Field =
  | 'note'
  | 'photos'
  | 'before'
  | 'after'
  | 'voice'
  | 'condition'
  | 'lead'
  | 'assists'
  | 'to'
  | 'person'
  | 'contractor'
  | 'genuine'
  | 'target'
  | 'parties'
  | 'due'
  | 'until'
  | 'score'
  | 'amount'
  | 'wanted'
  | 'tasks'
  | 'class'
  | 'place'
  | 'pin'
  | 'line'
  | 'resolved'
  | 'rule'

export interface Filled {
  note?: string
  photos?: string[]
  before?: string[]
  after?: string[]
  voice?: string
  /** The fields whose photos or voice note are still on their way. */
  sending?: Partial<Record<Field, boolean>>
  condition?: number
  lead?: number
  assists?: number[]
  to?: number
  person?: number
  contractor?: string
  genuine?: boolean
  target?: string
  parties?: number[]
  due?: string
  until?: string
  score?: number
  amount?: number
  wanted?: string
  tasks?: Record<number, string>
  class?: number
  place?: string
  /** Where the pin was put while the form stood open. */
  pin?: { lon: number; lat: number }
  /** The line that was drawn on the map as evidence. */
  line?: Line
  resolved?: string
  rule?: boolean
}

export const PHOTOS: readonly Field[] = ['photos', 'before', 'after']

const BY_NEED: Record<string, Field[]> = {
  reason: ['note'],
  reply: ['note'],
  ruling: ['note'],
  photo: ['photos'],
  before_and_after: ['before', 'after'],
  condition: ['condition'],
  lead: ['lead', 'assists'],
  to: ['person', 'to', 'contractor'],
  genuine: ['genuine'],
  target: ['target'],
  parties: ['parties'],
  due: ['due'],
  until: ['until'],
  score: ['score'],
}

const BY_ACTION: Record<string, Field[]> = {
  ask_extension: ['amount'],
  say: ['wanted'],
  decide: ['tasks', 'due', 'rule'],
  arbitrate: ['rule'],
  return: ['photos', 'pin', 'line'],
  refer_upward: ['photos'],
  reroute: ['class', 'place', 'pin'],
  call_back: ['resolved'],
}

/** Steps of whoever stands on the spot and may have no hand free; so is every other one with photos. */
const ON_THE_SPOT = ['verify', 'check_fail', 'refute_solved', 'note']

/** List the fields of an action's form; a note may always be added, and on the spot spoken words. */
export function fieldsOf(action: string, needs: readonly string[]): Field[] {
  const asked = [...needs.flatMap((need) => BY_NEED[need] ?? []), ...(BY_ACTION[action] ?? [])]
  const spoken = ON_THE_SPOT.includes(action) || asked.some((one) => PHOTOS.includes(one))
  return [...new Set([...asked, 'note' as const, ...(spoken ? (['voice'] as const) : [])])]
}

const moment = (local: string | undefined) => (local ? new Date(local).toISOString() : undefined)
const given = (references: string[] | undefined) => (references?.length ? references : undefined)

/** Tell whether a photo or voice note of the form is still on its way. */
export function isSending(filled: Filled): boolean {
  return Object.values(filled.sending ?? {}).some(Boolean)
}

/** Turn a filled form into an action's note and codes; what was left empty is left out. */
export function stepOf(filled: Filled): { note: string | null; codes: Record<string, unknown> } {
  const contractor = filled.contractor?.trim()
  const inside = filled.person ? { person: filled.person } : filled.to ? { station: filled.to } : undefined
  const onward = contractor ? { contractor } : inside
  const tasks = Object.entries(filled.tasks ?? {}).map(([station, what]) => ({
    station: Number(station),
    what,
    due: moment(filled.due),
  }))
  const codes = {
    photos: given(filled.photos),
    photos_before: given(filled.before),
    photos_after: given(filled.after),
    voice: filled.voice ? [filled.voice] : undefined,
    condition_id: filled.condition,
    lead: filled.lead,
    assists: filled.assists?.length ? filled.assists : undefined,
    to: onward,
    genuine: filled.genuine,
    target: filled.target?.trim() || undefined,
    parties: filled.parties?.length ? filled.parties : undefined,
    due: tasks.length ? undefined : moment(filled.due),
    until: moment(filled.until),
    score: filled.score,
    amount: filled.amount,
    wanted: filled.wanted,
    class_id: filled.class,
    place_text: filled.place?.trim() || undefined,
    x: filled.pin?.lon,
    y: filled.pin?.lat,
    line: (filled.line?.length ?? 0) > 1 ? { type: 'LineString', coordinates: filled.line } : undefined,
    resolved: filled.resolved,
    make_rule: filled.rule || undefined,
    tasks: tasks.length ? tasks : undefined,
  }
  const said = Object.entries(codes).filter(([, value]) => value !== undefined)
  return { note: filled.note?.trim() || null, codes: Object.fromEntries(said) }
}

type Codes = Record<string, unknown>

/** The line that a step of a case drew as evidence, or null. */
export function lineOf(codes: Readonly<Record<string, unknown>>): Line | null {
  const { line } = codes as { line?: { coordinates?: Line } }
  return Array.isArray(line?.coordinates) ? line.coordinates : null
}

/** Turn a step that was written before into the form it came from. */
export function filledOf({ note, codes }: { note?: unknown; codes?: unknown }): Filled {
  const said = (codes ?? {}) as Codes & { to?: { station?: number; contractor?: string }; tasks?: { station: number; what: string; due?: string }[] }
  const { photos, photos_before: before, photos_after: after, voice, condition_id: condition, class_id, place_text: place, x, y, make_rule: rule } = said
  const same = Object.fromEntries(SAME.flatMap((key) => (said[key] === undefined ? [] : [[key, said[key]]])))
  const filled = {
    ...same,
    note: note ?? undefined,
    photos,
    before,
    after,
    voice: (voice as string[] | undefined)?.[0],
    condition,
    class: class_id,
    place,
    rule,
    to: said.to?.station,
    contractor: said.to?.contractor,
    due: local(said.due ?? said.tasks?.[0]?.due),
    until: local(said.until),
    tasks: said.tasks && Object.fromEntries(said.tasks.map((one) => [one.station, one.what])),
    pin: typeof x === 'number' && typeof y === 'number' ? { lon: x, lat: y } : undefined,
    line: lineOf(said) ?? undefined,
  }
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value !== undefined)) as Filled
}

const SAME = ['lead', 'assists', 'genuine', 'target', 'parties', 'score', 'amount', 'wanted', 'resolved']

/** Say a moment as the browser's field for it wants: on its own clock, to the minute. */
function local(at: unknown): string | undefined {
  if (typeof at !== 'string') return undefined
  const moment = new Date(at)
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
