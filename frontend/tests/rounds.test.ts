// The officer's round: near and far, due and overdue, and what waits on the telephone.
import { describe, expect, it } from 'vitest'
import type { DueAsset, History } from '@/api/checkIns'
import { checkLines } from '@/map/checks'
import { daysOver, dayOf, isFar, lookOf, metresTo, nextFirst, sureOf, waitingAt } from '@/pages/officer/rounds'

const asset = (id: number, west: number, east = west) => ({ id, box: [west, 35, east, 35] }) as unknown as DueAsset

describe('rounds', () => {
  it('measures to the box around an asset, and nothing within it', () => {
    expect(metresTo(asset(1, 113, 113.01), { lon: 113.005, lat: 35 })).toBe(0)
    expect(metresTo(asset(1, 113), { lon: 113, lat: 35.001 })).toBeCloseTo(111.2, 1)
  })

  it('is sure of the metres to a point alone', () => {
    expect([sureOf(asset(1, 113), 0), sureOf(asset(1, 113), 9)]).toEqual(['about', 'about'])
    expect([sureOf(asset(1, 113, 114), 0), sureOf(asset(1, 113, 114), 9)]).toEqual(['around', 'atLeast'])
  })

  it('puts the nearest first where the place is known, else leaves the order of the server', () => {
    const all = [asset(1, 113.02), asset(2, 113.001), asset(3, 113.01)]
    expect(nextFirst(all, null).map((one) => one.id)).toEqual([1, 2, 3])
    expect(nextFirst(all, { lon: 113, lat: 35, accuracy: 5 }).map((one) => one.id)).toEqual([2, 3, 1])
  })

  it('calls far what is far whatever the telephone is unsure of, but does not believe it all', () => {
    expect(isFar(60, 0, 50)).toBe(true)
    expect(isFar(60, 15, 50)).toBe(false)
    expect(isFar(251, 100_000, 50)).toBe(true)
  })

  it('counts whole days of the district', () => {
    expect(dayOf(new Date('2026-11-22T16:30:00Z'))).toBe('2026-11-23')
    expect(['2026-11-20', '2026-11-23', '2026-12-01'].map((day) => daysOver(day, '2026-11-23'))).toEqual([3, 0, -8])
    expect([3, 0, -8].map((over) => lookOf(over, false))).toEqual(['overdue', 'due_soon', 'closed'])
    expect(lookOf(3, true)).toBe('waiting')
  })

  it('knows which assets have a check-in that waits here', () => {
    const letter = (state: 'waiting' | 'sent', path: string, id: number) => ({ state, path, body: { asset_id: id } })
    const queue = [letter('waiting', '/c', 1), letter('sent', '/c', 2), letter('waiting', '/other', 3)]
    expect([...waitingAt(queue, '/c')]).toEqual([1])
  })
})

describe('the card of an asset', () => {
  const say = (key: string, named?: Record<string, unknown>) => [key, ...Object.values(named ?? {})].join(' ')
  const round = { standing: 'overdue', due_on: '2026-11-20' }
  const last = { at: '2026-11-10T02:00:00Z', result: 'normal', far: true, distance_m: 320, person: '张三', person_en: null, note: '' }
  const lines = (found: unknown) => checkLines(found as History, 'zh', say, new Date('2026-11-23T00:00:00Z')).map((one) => one.value)

  it('says how it stands in its round, and who was there last', () => {
    expect(lines({ round, check_ins: [last] })).toEqual(['checks.overdue 2026-11-20', '2026-11-10 10:00 · checkResult.normal · checks.far 320 米 · 张三'])
    expect(lines({ round, check_ins: [] })).toEqual(['checks.overdue 2026-11-20', 'checks.never'])
  })

  it('says nothing of what is on no round and was never checked', () => {
    expect(lines({ round: null, check_ins: [] })).toEqual([])
  })
})
