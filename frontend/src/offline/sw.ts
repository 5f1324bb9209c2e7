// The service worker: the app and the map of one's area without a network, and the queue's carrier.
import { keptTile } from './district'
import { deliver } from './outbox'
import { letters } from './store'

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface Fetched extends Extendable {
  request: Request
  respondWith(answer: Promise<Response>): void
}
interface Worker {
  addEventListener(kind: 'fetch', act: (event: Fetched) => void): void
  addEventListener(kind: 'message', act: (event: Extendable & { data: unknown }) => void): void
  addEventListener(kind: 'install' | 'activate' | 'sync', act: (event: Extendable) => void): void
  skipWaiting(): Promise<void>
  clients: { claim(): Promise<void> }
}

const worker = self as unknown as Worker
/** The app's own files; the build writes them here. */
const SHELL: string[] = JSON.parse(`__SHELL__`)
const APP = 'app-__BUILD__'
const TILES = 'tiles'
/** What was shown to whoever is signed in: forgotten at sign-out. */
const MINE = 'mine'
const MOST: Record<string, number> = { [TILES]: 3000, [MINE]: 1500 }
const BAKED = /^\/tiles\/\d+\/grid\//
/** Streams, signing in, where colleagues are, and what has no business on a telephone. */
const LIVE = /^\/(api\/(live|session|sign-in|citizen|photos|people|accounts|audit|devices|search|me\/track)|tiles\/officer\/)/
/** What differs by its language alone: rather in the other language than not at all. */
const ANY_WORDS = /\/api\/cases\/[^/?]+(\?lang=\w+)?$|\/style\.json/
const READ = /^\/(api\/|style\.json|backdrop\.geojson|tiles\/)/

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(APP).then((cache) => cache.addAll(SHELL)).then(() => worker.skipWaiting()))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(dropOld().then(() => worker.clients.claim()))
})

worker.addEventListener('sync', (event) => event.waitUntil(carry()))

worker.addEventListener('message', (event) => {
  if (event.data === 'forget') event.waitUntil(caches.delete(MINE))
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || LIVE.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(networkFirst(request, APP, '/'))
  else if (pathname.startsWith('/assets/') || SHELL.includes(pathname)) event.respondWith(cacheFirst(request, APP))
  else if (BAKED.test(pathname)) event.respondWith(boundaries(request, pathname))
  else if (READ.test(pathname)) event.respondWith(networkFirst(request, MINE))
})

/** Deliver; the browser tries again later while something waits. */
async function carry(): Promise<void> {
  await deliver()
  if ((await letters()).some((one) => one.state === 'waiting')) throw new Error('waiting')
}

async function dropOld(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('app-') && name !== APP)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** A boundary tile: out of the whole district's file where it was kept, else by itself. */
async function boundaries(request: Request, pathname: string): Promise<Response> {
  return (await keptTile(pathname).catch(() => null)) ?? cacheFirst(request, TILES)
}

/** Never changes under its address: what is held is right. */
async function cacheFirst(request: Request, name: string): Promise<Response> {
  const cache = await caches.open(name)
  const held = await cache.match(request)
  if (held) return held
  const answer = await fetch(request)
  if (answer.ok) void kept(cache, request, answer.clone(), name)
  return answer
}

/** Keep an answer while there is room; the oldest go first. A full disk spoils no answer. */
async function kept(cache: Cache, request: Request, answer: Response, name: string): Promise<void> {
  try {
    await cache.put(request, answer)
    const most = MOST[name]
    if (most === undefined) return
    const keys = await cache.keys()
    await Promise.all(keys.slice(0, Math.max(0, keys.length - most)).map((old) => cache.delete(old)))
  } catch {
    // Not kept: without a network it will be missing, and says so.
  }
}

/** As it is now; where the network is away, as it was when last seen. */
async function networkFirst(request: Request, name: string, address?: string): Promise<Response> {
  const cache = await caches.open(name)
  try {
    const answer = await fetch(request)
    if (answer.ok && !address) void kept(cache, request, answer.clone(), name)
    // Nobody is signed in any more: what they saw is not kept.
    if (answer.status === 401) await caches.delete(MINE)
    return answer
  } catch (away) {
    const held = (await cache.match(address ?? request)) ?? (ANY_WORDS.test(request.url) ? await cache.match(request, { ignoreSearch: true }) : undefined)
    if (held) return held
    throw away
  }
}
