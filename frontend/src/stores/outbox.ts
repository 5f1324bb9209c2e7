// The queue of this device as pages show it, and when it is delivered.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, onMounted, onScopeDispose, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useMe } from '@/api/people'
import { CHANGED, deliver, localPhotos, orphans, tell } from '@/offline/outbox'
import { dropLetter, dropPhoto, keepLetter, letters, photo, photos, type Letter } from '@/offline/store'

const AGAIN_MS = 30_000
const A_DAY_MS = 86_400_000
const all = ref<Letter[]>([])
/** The photos of this device that are through already. */
const through = ref<ReadonlySet<string>>(new Set())
export const online = ref(navigator.onLine)

async function refresh(): Promise<void> {
  all.value = await letters().catch(() => [])
  const ids = all.value.filter((one) => one.state === 'waiting').flatMap((one) => localPhotos(one.body))
  const found = await Promise.all(ids.map((id) => photo(id).catch(() => undefined)))
  through.value = new Set(found.flatMap((one) => (one?.reference ? [one.id] : [])))
}

/** Say how many photos a letter carries, and how many of them are through. */
function photosOf(letter: Letter): { all: number; through: number } {
  const ids = localPhotos(letter.body)
  return { all: ids.length, through: ids.filter((id) => through.value.has(id)).length }
}

/** What was sent yesterday is no news, and what was taken back by then is not wanted again. */
async function tidy(): Promise<void> {
  const yesterday = Date.now() - A_DAY_MS
  const known = await letters().catch(() => null)
  if (!known) return
  const old = known.filter((one) => one.state === 'sent' && one.madeAt < yesterday)
  const left = orphans(await photos().catch(() => []), known, yesterday)
  await Promise.all([...old.map((one) => dropLetter(one.key)), ...left.map(dropPhoto)])
}

/** What waits, was refused or has just been sent, of whoever is signed in. */
export function useOutbox() {
  const { me } = useMe()
  const queue = computed(() => all.value.filter((one) => one.owner === null || one.owner === me.value?.person_id))
  const waiting = computed(() => queue.value.filter((one) => one.state === 'waiting').length)
  const refused = computed(() => queue.value.filter((one) => one.state === 'refused').length)
  return { queue, waiting, refused, photosOf, again, discard }
}

/** Try a refused letter once more. */
async function again(letter: Letter): Promise<void> {
  await keepLetter({ ...letter, state: 'waiting', word: undefined, wordEn: undefined })
  tell()
  await deliver()
}

/** Take a letter out of the queue, with its photos. */
async function discard(letter: Letter): Promise<void> {
  await Promise.all(localPhotos(letter.body).map(dropPhoto))
  await dropLetter(letter.key)
  tell()
}

/**
 * The refused letter that the address asks to write anew (`?letter=`), where it is for this path.
 * `replace` takes it out once another was written in its place; photos that the other has, stay.
 */
export function useRefused(path: () => string) {
  const route = useRoute()
  const router = useRouter()
  const letter = computed(() => all.value.find((one) => one.key === route.query.letter && one.path === path() && one.state === 'refused'))
  async function replace(body: unknown): Promise<void> {
    const old = letter.value
    if (!old) return
    const still = localPhotos(body)
    await Promise.all(localPhotos(old.body).filter((id) => !still.includes(id)).map(dropPhoto))
    await dropLetter(old.key)
    tell()
    await router.replace({ query: { ...route.query, letter: undefined, at: undefined } })
  }
  return { letter, replace }
}

/** Deliver whenever the network may be back, and keep every page's view of the queue true. */
export function useDelivery(): void {
  const queries = useQueryClient()
  const channel = new BroadcastChannel(CHANGED)
  const attempt = () => {
    online.value = navigator.onLine
    if (navigator.onLine) void deliver().catch(() => undefined)
  }
  channel.onmessage = async () => {
    const before = all.value.filter((one) => one.state === 'waiting').length
    await refresh()
    if (all.value.filter((one) => one.state === 'waiting').length < before) void queries.invalidateQueries()
  }
  const timer = window.setInterval(() => all.value.some((one) => one.state === 'waiting') && attempt(), AGAIN_MS)
  const events: [EventTarget, string][] = [
    [window, 'online'],
    [window, 'offline'],
    [document, 'visibilitychange'],
  ]
  onMounted(async () => {
    for (const [target, kind] of events) target.addEventListener(kind, attempt)
    await tidy()
    await refresh()
    attempt()
  })
  onScopeDispose(() => {
    for (const [target, kind] of events) target.removeEventListener(kind, attempt)
    clearInterval(timer)
    channel.close()
  })
}
