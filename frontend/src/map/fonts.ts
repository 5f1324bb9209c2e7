// Chinese labels without a glyph server: the font's files, each for its own part of Unicode.
import ranges from '@fontsource-variable/noto-sans-sc/unicode.json'
import type { StyleSpecification } from 'maplibre-gl'

export const FAMILY = 'Noto Sans SC Variable'

const FILES = import.meta.glob<string>(
  '../../node_modules/@fontsource-variable/noto-sans-sc/files/*-wght-normal.woff2',
  { query: '?url', import: 'default', eager: true },
)

function urlOf(subset: string): string | undefined {
  const plain = subset.replace(/[[\]]/g, '')
  return Object.entries(FILES).find(([path]) => path.endsWith(`sc-${plain}-wght-normal.woff2`))?.[1]
}

/** List the font's files for the style's `font-faces`, as absolute addresses. */
export function fontFaces(): StyleSpecification['font-faces'] {
  const faces = Object.entries(ranges).flatMap(([subset, range]) => {
    const url = urlOf(subset)
    const full = url && new URL(url, location.href).href
    return full ? [{ url: full, 'unicode-range': range.split(',') }] : []
  })
  return { [FAMILY]: faces }
}
