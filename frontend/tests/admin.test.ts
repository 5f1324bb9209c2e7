// What the pages of administration reckon: redaction boxes, the calendar's days, sections by role.
import { describe, expect, it } from 'vitest'
import { fresh, moved, resized, spanned } from '../src/pages/admin/boxes'
import { monthOf, turned } from '../src/pages/admin/calendar'
import { actKey } from '../src/pages/admin/acts'
import { sectionsOf } from '../src/pages/admin/sections'
import { share, summed, viewOf } from '../src/pages/admin/standings'
import { add, placed, type Wrong } from '../src/pages/admin/verifying'
import { corners, ends, shaped, written } from '../src/pages/admin/shape'

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
    expect(ids('rules.write', 'rules.shown')).toEqual(['rules', 'overrides', 'coverage', 'classes', 'calendar'])
    expect(ids('case.unit')).toEqual([])
  })
})

describe('how areas stand in their rounds', () => {
  const row = { area_id: 1, name: '', name_en: null, made: 0, far: 0, abnormal: 0, no_access: 0 }
  it('is summed over them', () => {
    const rows = [{ ...row, assets: 5, checked: 3, due: 1, overdue: 1 }, { ...row, assets: 2, checked: 0, due: 0, overdue: 2 }]
    expect(summed(rows)).toEqual({ assets: 7, checked: 3, due: 1, overdue: 3 })
  })
  it('is said in whole per cent that hide neither one that is overdue nor one that is left', () => {
    expect([[0, 0], [0, 9], [1, 400], [1, 3], [399, 400], [9, 9]].map(([a, b]) => share(a!, b!))).toEqual(['0%', '0%', '<1%', '33%', '99%', '100%'])
  })
  it('leads to a view whose area nothing covers', () => {
    const [, lat] = viewOf([0, -0.01, 0.01, 0.01], { width: 390, height: 800, covered: 400 }).split('/').map(Number)
    expect(lat).toBeCloseTo(-0.02, 4)
  })
  it('leads to a view that the area half fills, and not too close', () => {
    expect(viewOf([0, 0, 360 / 1024, 0.001], { width: 1024, height: 800, covered: 0 })).toBe('10.00/0.00050/0.17578')
    expect(viewOf([113, 35, 113, 35], { width: 390, height: 844, covered: 0 })).toBe('16.00/35.00000/113.00000')
  })
})

describe('a shape', () => {
  it('is made of its corners, one a line, and shows none while there are too few', () => {
    const at = corners('113.16, 35.23\n113.17，35.24\nnowhere\n113.18 35.23')
    expect(at).toEqual([[113.16, 35.23], [113.17, 35.24], [113.18, 35.23]])
    expect(shaped('LineString', at.slice(0, 1))).toBeNull()
    expect(shaped('Polygon', at)).toEqual({ type: 'Polygon', coordinates: [[...at, at[0]]] })
    expect(shaped('Point', at)).toEqual({ type: 'Point', coordinates: [113.18, 35.23] })
  })
  it('has all its corners found again', () => {
    const square = shaped('Polygon', corners('0,0\n1,0\n1,1'))
    expect(square && ends(square)).toHaveLength(4)
    expect(corners(written([113.1234567, 35.1])).at(0)).toEqual([113.1234567, 35.1])
  })
})

describe('what is wrong with the audit', () => {
  const link = (seq: number, kind: 'edited' | 'missing' = 'edited') => placed({ kind, seq, entry_id: 202603000000000 + seq })
  it('is placed by its link, its month or its entry', () => {
    expect(placed({ kind: 'partly_retired', seq: null, entry_id: 202603e9 }).at).toEqual({ key: 'month', n: 202603 })
    expect(placed({ kind: 'added', seq: null, entry_id: 202603000000007 }).at).toEqual({ key: 'entry', n: 202603000000007 })
  })
  it('is one place when links follow each other that are wrong alike', () => {
    const list: Wrong[] = []
    for (const one of [link(3), link(4), link(5), link(6, 'missing'), link(8, 'missing')]) add(list, one)
    expect(list.map((one) => [one.at.n, one.at.to, one.at.count])).toEqual([[3, 5, 3], [6, undefined, undefined], [8, undefined, undefined]])
  })
})

describe('what the audit writes down', () => {
  it('is found among the words by its verb and the fixed parts of its address', () => {
    expect(actKey('POST', '/api/bulletins/{bulletin_id}/publish')).toBe('POST_bulletins_publish')
    expect(actKey('GET', '/api/cases/{number}/slip.html')).toBe('GET_cases_slip_html')
  })
})
