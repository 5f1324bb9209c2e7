// Chinese labels without a glyph server: the font's files, each for its own part of Unicode. The
// page's style sheets name them already, so the map reads them there.
import type { StyleSpecification } from 'maplibre-gl'

export const FAMILY = 'Noto Sans SC Variable'

/** List the font's files for the style's `font-faces`, as absolute addresses. */
export function fontFaces(): StyleSpecification['font-faces'] {
  const faces = [...document.styleSheets].flatMap((sheet) => rulesOf(sheet).flatMap((rule) => faceOf(rule, sheet.href)))
  return { [FAMILY]: faces }
}

/** Return a sheet's rules: none of one that something else put into the page, which may not be read. */
function rulesOf(sheet: CSSStyleSheet): CSSRule[] {
  try {
    return [...sheet.cssRules]
  } catch {
    return []
  }
}

function faceOf(rule: CSSRule, sheet: string | null): { url: string; 'unicode-range': string[] }[] {
  if (!(rule instanceof CSSFontFaceRule) || said(rule, 'font-family').replace(/["']/g, '') !== FAMILY) return []
  const file = /url\(["']?([^"')]+)/.exec(said(rule, 'src'))?.[1]
  const ranges = said(rule, 'unicode-range').split(/,\s*/)
  return file ? [{ url: new URL(file, sheet ?? location.href).href, 'unicode-range': ranges }] : []
}

const said = (rule: CSSFontFaceRule, name: string) => rule.style.getPropertyValue(name)
