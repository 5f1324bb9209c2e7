// Sends now, or keeps for later when the network is away: nothing is written twice, nothing is lost.
import { freshKey } from '@/words/key'
import { deliver, localPhotos, LOCAL, tell } from './outbox'
import { keepLetter, keepPhoto, type Letter } from './store'

/** What was kept on this device, to be sent when the network is back. */
export class Kept extends Error {
  constructor(readonly letter: Letter) {
    super('kept')
  }
}

/** No answer at all, or one from what stands before the server: whether it was taken is not known. */
const AWAY = [0, 502, 503, 504]

/** Tell whether a failure is the network's, not the server's word. */
export function isAway(wrong: unknown): boolean {
  return wrong instanceof TypeError || AWAY.includes((wrong as { status?: number }).status ?? -1)
}

/**
 * Send something; where the network is away, or a photo waits on this device, keep it.
 *
 * @throws Kept when it waits now; whatever `send` throws when the server refused it.
 */
export async function sendOrKeep<T>(letter: Omit<Letter, 'madeAt' | 'state'>, send: () => Promise<T>): Promise<T> {
  if (!localPhotos(letter.body).length && navigator.onLine) {
    try {
      return await send()
    } catch (wrong) {
      if (!isAway(wrong)) throw wrong
    }
  }
  // Plain words only: what a form watches cannot be stored.
  const body = JSON.parse(JSON.stringify(letter.body)) as Letter['body']
  const kept: Letter = { ...letter, body, madeAt: Date.now(), state: 'waiting' }
  await keepLetter(kept)
  tell()
  void wake()
  throw new Kept(kept)
}

/** Keep a file on this device and return how it is written where its reference belongs; `kind` tells voice notes from photos. */
export async function keepFile(file: File, kind = ''): Promise<string> {
  const id = kind + freshKey()
  await keepPhoto({ id, blob: file, name: file.name, keptAt: Date.now() })
  return LOCAL + id
}

interface Syncing {
  sync?: { register(tag: string): Promise<void> }
}

/** Ask for delivery: now, and by the browser in the background once the network is back. */
export async function wake(): Promise<void> {
  if (navigator.onLine) void deliver()
  const ready = navigator.serviceWorker?.controller ? await navigator.serviceWorker.ready : null
  await (ready as Syncing | null)?.sync?.register('outbox').catch(() => undefined)
}
