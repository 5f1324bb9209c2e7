// The officer's round: how far its assets are, which comes next, and how each looks.
import type { DueAsset } from '@/api/checkIns'
import type { Spot } from '@/map/address'
import type { Letter } from '@/offline/store'
import type { Look } from '@/words/look'
import { apart, type Standing } from './position'

const DAY_MS = 86_400_000
/** As the server does: what a telephone is unsure of is believed up to this. */
const MOST_UNSURE_M = 200

/** Return the metres from a place to the box around an asset: never more than to the asset itself. */
export function metresTo(asset: Pick<DueAsset, 'box'>, { lon, lat }: Spot): number {
  const [west, south, east, north] = asset.box as [number, number, number, number]
  return apart({ lon, lat }, { lon: Math.min(Math.max(lon, west), east), lat: Math.min(Math.max(lat, south), north) })
}

/** Tell how sure the metres are: an asset with an expanse is at least so far, and may be beside one who stands in its box. */
export function sureOf({ box }: Pick<DueAsset, 'box'>, metres: number): 'about' | 'atLeast' | 'around' {
  const [west, south, east, north] = box as [number, number, number, number]
  if (west === east && south === north) return 'about'
  return metres > 0 ? 'atLeast' : 'around'
}

/** Tell whether a check-in from here would surely be too far away to end a round. */
export function isFar(metres: number, accuracy: number, limit: number): boolean {
  return metres > limit + Math.min(accuracy, MOST_UNSURE_M)
}

/** Sort what is due: the nearest first where the telephone knows its place, else the longest overdue. */
export function nextFirst(assets: readonly DueAsset[], here: Standing | null): DueAsset[] {
  if (!here) return [...assets]
  return assets.map((one) => ({ one, m: metresTo(one, here) })).sort((a, b) => a.m - b.m).map(({ one }) => one)
}

/** Return by how many days an asset is overdue; below zero: how many are left. */
export function daysOver(dueOn: string, today: string): number {
  return Math.round((Date.parse(today) - Date.parse(dueOn)) / DAY_MS)
}

/** The day in the district's zone, as dates are written. */
export function dayOf(now: Date): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
}

/** Which assets have a check-in that waits on this device. */
export function waitingAt(queue: readonly Pick<Letter, 'path' | 'state' | 'body'>[], path: string): ReadonlySet<number> {
  const mine = queue.filter((one) => one.path === path && one.state === 'waiting')
  return new Set(mine.map((one) => Number(one.body.asset_id)))
}

/** How an asset looks in its round on a day; one whose check-in waits here is waited for. */
export function lookOf(over: number, waits: boolean): Look {
  if (waits) return 'waiting'
  if (over > 0) return 'overdue'
  return over === 0 ? 'due_soon' : 'closed'
}
