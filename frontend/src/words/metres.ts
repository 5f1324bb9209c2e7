// Lengths as people say them.
import type { Lang } from './time'

/** Say metres: below a kilometre whole metres, below ten metres one decimal where it says something. */
export function metres(length: number, lang: Lang): string {
  if (length >= 1000) return `${(length / 1000).toFixed(1)} ${lang === 'zh' ? '公里' : 'km'}`
  const said = length < 10 ? length.toFixed(1).replace('.0', '') : String(Math.round(length))
  return `${said} ${lang === 'zh' ? '米' : 'm'}`
}

/** Show a place as numbers: six decimals are a tenth of a metre. */
export function coordinates(lon: number, lat: number): string {
  return `${lon.toFixed(6)}, ${lat.toFixed(6)}`
}
