import { describe, expect, it } from 'vitest'
import { fieldsOf, filledOf, stepOf } from '@/words/step'
import { isUnder, presses, standing, type Held } from '@/pages/desk/orders'

const NOW = new Date('2026-11-24T10:00:00+08:00')
const hours = (n: number) => new Date(NOW.getTime() + n * 3_600_000).toISOString()

function order(more: Partial<Held>, left = 48, stands = false): Held {
  const clock = { due: hours(left), limit: '2 工作日', words: '', stopped_at: null, stands, late: left < 0 }
  return { open: true, status: 'handling', signed_at: hours(-1), respond: clock, solve: clock, ...more } as Held
}

describe('an order on a desk', () => {
  it('waits to be signed, is worked, waits for the check, is ended', () => {
    expect(standing(order({ signed_at: null, status: 'dispatched' }))).toBe('to_sign')
    expect(standing(order({}))).toBe('in_hand')
    expect(standing(order({ status: 'fed_back' }))).toBe('waiting')
    expect(standing(order({}, 48, true))).toBe('waiting')
    expect(standing(order({ open: false, status: 'returned' }))).toBe('done')
  })

  it('presses within a day and when it is over, never while the clock stands', () => {
    expect(presses(order({}, 24), NOW)).toBeNull()
    expect(presses(order({}, 23.9), NOW)).toBe('due_soon')
    expect(presses(order({}, -0.1), NOW)).toBe('overdue')
    expect(presses(order({}, -0.1, true), NOW)).toBeNull()
    expect(presses(order({ status: 'fed_back' }, -1), NOW)).toBeNull()
  })

  it('is found under its state and under what presses', () => {
    const late = order({}, -1)
    expect(isUnder(late, 'in_hand', NOW)).toBe(true)
    expect(isUnder(late, 'overdue', NOW)).toBe(true)
    expect(isUnder(late, 'to_sign', NOW)).toBe(false)
  })
})

describe('an order given onward', () => {
  it('asks for a person, a station below or a contractor', () => {
    expect(fieldsOf('assign_onward', ['to'])).toEqual(['person', 'to', 'contractor', 'note'])
  })

  it('goes to one of them', () => {
    expect(stepOf({ person: 7 }).codes).toEqual({ to: { person: 7 } })
    expect(stepOf({ to: 8 }).codes).toEqual({ to: { station: 8 } })
    expect(stepOf({ contractor: ' 亮丽照明 ' }).codes).toEqual({ to: { contractor: '亮丽照明' } })
  })
})

describe('a voice note of a step', () => {
  it('is offered on the spot, and wherever a photo is', () => {
    for (const action of ['verify', 'check_fail', 'note', 'return']) expect(fieldsOf(action, [])).toContain('voice')
    expect(fieldsOf('check_pass', ['photo'])).toContain('voice')
    expect(fieldsOf('dispatch', ['lead'])).not.toContain('voice')
  })
  it('goes as a list of one and comes back', () => {
    const { codes } = stepOf({ voice: 'voice:7.x' })
    expect(codes).toEqual({ voice: ['voice:7.x'] })
    expect(filledOf({ note: null, codes })).toEqual({ voice: 'voice:7.x' })
  })
})

describe('a stretch on the map', () => {
  const line: [number, number][] = [
    [113.1, 35.2],
    [113.2, 35.2],
  ]
  it('is offered where something is handed back', () => {
    expect(fieldsOf('return', ['reason'])).toContain('line')
    expect(fieldsOf('feedback', ['reply'])).not.toContain('line')
  })
  it('goes as GeoJSON and comes back as it was drawn', () => {
    const { codes } = stepOf({ line })
    expect(codes).toEqual({ line: { type: 'LineString', coordinates: line } })
    expect(filledOf({ note: null, codes })).toEqual({ line })
  })
  it('is none of a single point', () => {
    expect(stepOf({ line: line.slice(0, 1) }).codes).toEqual({})
  })
})
