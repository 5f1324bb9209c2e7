// Positions of an officer on duty that wait on this device: few, of one person, and never for long.
import type { Fix } from '@/api/duty'
import type { Spot } from '@/map/address'

const NAME = 'gisgrid.positions'
/** More than this is thinned out: a day without a network needs no finer track. */
export const MOST = 300
const NEAR_M = 25
const OFTEN_MS = 15_000
const SELDOM_MS = 120_000

interface Waiting {
  owner: number
  fixes: Fix[]
}

/** Tell whether a place is worth telling: far enough from the last one, or long enough after it. */
export function isWorth(last: Fix | null, metres: (last: Spot) => number, now: number): boolean {
  if (!last) return true
  const passed = now - Date.parse(last.at)
  return passed >= SELDOM_MS || (passed >= OFTEN_MS && metres(last) >= NEAR_M)
}

/** Leave out every second one of the older half, when there are too many. */
export function thinned(fixes: readonly Fix[], most = MOST): Fix[] {
  if (fixes.length <= most) return [...fixes]
  const half = Math.floor(fixes.length / 2)
  return [...fixes.slice(0, half).filter((_, i) => i % 2 === 0), ...fixes.slice(half)]
}

/** Return what waits of a person; another's is forgotten. */
export function waitingOf(owner: number): Fix[] {
  const kept = JSON.parse(localStorage.getItem(NAME) ?? 'null') as Waiting | null
  if (kept && kept.owner !== owner) forget()
  return kept?.owner === owner ? kept.fixes : []
}

export function keepWaiting(owner: number, fixes: readonly Fix[]): void {
  if (!fixes.length) return forget()
  localStorage.setItem(NAME, JSON.stringify({ owner, fixes: thinned(fixes) } satisfies Waiting))
}

/** Forget every position on this device. */
export function forget(): void {
  localStorage.removeItem(NAME)
}
