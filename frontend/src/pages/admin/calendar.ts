// Days of a year as the calendar's editor sees them. Pure.

export interface Day {
  day: string
  works: boolean
  name: string
  name_en: string | null
}

const pad = (n: number) => String(n).padStart(2, '0')

/** Tell whether a day rests by its weekday alone. */
export function restsAnyway(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00Z`).getUTCDay())
}

/** List the days of a month, with null for the weekdays before its first; weeks begin on Monday. */
export function monthOf(year: number, month: number): (string | null)[] {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  const before = Array.from({ length: (first + 6) % 7 }, () => null)
  return [...before, ...Array.from({ length: days }, (_, i) => `${year}-${pad(month)}-${pad(i + 1)}`)]
}

/** Turn a day into its contrary, or back into what its weekday says. */
export function turned(days: readonly Day[], day: string, words: { rest: string; work: string }): Day[] {
  if (days.some((one) => one.day === day)) return days.filter((one) => one.day !== day)
  const works = restsAnyway(day)
  const fresh = { day, works, name: works ? words.work : words.rest, name_en: null }
  return [...days, fresh].sort((a, b) => a.day.localeCompare(b.day))
}
