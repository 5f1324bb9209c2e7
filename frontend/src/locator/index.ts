// The locator: who holds a point, by the same integer rule as gisgrid/grid/locator. No network, no DOM.
// A face is found by the segments that a way due west from the point crosses: each changes the face by
// left ^ right. The cells of the Python locator only shorten that way; here latitude strips do.
import { metresPerUnit } from './metric'
import { crossesWest, firstMet, touches } from './segments'

export const UNITS = 1e7
const HALF_TURN = 180 * UNITS
const STRIPS = 512
/** Among borders this equally near (at a vertex) one of the point's own area is named. */
const PREFER_OWN_M = 1e-6

export interface Lines {
  meridian: number
  left: readonly number[]
  right: readonly number[]
  /** x, y of the first vertex, then dx, dy to each next one. */
  lines: readonly (readonly number[])[]
}

export interface Border {
  metres: number
  /** Whose the point is; 0 outside. */
  face: number
  /** Who is across; 0 outside, -1 when there is no border at all. */
  other: number
  /** Where on the border, in degrees. */
  at: { lon: number; lat: number }
}

/** Round to the nearest, halves to even, as Python and NumPy do. */
export function roundEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  if (rest !== 0.5) return Math.round(value) + 0
  return floor % 2 === 0 ? floor : floor + 1
}

export class Locator {
  private readonly segments: Int32Array
  private readonly arcs: Int32Array
  private readonly strips: Int32Array[] = []
  private readonly low: number
  private readonly tall: number

  constructor(private readonly index: Lines) {
    const { segments, arcs } = rising(index.lines)
    this.segments = segments
    this.arcs = arcs
    let [low, high] = [Infinity, -Infinity]
    for (let s = 0; s < segments.length; s += 4) {
      low = Math.min(low, segments[s + 1]!)
      high = Math.max(high, segments[s + 3]!)
    }
    this.low = low
    this.tall = Math.max((high - low + 1) / STRIPS, 1)
    const strips: number[][] = Array.from({ length: STRIPS }, () => [])
    for (let s = 0; s < segments.length; s += 4)
      for (let k = this.strip(segments[s + 1]!); k <= this.strip(segments[s + 3]!); k++) strips[k]!.push(s)
    this.strips = strips.map((numbers) => Int32Array.from(numbers))
  }

  /** Return lattice coordinates in the coverage's own frame. */
  units(lon: number, lat: number): [number, number] {
    const x = roundEven(lon * UNITS)
    if (!this.index.meridian) return [x, roundEven(lat * UNITS)]
    const turn = 2 * HALF_TURN
    const seen = (((x - this.index.meridian * UNITS + HALF_TURN) % turn) + turn) % turn
    return [seen - HALF_TURN, roundEven(lat * UNITS)]
  }

  /** Return the face of a point, 0 outside. */
  face(lon: number, lat: number): number {
    return this.faceAt(...this.units(lon, lat))
  }

  /** Tell whether a point lies exactly on a border or vertex. */
  onBorder(lon: number, lat: number): boolean {
    return this.touched(...this.units(lon, lat)).length > 0
  }

  /** Return the nearest border: metres, whose the point is, and who is across. */
  border(lon: number, lat: number): Border {
    const [x, y] = this.units(lon, lat)
    const face = this.faceAt(x, y)
    const best: Border = { metres: Infinity, face, other: -1, at: { lon, lat } }
    let rank = Infinity
    const [east, north] = metresPerUnit(y)
    for (let s = 0; s < this.segments.length; s += 4) {
      const [dx, dy] = this.way(s, x, y, east, north)
      const [middleEast, middleNorth] = metresPerUnit(y + dy / 2)
      const metres = Math.hypot(dx * middleEast, dy * middleNorth)
      const [left, right] = this.sides(s)
      const ranked = metres + (left !== face && right !== face ? PREFER_OWN_M : 0)
      if (ranked >= rank) continue
      rank = ranked
      best.metres = metres
      best.other = left === face ? right : left
      best.at = { lon: lon + dx / UNITS, lat: lat + dy / UNITS }
    }
    return best
  }

  private faceAt(x: number, y: number): number {
    let face = 0
    for (const s of this.row(y)) {
      if (!crossesWest(this.segments, s, x, y)) continue
      const [left, right] = this.sides(s)
      face ^= left ^ right
    }
    return face || this.pulledInside(x, y)
  }

  // On the outer rim the point stays inside.
  private pulledInside(x: number, y: number): number {
    const touched = this.touched(x, y)
    const across = (s: number) => this.sides(s)[0] ^ this.sides(s)[1]
    return touched.length ? firstMet(this.segments, touched, across, x, y) : 0
  }

  private touched(x: number, y: number): number[] {
    return [...this.row(y)].filter((s) => touches(this.segments, s, x, y))
  }

  private sides(s: number): [number, number] {
    const arc = this.arcs[s >> 2]!
    return [this.index.left[arc]!, this.index.right[arc]!]
  }

  private strip(y: number): number {
    return Math.min(Math.max(Math.floor((y - this.low) / this.tall), 0), STRIPS - 1)
  }

  private row(y: number): Int32Array {
    return this.strips[this.strip(y)]!
  }

  /** Return the way from a point to a segment, in units. */
  private way(s: number, x: number, y: number, east: number, north: number): [number, number] {
    const [x0, y0, x1, y1] = this.segments.subarray(s, s + 4) as unknown as [number, number, number, number]
    const [run, rise] = [(x1 - x0) * east, (y1 - y0) * north]
    const length = Math.max(run * run + rise * rise, 1e-30)
    const along = Math.min(Math.max(((x - x0) * east * run + (y - y0) * north * rise) / length, 0), 1)
    return [x0 + along * (x1 - x0) - x, y0 + along * (y1 - y0) - y]
  }
}

/** Return the segments of every line, lower end first, with the number of each one's arc. */
function rising(lines: readonly (readonly number[])[]): { segments: Int32Array; arcs: Int32Array } {
  const rows: number[] = []
  const arcs: number[] = []
  lines.forEach((steps, arc) => {
    let [x, y] = [steps[0]!, steps[1]!]
    for (let i = 2; i < steps.length; i += 2) {
      const [nextX, nextY] = [x + steps[i]!, y + steps[i + 1]!]
      const falls = y > nextY || (y === nextY && x > nextX)
      rows.push(...(falls ? [nextX, nextY, x, y] : [x, y, nextX, nextY]))
      arcs.push(arc)
      ;[x, y] = [nextX, nextY]
    }
  })
  return { segments: Int32Array.from(rows), arcs: Int32Array.from(arcs) }
}
