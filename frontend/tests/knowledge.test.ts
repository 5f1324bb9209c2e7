import { describe, expect, it } from 'vitest'
import type { CaseLine } from '@/api/cases'
import type { DueAsset } from '@/api/checkIns'
import type { GridIndex } from '@/api/layers'
import { Locator } from '@/locator'
import { foundHere, insideOf, type Known } from '@/offline/knowledge'

const area = (id: number, code: string, name: string, name_en: string) => ({ id, code, name, name_en, level: '' })
/** Two squares side by side, 0.01° each: a village west, another east. */
const GRID: GridIndex = {
  edition: 1,
  format: 1,
  version: 'x',
  meridian: 113,
  areas: [area(1, '410802', '解放区', 'Jiefang'), area(2, '410802001', '许衡街道', 'Xuheng'), area(3, '41080200101', '东王封村', 'Dongwangfeng'), area(4, '41080200102', '西王封村', 'Xiwangfeng')],
  leaves: [
    [1, 2, 4],
    [1, 2, 3],
  ],
  left: [1, 2, 2],
  right: [0, 1, 0],
  lines: [
    [100_000, 352_100_000, -100_000, 0, 0, -100_000, 100_000, 0],
    [100_000, 352_100_000, 0, -100_000],
    [100_000, 352_000_000, 100_000, 0, 0, 100_000, -100_000, 0],
  ],
}
const task = (number: string, class_name: string, text: string, place_text: string) =>
  ({ number, class_name, text, place_text, status_name: '处置中', areas: ['解放区', '许衡街道'], lon: 113, lat: 35 }) as unknown as CaseLine
const lamp = { id: 7, name: '路灯 12', name_en: 'Lamp 12', code: '0137-12', kind_name: '路灯', kind_name_en: 'Street lamp', lon: 113.001, lat: 35.201 } as unknown as DueAsset
const KNOWN: Known = { tasks: [task('20261122-0042', '乱堆物料', '沙子挡路', '村口'), task('20261122-0043', '路灯', '不亮', '学校门口')], assets: [lamp], grid: GRID }
const titles = (text: string, known = KNOWN) => foundHere(known, text, 'zh').map((one) => [one.kind, one.id])

describe('what this device knows', () => {
  it('finds kept tasks by the end of their number, class, words and place', () => {
    expect(titles('0042')).toEqual([['case', '20261122-0042']])
    expect(titles('堆物 村口')).toEqual([['case', '20261122-0042']])
    expect(titles('没有这样的')).toEqual([])
  })
  it('finds assets of the round beside tasks, cases first', () => {
    expect(titles('路灯')).toEqual([
      ['case', '20261122-0043'],
      ['asset', '7'],
    ])
    expect(foundHere(KNOWN, 'lamp', 'en')).toMatchObject([{ title: 'Lamp 12', subtitle: 'Street lamp · 0137-12' }])
  })
  it('finds areas with what holds them, at a place inside', () => {
    const [west, east] = foundHere({ ...KNOWN, tasks: [] }, '王封', 'zh')
    expect([west?.title, west?.subtitle]).toEqual(['东王封村', '许衡街道'])
    expect(west).toMatchObject({ kind: 'place', id: 'area-3', lon: expect.closeTo(113.015), lat: expect.closeTo(35.205) })
    expect(east?.lon).toBeCloseTo(113.005)
  })
  it('knows no area without the grid, and says no place for one that has none', () => {
    expect(titles('王封', { ...KNOWN, grid: null })).toEqual([])
    expect(insideOf(GRID, new Locator(GRID), 99)).toBeNull()
  })
})
