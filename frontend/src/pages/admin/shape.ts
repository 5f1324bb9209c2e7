// A shape as it is drawn: its corners one a line, `113.16843, 35.23512`, and what they make.
import type { Geometry, Position } from 'geojson'

export type ShapeKind = 'Point' | 'LineString' | 'Polygon'

/** Fewest corners that make the shape. */
const LEAST: Record<ShapeKind, number> = { Point: 1, LineString: 2, Polygon: 3 }

/** Read the corners; a line that is no place is left out. */
export function corners(text: string): Position[] {
  return text
    .split('\n')
    .map((line) => line.split(/[,，\s]+/).filter(Boolean).map(Number))
    .filter((at): at is [number, number] => at.length === 2 && at.every(Number.isFinite))
}

/** Write a corner as a line, to about a centimetre. */
export const written = ([lon, lat]: Position) => `${lon?.toFixed(7)}, ${lat?.toFixed(7)}`

/** Make the shape of its corners; null while there are too few. */
export function shaped(kind: ShapeKind, at: Position[]): Geometry | null {
  if (at.length < LEAST[kind]) return null
  if (kind === 'Point') return { type: 'Point', coordinates: at[at.length - 1] as Position }
  if (kind === 'LineString') return { type: 'LineString', coordinates: at }
  return { type: 'Polygon', coordinates: [[...at, at[0] as Position]] }
}

/** List all corners of a shape, whatever it is. */
export function ends(shape: Geometry): Position[] {
  if (shape.type === 'GeometryCollection') return shape.geometries.flatMap(ends)
  const flat = (part: unknown): Position[] => (typeof (part as Position)[0] === 'number' ? [part as Position] : (part as unknown[]).flatMap(flat))
  return flat(shape.coordinates)
}
