import { describe, expect, it } from 'vitest'
import { readSpot, readView, writeSpot, writeView } from '../src/map/address'
import { MARKS, readMark } from '../src/map/marks'
import { readSwitches, writeSwitches } from '../src/map/switches'
import { metres } from '../src/words/metres'
import { moment, pressure, remaining } from '../src/words/time'
import { EN } from '../src/i18n/english'
import { ZH } from '../src/i18n/words'
import adminEn from '../src/pages/admin/words.en.json'
import adminZh from '../src/pages/admin/words.zh-CN.json'

const at = (text: string) => new Date(text)
const NOON = at('2026-11-23T12:00:00+08:00')

describe('deadlines in words', () => {
  it('says what is left in the two largest units', () => {
    expect(remaining(at('2026-11-23T15:20:30+08:00'), NOON, 'zh')).toBe('剩余 3 小时 20 分')
    expect(remaining(at('2026-11-25T13:59:00+08:00'), NOON, 'zh')).toBe('剩余 2 天 1 小时')
    expect(remaining(at('2026-11-23T12:00:10+08:00'), NOON, 'en')).toBe('0 min left')
  })
  it('says how long it is over', () => {
    expect(remaining(at('2026-11-22T10:00:00+08:00'), NOON, 'zh')).toBe('超期 1 天 2 小时')
    expect(remaining(at('2026-11-23T11:15:00+08:00'), NOON, 'en')).toBe('overdue by 45 min')
  })
  it('presses only when it is near', () => {
    expect(pressure(at('2026-11-23T14:00:00+08:00'), NOON)).toBe('calm')
    expect(pressure(at('2026-11-23T13:59:59+08:00'), NOON)).toBe('soon')
    expect(pressure(at('2026-11-23T11:59:59+08:00'), NOON)).toBe('over')
  })
  it("says moments of the same day in the district's zone without a date", () => {
    expect(moment(at('2026-11-22T16:05:00Z'), NOON, 'zh')).toBe('今天 00:05')
    expect(moment(at('2026-11-22T15:59:00Z'), NOON, 'en')).toBe('2026-11-22 23:59')
  })
})

describe('lengths', () => {
  it('grow coarser as they grow longer', () => {
    expect([3.26, 47.4, 1849].map((n) => metres(n, 'zh'))).toEqual(['3.3 米', '47 米', '1.8 公里'])
  })
})

describe('addresses', () => {
  it('come back as the view they were written from', () => {
    const view = { lon: 113.15012, lat: 35.25011, zoom: 12.25 }
    expect(readView(writeView(view))).toEqual(view)
    expect(readSpot(writeSpot({ lon: 113.1, lat: 35.2 }))).toEqual({ lon: 113.1, lat: 35.2 })
  })
  it('that make no sense are no view', () => {
    for (const text of ['', 'a/b/c', '10/95/113', '10/35', '1/2/3/4', null, undefined, ['1/2/3']])
      expect(readView(text)).toBeNull()
    for (const text of ['', '113', '113,95', '1,2,3', null]) expect(readSpot(text)).toBeNull()
  })
  it('name only the layers that were switched', () => {
    const layers = [
      { id: 'case', shown: true },
      { id: 'camera', shown: false },
    ]
    expect(writeSwitches(layers, new Set(['case']))).toBeNull()
    expect(writeSwitches(layers, new Set(['camera']))).toBe('-case,camera')
    expect(readSwitches(layers, '-case,camera')).toEqual(new Set(['camera']))
    expect(readSwitches(layers, undefined)).toEqual(new Set(['case']))
  })
})

describe('marks', () => {
  it('are a known shape and a colour', () => {
    expect(readMark('alarm:#c2281d')).toEqual({ mark: MARKS.alarm, colour: '#c2281d' })
    expect(readMark('alarm')).toBeNull()
    expect(readMark('nothing:#fff')).toBeNull()
  })
})

describe('the two languages', () => {
  const en = { ...EN, ofAdmin: adminEn }
  const zh = { ...ZH, ofAdmin: adminZh }
  const keys = (part: object, path = ''): string[] =>
    Object.entries(part).flatMap(([key, value]) =>
      typeof value === 'object' ? keys(value, `${path}${key}.`) : [`${path}${key}`],
    )
  it('say the same things', () => {
    expect(keys(en)).toEqual(keys(zh))
  })
  it('leave nothing unsaid', () => {
    expect([...Object.values(flat(zh)), ...Object.values(flat(en))].filter((t) => !t.trim())).toEqual([])
  })
  const flat = (part: object): Record<string, string> =>
    Object.fromEntries(keys(part).map((key) => [key, key.split('.').reduce<unknown>((at, k) => (at as Record<string, unknown>)[k], part) as string]))
})

describe.each(Object.entries(import.meta.glob<string>('../src/**/*.json', { eager: true, query: '?raw', import: 'default' })))('%s', (_, text) => {
  it('says nothing twice: of two words under one key the first is lost', () => {
    const count = (part: unknown): number =>
      typeof part === 'object' && part !== null ? Object.values(part).reduce<number>((sum, one) => sum + 1 + count(one), 0) : 0
    expect(text.match(/"(?:[^"\\]|\\.)*"\s*:/g)).toHaveLength(count(JSON.parse(text)))
  })
})
