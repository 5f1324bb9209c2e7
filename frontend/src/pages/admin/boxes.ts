// Redaction boxes in pixels of the stored photo. Pure: what is drawn and moved stays inside it.

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface Size {
  width: number
  height: number
}

export interface Spot {
  x: number
  y: number
}

/** Fewer pixels than this hide nothing: a slip of the finger. */
export const LEAST = 8

const within = (value: number, most: number) => Math.min(Math.max(Math.round(value), 0), most)

/** Span a box between two corners, inside the photo; null when it is too small to hide anything. */
export function spanned(a: Spot, b: Spot, photo: Size): Box | null {
  const [left, right] = [a.x, b.x].map((x) => within(x, photo.width)).sort((p, q) => p - q) as [number, number]
  const [top, bottom] = [a.y, b.y].map((y) => within(y, photo.height)).sort((p, q) => p - q) as [number, number]
  const box = { x: left, y: top, width: right - left, height: bottom - top }
  return box.width < LEAST || box.height < LEAST ? null : box
}

/** Move a box, as far as the photo reaches. */
export function moved(box: Box, by: Spot, photo: Size): Box {
  return { ...box, x: within(box.x + by.x, photo.width - box.width), y: within(box.y + by.y, photo.height - box.height) }
}

/** Make a box larger or smaller at its lower right corner. */
export function resized(box: Box, by: Spot, photo: Size): Box {
  return {
    ...box,
    width: Math.max(LEAST, within(box.width + by.x, photo.width - box.x)),
    height: Math.max(LEAST, within(box.height + by.y, photo.height - box.y)),
  }
}

/** Put a box of a fifth of the photo in its middle, for those who draw with keys. */
export function fresh(photo: Size): Box {
  const width = Math.max(LEAST, Math.round(photo.width / 5))
  const height = Math.max(LEAST, Math.round(photo.height / 5))
  return { x: Math.round((photo.width - width) / 2), y: Math.round((photo.height - height) / 2), width, height }
}
