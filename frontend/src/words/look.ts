// How a case looks: one word, one colour and one shape for its status and clocks together.

export type Look = 'received' | 'in_hand' | 'waiting' | 'due_soon' | 'overdue' | 'on_the_books' | 'closed'

export interface Standing {
  status: string
  respond_due: string | null
  solve_due: string | null
}

export const SHAPES: Record<Look, string> = {
  received: 'ring',
  in_hand: 'disc',
  waiting: 'square',
  due_soon: 'triangle',
  overdue: 'alarm',
  on_the_books: 'hatch',
  closed: 'tick',
}

const ENDED = ['checked', 'closed', 'archived', 'merged', 'not_filed']
const STOPPED = [...ENDED, 'feedback', 'solved', 'on_the_books']
const BEFORE_SIGNING = ['received', 'verifying', 'filed', 'dispatched']
const WAITING = ['returned', 'consulting', 'feedback', 'solved']

/** Return which deadline runs: to respond until somebody signs in, then to solve. */
export function runningDue(found: Standing): Date | null {
  if (STOPPED.includes(found.status)) return null
  const responding = BEFORE_SIGNING.includes(found.status) ? found.respond_due : null
  const due = responding ?? found.solve_due
  return due ? new Date(due) : null
}

/** Return the look; the same rule as the map's (tiles/case_look.sql). */
export function look(found: Standing, now: Date): Look {
  if (ENDED.includes(found.status)) return 'closed'
  if (found.status === 'on_the_books') return 'on_the_books'
  const left = (runningDue(found)?.getTime() ?? Infinity) - now.getTime()
  if (left < 0) return 'overdue'
  if (left < 2 * 3_600_000) return 'due_soon'
  if (['received', 'verifying'].includes(found.status)) return 'received'
  return WAITING.includes(found.status) ? 'waiting' : 'in_hand'
}
