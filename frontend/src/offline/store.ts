// What waits on this device to be sent, in IndexedDB: letters and the photos that go with them.

/** Something to be sent once: a report, or a step of a case. */
export interface Letter {
  /** Sent along as Idempotency-Key, so that it counts once however often it is sent. */
  key: string
  path: string
  body: Record<string, unknown>
  /** What it is, for the reader of the queue. */
  title: string
  madeAt: number
  /** The person in whose name it was written; null when nobody was signed in. */
  owner: number | null
  state: 'waiting' | 'refused' | 'sent'
  /** Why it was refused, in the server's words; or the number that a report was given. */
  word?: string
  /** The same reason, shorter, for readers of English. */
  wordEn?: string
}

export interface KeptPhoto {
  id: string
  blob: Blob
  name: string
  /** What the server calls it, once it is through. */
  reference?: string
  /** When it was put here. */
  keptAt?: number
}

const NAME = 'gisgrid'

function opened(): Promise<IDBDatabase> {
  const asked = indexedDB.open(NAME, 1)
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore('letters', { keyPath: 'key' })
    asked.result.createObjectStore('photos', { keyPath: 'id' })
  }
  return settled(asked)
}

function settled<T>(asked: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('IndexedDB'))
  })
}

type Name = 'letters' | 'photos'

async function within<T>(name: Name, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await opened()
  try {
    return await settled(act(database.transaction(name, mode).objectStore(name)))
  } finally {
    database.close()
  }
}

export async function letters(): Promise<Letter[]> {
  const found = await within<Letter[]>('letters', 'readonly', (store) => store.getAll())
  return found.sort((a, b) => a.madeAt - b.madeAt || (a.key < b.key ? -1 : 1))
}

export const keepLetter = (letter: Letter) => within('letters', 'readwrite', (store) => store.put(letter))
export const dropLetter = (key: string) => within('letters', 'readwrite', (store) => store.delete(key))
export const photo = (id: string) => within<KeptPhoto | undefined>('photos', 'readonly', (store) => store.get(id))
export const photos = () => within<KeptPhoto[]>('photos', 'readonly', (store) => store.getAll())
export const keepPhoto = (one: KeptPhoto) => within('photos', 'readwrite', (store) => store.put(one))
export const dropPhoto = (id: string) => within('photos', 'readwrite', (store) => store.delete(id))
