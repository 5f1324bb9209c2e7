import { expect, test } from 'vitest'
import { nearest, timeTicks, unbroken, valueTicks } from '../src/words/plot'

const at = (moment: string) => Date.parse(`${moment}+08:00`)
const dots = [0, 10, 20, 90].map((minute) => ({ at: minute, value: minute }))

test('values are cut at round numbers within their range', () => {
  expect(valueTicks(99.1, 102.8)).toEqual([100, 101, 102])
  expect(valueTicks(100.01, 100.09)).toEqual([100.02, 100.04, 100.06, 100.08])
  expect(valueTicks(-3, 9)).toEqual([0, 5])
})

test('moments are round on the clock of the district', () => {
  expect(timeTicks(at('2026-11-22T09:30'), at('2026-11-23T09:30'), 6).map((one) => new Date(one).toISOString())).toEqual(
    ['04', '08', '12', '16', '20', '00'].map((hour, i) => `2026-11-2${i < 5 ? 2 : 3}T${hour}:00:00.000Z`),
  )
  const week = timeTicks(at('2026-11-16T09:30'), at('2026-11-23T09:30'), 8)
  expect(week).toHaveLength(7)
  expect(week[0]).toBe(at('2026-11-17T00:00'))
  expect(timeTicks(at('2026-10-24T09:30'), at('2026-11-23T09:30'), 8)).toHaveLength(6)
})

test('a silence breaks the line', () => {
  expect(unbroken(dots, 30).map((part) => part.length)).toEqual([3, 1])
  expect(unbroken([], 30)).toEqual([])
})

test('the nearest dot is read', () => {
  expect(nearest(dots, 14)).toBe(1)
  expect(nearest(dots, 1000)).toBe(3)
  expect(nearest([], 5)).toBe(-1)
})
