import { describe, expect, it } from 'vitest'
import { fromGcj02, inStep, toGcj02 } from '@/map/datum'

// What gisgrid/kernel/datum.py gives for the same pair.
const GCJ = { lon: 113.183, lat: 35.2395 }
const WGS = { lon: 113.17654177787202, lat: 35.239904423948474 }

describe('GCJ-02', () => {
  it('is turned back as the server does it', () => {
    const found = fromGcj02(GCJ)
    expect(found.lon).toBeCloseTo(WGS.lon, 9)
    expect(found.lat).toBeCloseTo(WGS.lat, 9)
  })

  it('goes forth and back to where it was', () => {
    const there = toGcj02(WGS)
    expect(there.lon).toBeCloseTo(GCJ.lon, 9)
    expect(there.lat).toBeCloseTo(GCJ.lat, 9)
  })

  it('is not shifted abroad', () => {
    expect(toGcj02({ lon: 2.35, lat: 48.85 })).toEqual({ lon: 2.35, lat: 48.85 })
  })
})

describe('an address in step with its host', () => {
  const host = { lon: '113.183', lat: '35.2395', datum: 'gcj02' }

  it('gives the place inside as WGS 84 and then stands still', () => {
    const first = inStep(host)
    expect(first?.at).toBe('113.1765418,35.2399044')
    const second = inStep(first ?? {})
    expect(second).toMatchObject({ lon: '113.1830000', lat: '35.2395000' })
    expect(inStep(second ?? {})).toBeNull()
  })

  it('tells the host where the pin was moved', () => {
    const moved = inStep({ ...host, at: '113.1700000,35.2400000' })
    expect(Number(moved?.lon)).toBeCloseTo(113.1764, 3)
  })

  it('leaves an address alone that no host gave', () => {
    expect(inStep({ at: '113.17,35.24' })).toBeNull()
    expect(inStep({ lang: 'en' })).toBeNull()
  })
})
