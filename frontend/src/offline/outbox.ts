// Delivers what waits, one after the other, each exactly once: by page or by service worker.
import { dropPhoto, keepLetter, keepPhoto, letters, photo, type KeptPhoto, type Letter } from './store'

/** How a photo that is still on this device is written where a reference belongs. */
export const LOCAL = 'local:'
/** How the number of a voice note on this device begins. */
export const SPOKEN = 'voice-'
const LOCK = 'gisgrid.outbox'
/** Why a letter cannot be sent whose photo is no longer on this device; pages say it in words. */
export const PHOTO_GONE = 'photo-gone'
export const CHANGED = 'gisgrid.outbox'

/** What the server said to one attempt. */
export type Outcome = { kind: 'done'; word?: string; version?: number } | { kind: 'refused'; word: string; wordEn?: string } | { kind: 'later' }

/** Speaks to the server; tests speak for it. */
export interface Carrier {
  whoAmI(): Promise<number | null>
  upload(blob: Blob, name: string, owner: number | null): Promise<Outcome>
  post(letter: Letter, body: unknown): Promise<Outcome>
}

/** Tell whether a reference is a voice note's, at the server or on this device. */
export function isVoice(reference: string): boolean {
  return reference.startsWith('voice:') || reference.startsWith(LOCAL + SPOKEN)
}

/** List the photos on this device that a body speaks of. */
export function localPhotos(body: unknown): string[] {
  if (typeof body === 'string') return body.startsWith(LOCAL) ? [body.slice(LOCAL.length)] : []
  if (typeof body !== 'object' || body === null) return []
  return Object.values(body).flatMap(localPhotos)
}

/** List what was kept here before a moment and no letter speaks of: it was taken back before anything was sent. */
export function orphans(kept: readonly Pick<KeptPhoto, 'id' | 'keptAt'>[], all: readonly Pick<Letter, 'body'>[], before: number): string[] {
  const named = new Set(all.flatMap((one) => localPhotos(one.body)))
  return kept.filter((one) => (one.keptAt ?? 0) < before && !named.has(one.id)).map((one) => one.id)
}

/** Write the server's references where photos of this device stood. */
export function withReferences(body: unknown, references: ReadonlyMap<string, string>): unknown {
  if (typeof body === 'string') return body.startsWith(LOCAL) ? (references.get(body.slice(LOCAL.length)) ?? body) : body
  if (Array.isArray(body)) return body.map((one) => withReferences(one, references))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withReferences(value, references)]))
}

let underWay: Promise<void> | null = null

/** Deliver what waits and belongs to whoever is signed in; one deliverer at a time. */
export function deliver(carrier: Carrier = server): Promise<void> {
  underWay ??= alone(carrier).finally(() => (underWay = null))
  return underWay
}

async function alone(carrier: Carrier): Promise<void> {
  // Locks keep pages and the worker apart, on secure addresses only; elsewhere there is no worker.
  if (!('locks' in navigator) || !navigator.locks) return deliverAll(carrier)
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await deliverAll(carrier)
  })
}

async function deliverAll(carrier: Carrier): Promise<void> {
  for (let next = await first(); next; next = await first(next)) {
    // Asked before each: somebody else may have signed in while photos were on their way.
    const me = await carrier.whoAmI().catch(() => undefined)
    if (me === undefined) return
    if (next.owner !== null && next.owner !== me) continue
    const outcome = await attempt(next, carrier)
    if (outcome.kind === 'later') return
    await settle(next, outcome)
    tell()
  }
}

/** Return what is to be sent next, after a letter; what follows a refused step of a case waits for it. */
async function first(after?: Letter): Promise<Letter | undefined> {
  const all = await letters()
  const stuck = new Set(all.filter((one) => one.state === 'refused' && isStep(one)).map((one) => one.path))
  return all.find((one) => one.state === 'waiting' && !stuck.has(one.path) && (!after || isLater(one, after)))
}

const isStep = (letter: Letter) => letter.path.endsWith('/steps')
const isLater = (one: Letter, other: Letter) => one.madeAt > other.madeAt || (one.madeAt === other.madeAt && one.key > other.key)

async function settle(letter: Letter, outcome: Exclude<Outcome, { kind: 'later' }>): Promise<void> {
  if (outcome.kind === 'refused') return void (await keepLetter({ ...letter, state: 'refused', word: outcome.word, wordEn: outcome.wordEn }))
  await keepLetter({ ...letter, state: 'sent', word: outcome.word, wordEn: undefined })
  await Promise.all(localPhotos(letter.body).map(dropPhoto))
  if (outcome.version === undefined) return
  // What was written after it without a network knew of this step: it speaks of the case as it is now.
  const followers = (await letters()).filter((one) => one.state === 'waiting' && one.path === letter.path && 'version' in one.body)
  await Promise.all(followers.map((one) => keepLetter({ ...one, body: { ...one.body, version: outcome.version } })))
}

async function attempt(letter: Letter, carrier: Carrier): Promise<Outcome> {
  const references = new Map<string, string>()
  for (const id of localPhotos(letter.body)) {
    const found = await uploaded(id, letter.owner, carrier)
    if (found.kind !== 'done') return found
    references.set(id, found.word ?? '')
  }
  return carrier.post(letter, withReferences(letter.body, references)).catch(() => ({ kind: 'later' }))
}

/** Upload a photo, unless that was done in an attempt before. */
async function uploaded(id: string, owner: number | null, carrier: Carrier): Promise<Outcome> {
  const kept = await photo(id)
  if (!kept) return { kind: 'refused', word: PHOTO_GONE }
  if (kept.reference) return { kind: 'done', word: kept.reference }
  const outcome = await carrier.upload(kept.blob, kept.name, owner).catch((): Outcome => ({ kind: 'later' }))
  if (outcome.kind === 'done' && outcome.word) {
    await keepPhoto({ ...kept, reference: outcome.word })
    tell()
  }
  return outcome
}

/** Tell every page of this browser that the queue has changed. */
export function tell(): void {
  const channel = new BroadcastChannel(CHANGED)
  channel.postMessage(null)
  channel.close()
}

/** Read an answer: what may pass later is tried later, what is refused is refused for good. */
export async function outcomeOf(response: Response, word: (said: Record<string, unknown>) => unknown): Promise<Outcome> {
  const said = (await response.json().catch(() => ({}))) as Record<string, unknown>
  const version = typeof said.version === 'number' ? said.version : undefined
  if (response.ok) return { kind: 'done', word: String(word(said) ?? ''), ...(version === undefined ? {} : { version }) }
  if (response.status >= 500 || [401, 408, 425, 429].includes(response.status)) return { kind: 'later' }
  return { kind: 'refused', word: String(said.detail ?? response.status), ...(said.title ? { wordEn: String(said.title) } : {}) }
}

/** What was written while nobody was signed in is sent in nobody's name. */
const credentialsOf = (owner: number | null): RequestCredentials => (owner === null ? 'omit' : 'same-origin')

export const server: Carrier = {
  async whoAmI() {
    const response = await fetch('/api/me', { cache: 'no-store' })
    if (response.status === 401) return null
    if (!response.ok) throw new Error(String(response.status))
    return ((await response.json()) as { person_id: number | null }).person_id
  },
  async upload(blob, name, owner) {
    const body = new FormData()
    body.append('file', blob, name)
    return outcomeOf(await fetch('/api/photos', { method: 'POST', body, credentials: credentialsOf(owner) }), (said) => said.reference)
  },
  async post(letter, body) {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': letter.key }
    const sent = await fetch(letter.path, { method: 'POST', headers, body: JSON.stringify(body), credentials: credentialsOf(letter.owner) })
    return outcomeOf(sent, (said) => said.number)
  },
}
