// Durations and moments in words. Pure: what is "now" is always given.

export type Lang = 'zh' | 'en'

export interface Span {
  days: number
  hours: number
  minutes: number
}

/** Split a length of time into its two largest parts; seconds are dropped. */
export function span(milliseconds: number): Span {
  const minutes = Math.floor(Math.abs(milliseconds) / 60_000)
  const days = Math.floor(minutes / 1440)
  const hours = Math.floor((minutes % 1440) / 60)
  return { days, hours, minutes: days > 0 ? 0 : minutes % 60 }
}

/** Say a span: 1 天 2 小时, 3 小时 20 分. */
export function inWords({ days, hours, minutes }: Span, lang: Lang): string {
  const units = lang === 'zh' ? ['天', '小时', '分'] : ['d', 'h', 'min']
  const parts = [days, hours, minutes].map((n, i) => (n > 0 ? `${n} ${units[i]}` : ''))
  return parts.filter(Boolean).join(' ') || `0 ${units[2]}`
}

/** Say how a deadline stands: 剩余 3 小时 20 分, 超期 1 天 2 小时. */
export function remaining(due: Date, now: Date, lang: Lang): string {
  const left = due.getTime() - now.getTime()
  const words = inWords(span(left), lang)
  if (lang === 'zh') return left >= 0 ? `剩余 ${words}` : `超期 ${words}`
  return left >= 0 ? `${words} left` : `overdue by ${words}`
}

/** Tell in which of three ways a deadline stands. */
export function pressure(due: Date, now: Date): 'calm' | 'soon' | 'over' {
  const left = due.getTime() - now.getTime()
  if (left < 0) return 'over'
  return left < 2 * 3_600_000 ? 'soon' : 'calm'
}

const ZONE = 'Asia/Shanghai'

function parts(at: Date): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(at).map((p) => [p.type, p.value]))
}

/** Say a moment: 今天 14:05 within the day, otherwise 2026-11-22 14:05, in the district's zone. */
export function moment(at: Date, now: Date, lang: Lang): string {
  const a = parts(at)
  const n = parts(now)
  const clock = `${a.hour}:${a.minute}`
  const day = `${a.year}-${a.month}-${a.day}`
  if (day === `${n.year}-${n.month}-${n.day}`) return `${lang === 'zh' ? '今天' : 'today'} ${clock}`
  return `${day} ${clock}`
}
