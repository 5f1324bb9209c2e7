// Segments, lower end first, and the exact questions asked of them.
// A product of two differences is exact in a double below 2^53. Inside a segment's own box both
// differences are at most its sides, so sides up to 2^26 units (6.7 degrees) need no more than
// doubles; longer segments, and the order of directions around a vertex, take BigInt.

const PLAIN = 2 ** 26

/** Compare a * b with c * d exactly: negative, zero or positive. */
export function compareProducts(a: number, b: number, c: number, d: number): number {
  if (Math.max(Math.abs(a), Math.abs(b), Math.abs(c), Math.abs(d)) <= PLAIN) return a * b - c * d
  const [left, right] = [BigInt(a) * BigInt(b), BigInt(c) * BigInt(d)]
  return left < right ? -1 : Number(left > right)
}

/** Tell whether the way due west from the point, shifted by (e, e * e), crosses a segment. */
export function crossesWest(rows: Int32Array, s: number, x: number, y: number): boolean {
  const [x0, y0, x1, y1] = [rows[s]!, rows[s + 1]!, rows[s + 2]!, rows[s + 3]!]
  if (y < y0 || y >= y1) return false
  if (x < x0 && x < x1) return false
  if (x >= x0 && x >= x1) return true
  return compareProducts(x1 - x0, y - y0, y1 - y0, x - x0) <= 0
}

/** Tell whether the point itself lies on a segment, ends included. */
export function touches(rows: Int32Array, s: number, x: number, y: number): boolean {
  const [x0, y0, x1, y1] = [rows[s]!, rows[s + 1]!, rows[s + 2]!, rows[s + 3]!]
  if (y < y0 || y > y1 || x < Math.min(x0, x1) || x > Math.max(x0, x1)) return false
  return compareProducts(x1 - x0, y - y0, y1 - y0, x - x0) === 0
}

type Way = [number, number, number]

/** Return the first area met when turning left from just north of due east. */
export function firstMet(
  rows: Int32Array,
  touched: readonly number[],
  across: (s: number) => number,
  x: number,
  y: number,
): number {
  const ways = touched.flatMap((s): Way[] =>
    [0, 2]
      .map((end): Way => [rows[s + end]! - x, rows[s + end + 1]! - y, across(s)])
      .filter(([dx, dy]) => dx !== 0 || dy !== 0),
  )
  return ways.reduce((first, way) => (turnsFirst(way, first) < 0 ? way : first))[2]
}

function turnsFirst(a: Way, b: Way): number {
  return half(a) - half(b) || -compareProducts(a[0], b[1], a[1], b[0])
}

/** Return 0 north of the shift, 1 from due west on through the south, 2 due east. */
function half([dx, dy]: Way): number {
  if (dy === 0) return dx < 0 ? 1 : 2
  return dy > 0 ? 0 : 1
}
