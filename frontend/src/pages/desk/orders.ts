// The orders of one's own desk, by what has to be done with them. Pure.
import type { components } from '@/api/schema'

export type Held = components['schemas']['HeldOrderOut']

export const TABS = ['to_sign', 'in_hand', 'waiting', 'due_soon', 'overdue', 'done'] as const
export type Tab = (typeof TABS)[number]

const SOON_MS = 24 * 3_600_000

/** Return the clock that runs: to respond until it is signed, then to solve. */
export function running(order: Held) {
  return order.signed_at ? order.solve : order.respond
}

/** Tell where an order stands; the deadline of what runs is told apart (`presses`). */
export function standing(order: Held): 'to_sign' | 'in_hand' | 'waiting' | 'done' {
  if (!order.open) return 'done'
  if (!order.signed_at) return 'to_sign'
  return order.status === 'fed_back' || order.solve.stands ? 'waiting' : 'in_hand'
}

/** Tell whether the clock that runs is over or soon will be; nothing presses while it stands. */
export function presses(order: Held, now: Date): 'overdue' | 'due_soon' | null {
  const clock = running(order)
  if (!order.open || order.status === 'fed_back' || clock.stands || !clock.due) return null
  const left = new Date(clock.due).getTime() - now.getTime()
  if (left < 0) return 'overdue'
  return left < SOON_MS ? 'due_soon' : null
}

/** Tell whether an order belongs under a tab; what presses is under its own tab as well. */
export function isUnder(order: Held, tab: Tab, now: Date): boolean {
  return standing(order) === tab || presses(order, now) === tab
}
