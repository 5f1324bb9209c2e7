// The shapes of things on the map and in legends: one drawing for both.

export interface Mark {
  /** Filled with the colour. */
  body?: string
  /** Drawn as a line in the colour. */
  line?: string
  /** Drawn as a line on top of the body, in the paper's colour. */
  cut?: string
}

const circle = (r: number) => `M${10 - r} 10a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`

export const MARKS: Record<string, Mark> = {
  ring: { line: circle(6) },
  disc: { body: circle(7) },
  square: { body: 'M4 4h12v12H4z' },
  triangle: { body: 'M10 2.5L18 17H2z', cut: 'M10 7.5v4.5M10 14.2v.3' },
  alarm: { body: 'M10 1.5L18.5 10 10 18.5 1.5 10z', cut: 'M10 5.5v5.5M10 14v.3' },
  hatch: { line: `${circle(6.5)}M6 12.5L12.5 6M8 15l7-7` },
  tick: { body: circle(7), cut: 'M6.5 10.2l2.6 2.5 4.6-5' },
  house: { body: 'M2.5 9.5L10 2.5l7.5 7H15.5v7.5h-11V9.5z', cut: 'M10 17v-4' },
  camera: { body: 'M2.5 6h10v8h-10zM13 9l4.5-2.5v7L13 11z' },
  gauge: { body: 'M8 2.5h4v15H8z', cut: 'M8 6h2M8 9h2M8 12h2M8 15h2' },
  wave: { line: 'M2 8c2.7-3 5.3 3 8 0s5.3 3 8 0M2 13c2.7-3 5.3 3 8 0s5.3 3 8 0' },
  site: { body: 'M3 17L10 3l7 14z', cut: 'M6.5 13h7M8.2 9.5h3.6' },
  tree: { body: 'M10 2.5l6 8h-3l4 5H3l4-5H4zM9 15h2v3H9z' },
  peak: { body: 'M1.5 17L8 4l3.5 6.5L13.5 8l5 9z', cut: 'M6.2 9l1.8 1.6L9.8 9' },
  culvert: { line: 'M3 16V10a7 7 0 0 1 14 0v6M7 16v-5a3 3 0 0 1 6 0v5' },
  shed: { body: 'M2.5 6.5L10 3l7.5 3.5V9h-15zM4 9h1.8v8H4zM14.2 9H16v8h-1.8zM10.8 9L8 13h2l-1 4 3.5-5h-2.2z' },
  drone: { body: 'M8 8h4v4H8z', line: 'M4 4l12 12M16 4L4 16M2 4h4M14 4h4M2 16h4M14 16h4' },
  fan: { body: 'M4 16L13 3a12 12 0 0 1 5 8z' },
  hexagon: { body: 'M5.5 2.5h9L19 10l-4.5 7.5h-9L1 10z' },
  person: { body: 'M10 2.5a3.6 3.6 0 1 1 0 7.2 3.6 3.6 0 0 1 0-7.2zM3.5 17.5c0-4.6 3-6.8 6.5-6.8s6.5 2.2 6.5 6.8z' },
  area: { line: 'M3 5l6-2 8 3-1 10-8 1-5-4z' },
  label: { line: 'M4 5h12M10 5v11' },
  border: { line: 'M2 15L8 6l5 5 5-7' },
}

export const SIZE = 20

/** Split "alarm:#c2281d" into the shape's name and its colour. */
export function readMark(id: string): { mark: Mark; colour: string } | null {
  const [name, colour] = id.split(':')
  const mark = name === undefined ? undefined : MARKS[name]
  return mark && colour ? { mark, colour } : null
}

/** Draw a mark for the map, with a halo so that it stands out on any ground. */
export function drawMark(id: string, halo: string, ratio = 2): ImageData | null {
  const read = readMark(id)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = (SIZE + 4) * ratio
  const pen = canvas.getContext('2d')
  if (!read || !pen) return null
  pen.scale(ratio, ratio)
  pen.translate(2, 2)
  pen.lineJoin = pen.lineCap = 'round'
  paint(pen, read.mark, read.colour, halo)
  return pen.getImageData(0, 0, canvas.width, canvas.height)
}

function paint(pen: CanvasRenderingContext2D, mark: Mark, colour: string, halo: string): void {
  const stroke = (d: string, width: number, style: string) => {
    pen.strokeStyle = style
    pen.lineWidth = width
    pen.stroke(new Path2D(d))
  }
  if (mark.line) stroke(mark.line, 5, halo)
  if (mark.body) stroke(mark.body, 3, halo)
  pen.fillStyle = colour
  if (mark.body) pen.fill(new Path2D(mark.body))
  if (mark.line) stroke(mark.line, 2.2, colour)
  if (mark.cut) stroke(mark.cut, 1.8, halo)
}
