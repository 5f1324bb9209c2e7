// The queue of this device as pages show it, and when it is delivered.
import { useQueryClient } from '@tanstack/vue-query'
import { computed, onMounted, onScopeDispose, ref } from 'vue'
import { useMe } from '@/api/people'
import { CHANGED, deliver, localPhotos, tell } from '@/offline/outbox'
import { dropLetter, dropPhoto, keepLetter, letters, type Letter } from '@/offline/store'

const AGAIN_MS = 30_000
const A_DAY_MS = 86_400_000
const all = ref<Letter[]>([])
export const online = ref(navigator.onLine)

async function refresh(): Promise<void> {
  all.value = await letters().catch(() => [])
}

/** What was sent yesterday is no news. */
async function tidy(): Promise<void> {
  const old = (await letters().catch(() => [])).filter((one) => one.state === 'sent' && Date.now() - one.madeAt > A_DAY_MS)
  await Promise.all(old.map((one) => dropLetter(one.key)))
}

/** What waits, was refused or has just been sent, of whoever is signed in. */
export function useOutbox() {
  const { me } = useMe()
  const queue = computed(() => all.value.filter((one) => one.owner === null || one.owner === me.value?.person_id))
  const waiting = computed(() => queue.value.filter((one) => one.state === 'waiting').length)
  const refused = computed(() => queue.value.filter((one) => one.state === 'refused').length)
  return { queue, waiting, refused, again, discard }
}

/** Try a refused letter once more. */
async function again(letter: Letter): Promise<void> {
  await keepLetter({ ...letter, state: 'waiting', word: undefined })
  tell()
  await deliver()
}

/** Take a letter out of the queue, with its photos. */
async function discard(letter: Letter): Promise<void> {
  await Promise.all(localPhotos(letter.body).map(dropPhoto))
  await dropLetter(letter.key)
  tell()
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
