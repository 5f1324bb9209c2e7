import { describe, expect, it } from 'vitest'
import type { Fix } from '../src/api/duty'
import { isWorth, MOST, thinned } from '../src/offline/positions'

const NOW = Date.parse('2026-11-23T09:30:00Z')
const fix = (secondsAgo: number): Fix => ({ lon: 113.17, lat: 35.24, datum: 'wgs84', at: new Date(NOW - secondsAgo * 1000).toISOString() })

describe('a position', () => {
  const worth = (secondsAgo: number, metres: number) => isWorth(fix(secondsAgo), () => metres, NOW)
  it('is told at once when none was', () => expect(isWorth(null, () => 0, NOW)).toBe(true))
  it('is told on the way, and not too often', () => {
    expect(worth(15, 25)).toBe(true)
    expect(worth(14, 500)).toBe(false)
    expect(worth(60, 24)).toBe(false)
  })
  it('is told now and then by who stands still', () => expect(worth(120, 0)).toBe(true))
})

describe('what waits', () => {
  const many = Array.from({ length: MOST + 1 }, (_, i) => fix(i))
  it('is thinned out in its older half when there is too much', () => {
    const left = thinned(many)
    expect(left.length).toBe(MOST + 1 - 75)
    expect(left.slice(-151)).toEqual(many.slice(-151))
    expect(left[1]).toEqual(many[2])
  })
  it('stays as it is while there is little', () => expect(thinned(many.slice(1))).toEqual(many.slice(1)))
})
