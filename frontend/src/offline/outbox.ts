// Delivers what waits, one after the other, each exactly once: by page or by service worker.
import { dropPhoto, keepLetter, keepPhoto, letters, photo, type Letter } from './store'

/** How a photo that is still on this device is written where a reference belongs. */
export const LOCAL = 'local:'
const LOCK = 'gisgrid.outbox'
export const CHANGED = 'gisgrid.outbox'

/** What the server said to one attempt. */
export type Outcome = { kind: 'done'; word?: string } | { kind: 'refused'; word: string } | { kind: 'later' }

/** Speaks to the server; tests speak for it. */
export interface Carrier {
  whoAmI(): Promise<number | null>
  upload(blob: Blob, name: string): Promise<Outcome>
  post(letter: Letter, body: unknown): Promise<Outcome>
}

/** List the photos on this device that a body speaks of. */
export function localPhotos(body: unknown): string[] {
  if (typeof body === 'string') return body.startsWith(LOCAL) ? [body.slice(LOCAL.length)] : []
  if (typeof body !== 'object' || body === null) return []
  return Object.values(body).flatMap(localPhotos)
}

/** Write the server's references where photos of this device stood. */
export function withReferences(body: unknown, references: ReadonlyMap<string, string>): unknown {
  if (typeof body === 'string') return body.startsWith(LOCAL) ? (references.get(body.slice(LOCAL.length)) ?? body) : body
  if (Array.isArray(body)) return body.map((one) => withReferences(one, references))
  if (typeof body !== 'object' || body === null) return body
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withReferences(value, references)]))
}

/** Deliver what waits and belongs to whoever is signed in; one deliverer at a time. */
export async function deliver(carrier: Carrier = server): Promise<void> {
  // Locks exist on secure addresses only; elsewhere there is no service worker to race with.
  if (!('locks' in navigator) || !navigator.locks) return deliverAll(carrier)
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock) await deliverAll(carrier)
  })
}

async function deliverAll(carrier: Carrier): Promise<void> {
  const waiting = (await letters()).filter((one) => one.state === 'waiting')
  if (!waiting.length) return
  const me = await carrier.whoAmI().catch(() => undefined)
  if (me === undefined) return
  const stuck = new Set<string>()
  for (const letter of waiting.filter((one) => one.owner === null || one.owner === me)) {
    // What follows a step that did not get through must wait for it.
    if (stuck.has(letter.path)) continue
    const outcome = await attempt(letter, carrier)
    if (outcome.kind === 'later') return
    if (outcome.kind === 'refused') stuck.add(letter.path)
    await keepLetter({ ...letter, state: outcome.kind === 'done' ? 'sent' : 'refused', word: outcome.word })
    if (outcome.kind === 'done') await Promise.all(localPhotos(letter.body).map(dropPhoto))
    tell()
  }
}

async function attempt(letter: Letter, carrier: Carrier): Promise<Outcome> {
  const references = new Map<string, string>()
  for (const id of localPhotos(letter.body)) {
    const found = await uploaded(id, carrier)
    if (found.kind !== 'done') return found
    references.set(id, found.word ?? '')
  }
  return carrier.post(letter, withReferences(letter.body, references)).catch(() => ({ kind: 'later' }))
}

/** Upload a photo, unless that was done in an attempt before. */
async function uploaded(id: string, carrier: Carrier): Promise<Outcome> {
  const kept = await photo(id)
  if (!kept) return { kind: 'refused', word: 'photo' }
  if (kept.reference) return { kind: 'done', word: kept.reference }
  const outcome = await carrier.upload(kept.blob, kept.name).catch((): Outcome => ({ kind: 'later' }))
  if (outcome.kind === 'done' && outcome.word) await keepPhoto({ ...kept, reference: outcome.word })
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
  if (response.ok) return { kind: 'done', word: String(word(said) ?? '') }
  if (response.status >= 500 || [401, 408, 425, 429].includes(response.status)) return { kind: 'later' }
  return { kind: 'refused', word: String(said.detail ?? response.status) }
}

export const server: Carrier = {
  async whoAmI() {
    const response = await fetch('/api/me', { cache: 'no-store' })
    if (response.status === 401) return null
    if (!response.ok) throw new Error(String(response.status))
    return ((await response.json()) as { person_id: number | null }).person_id
  },
  async upload(blob, name) {
    const body = new FormData()
    body.append('file', blob, name)
    return outcomeOf(await fetch('/api/photos', { method: 'POST', body }), (said) => said.reference)
  },
  async post(letter, body) {
    const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': letter.key }
    const sent = await fetch(letter.path, { method: 'POST', headers, body: JSON.stringify(body) })
    return outcomeOf(sent, (said) => said.number)
  },
}
