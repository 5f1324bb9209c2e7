// What the pages of administration reckon: redaction boxes, the calendar's days, sections by role.
import { describe, expect, it } from 'vitest'
import { fresh, moved, resized, spanned } from '../src/pages/admin/boxes'
import { monthOf, turned } from '../src/pages/admin/calendar'
import { sectionsOf } from '../src/pages/admin/sections'

const PHOTO = { width: 400, height: 300 }

describe('redaction boxes', () => {
  it('span two corners whichever is drawn first, inside the photo', () => {
    expect(spanned({ x: 90, y: 80 }, { x: 10, y: -5 }, PHOTO)).toEqual({ x: 10, y: 0, width: 80, height: 80 })
  })
  it('are nothing when they are too small to hide anything', () => {
    expect(spanned({ x: 10, y: 10 }, { x: 14, y: 200 }, PHOTO)).toBeNull()
  })
  it('stay inside the photo when they are moved or resized', () => {
    const box = { x: 300, y: 200, width: 80, height: 80 }
    expect(moved(box, { x: 500, y: 500 }, PHOTO)).toEqual({ ...box, x: 320, y: 220 })
    expect(resized(box, { x: 500, y: -500 }, PHOTO)).toEqual({ ...box, width: 100, height: 8 })
  })
  it('begin in the middle for those who draw with keys', () => {
    expect(fresh(PHOTO)).toEqual({ x: 160, y: 120, width: 80, height: 60 })
  })
})

describe('the calendar', () => {
  const words = { rest: '放假', work: '调休上班' }
  it('begins its weeks on Monday', () => {
    expect(monthOf(2026, 2).slice(0, 7)).toEqual([null, null, null, null, null, null, '2026-02-01'])
  })
  it('turns a weekday into a holiday, a weekend into a make-up day, and both back', () => {
    const holiday = turned([], '2026-10-01', words)
    expect(holiday).toEqual([{ day: '2026-10-01', works: false, name: '放假', name_en: null }])
    expect(turned([], '2026-10-10', words)[0]?.works).toBe(true)
    expect(turned(holiday, '2026-10-01', words)).toEqual([])
  })
})

describe('sections', () => {
  it('are those whose verb one has, in their order', () => {
    const ids = (...may: string[]) => sectionsOf(may).map((one) => one.id)
    expect(ids('audit.read', 'devices.read', 'people.read')).toEqual(['people', 'devices', 'audit'])
    expect(ids('rules.write', 'rules.shown')).toEqual(['rules', 'coverage', 'classes', 'calendar'])
    expect(ids('case.unit')).toEqual([])
  })
})
