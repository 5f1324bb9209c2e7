// While one is on duty and a page is open, one's position is told: seldom, and queued without a network.
import { computed, effectScope, ref, watch } from 'vue'
import { sendPositions, useDuty, type Fix } from '@/api/duty'
import { Refusal } from '@/api/client'
import { useMe } from '@/api/people'
import { forget, isWorth, keepWaiting, waitingOf } from '@/offline/positions'
import { isAway } from '@/offline/send'
import { apart, follow, locateAgain, position } from './position'

const AGAIN_MS = 30_000
const LEAVING = 'gisgrid.leaving'

/** How many positions wait on this device. */
const waiting = ref(0)
/** When the last position came through. */
const sentAt = ref<Date | null>(null)
/** Whether the server took nothing of what was sent last: by its clock it was no time on duty. */
const refused = ref(false)
/** Who went off duty without a network: nothing is told any more, the server hears it later. */
const leaver = ref(Number(localStorage.getItem(LEAVING)) || null)
let last: Fix | null = null
let sending = false

function leave(person: number | null): void {
  leaver.value = person
  if (person !== null) localStorage.setItem(LEAVING, String(person))
  else localStorage.removeItem(LEAVING)
}

let sharing: ReturnType<typeof begin> | undefined

/** One's duty as the officer's page shows it; once begun, the position is told while the app is open. */
export function useSharing(): ReturnType<typeof begin> {
  // Of its own: it outlives the panel that asked first.
  return (sharing ??= effectScope(true).run(begin)!)
}

function begin() {
  const { me } = useMe()
  const { may, duty, change, again } = useDuty()
  const owner = computed(() => me.value?.person_id ?? null)
  const leaving = computed(() => leaver.value !== null && leaver.value === owner.value)
  const on = computed(() => owner.value !== null && Boolean(duty.value?.on) && !leaving.value)

  async function turn(wanted: boolean): Promise<void> {
    if (wanted) leave(null)
    else {
      await flush()
      forget()
      waiting.value = 0
    }
    try {
      await change.mutateAsync(wanted)
      leave(null)
    } catch (wrong) {
      if (wanted || !isAway(wrong)) return
      leave(owner.value)
    }
    last = null
    sentAt.value = null
    refused.value = false
  }

  /** Send what waits; what the server refuses was not of this time on duty. */
  async function flush(): Promise<void> {
    const mine = owner.value
    if (mine === null || sending) return
    const fixes = waitingOf(mine)
    waiting.value = fixes.length
    if (!fixes.length || !navigator.onLine) return
    sending = true
    try {
      refused.value = !(await sendPositions(fixes))
      settle(mine, fixes)
      if (!refused.value) sentAt.value = new Date()
    } catch (wrong) {
      if (wrong instanceof Refusal && wrong.status >= 400 && wrong.status < 500 && wrong.status !== 401) {
        settle(mine, fixes)
        if (wrong.status === 409) await again()
      }
    } finally {
      sending = false
    }
  }

  /** Take out what was answered; what came meanwhile stays. */
  function settle(mine: number, sent: readonly Fix[]): void {
    const times = new Set(sent.map((one) => one.at))
    const rest = waitingOf(mine).filter((one) => !times.has(one.at))
    keepWaiting(mine, rest)
    waiting.value = rest.length
  }

  function tell(): void {
    const here = position.value
    const mine = owner.value
    const over = duty.value?.ends_at && Date.parse(duty.value.ends_at) <= Date.now()
    if (!on.value || over || !here || mine === null) return
    if (!isWorth(last, (before) => apart(before, here), Date.now())) return
    last = { lon: here.lon, lat: here.lat, datum: 'wgs84', accuracy_m: here.accuracy, at: new Date().toISOString() }
    keepWaiting(mine, [...waitingOf(mine), last])
    void flush()
  }

  async function tick(): Promise<void> {
    if (leaving.value && navigator.onLine) await turn(false)
    if (!on.value) return
    locateAgain()
    await flush()
  }

  watch(on, (yes) => yes && follow(), { immediate: true })
  watch([on, position], tell, { immediate: true })
  window.setInterval(() => void tick(), AGAIN_MS)
  window.addEventListener('online', () => void tick())
  return { may, on, duty, leaving, waiting, sentAt, refused, turn, busy: change.isPending, failed: change.error }
}
