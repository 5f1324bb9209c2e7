// The box around areas, from the arcs that their borders share.
import type { Box } from '@/map/address'
import { UNITS, type Lines } from '.'

/** Return the box around faces in degrees; null when there are none. */
export function facesBox(grid: Lines, faces: ReadonlySet<number>): Box | null {
  const box = [Infinity, Infinity, -Infinity, -Infinity]
  grid.lines.forEach((line, i) => {
    if (!faces.has(grid.left[i]!) && !faces.has(grid.right[i]!)) return
    let [x, y] = [0, 0]
    for (let k = 0; k + 1 < line.length; k += 2) {
      x += line[k]!
      y += line[k + 1]!
      box.splice(0, 4, Math.min(box[0]!, x), Math.min(box[1]!, y), Math.max(box[2]!, x), Math.max(box[3]!, y))
    }
  })
  const [west, south, east, north] = box.map((n) => n / UNITS) as [number, number, number, number]
  return faces.size ? { west: west + grid.meridian, south, east: east + grid.meridian, north } : null
}
