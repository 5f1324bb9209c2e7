// The sums behind a chart over time. Pure; moments in milliseconds.
export interface Dot {
  at: number
  value: number
}

const HOUR_MS = 3_600_000
const STEPS_MS = [1, 2, 4, 6, 12, 24, 48, 120, 240].map((hours) => hours * HOUR_MS)
/** The district's zone is ahead of UTC all year. */
const ZONE_MS = 8 * HOUR_MS

/** List round values that cut a range into a few parts. */
export function valueTicks(low: number, high: number, parts = 4): number[] {
  const rough = (high - low) / parts
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5].find((one) => one * power >= rough) ?? 10) * power
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: Math.max(count, 0) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** List round moments of the district's clock within a span: hours, or midnights. */
export function timeTicks(since: number, until: number, most: number): number[] {
  const step = STEPS_MS.find((one) => (until - since) / one <= most) ?? STEPS_MS[STEPS_MS.length - 1]!
  const first = Math.ceil((since + ZONE_MS) / step)
  const last = Math.floor((until + ZONE_MS) / step)
  return Array.from({ length: Math.max(last - first + 1, 0) }, (_, i) => (first + i) * step - ZONE_MS)
}

/** Cut a line where nothing was told for long: silence is not calm. */
export function unbroken(dots: readonly Dot[], longest: number): Dot[][] {
  const parts: Dot[][] = []
  for (const dot of dots) {
    const part = parts.at(-1)
    if (part && dot.at - part.at(-1)!.at <= longest) part.push(dot)
    else parts.push([dot])
  }
  return parts
}

/** Return which dot is nearest to a moment; -1 where there is none. */
export function nearest(dots: readonly Dot[], at: number): number {
  return dots.reduce((best, dot, i) => (best < 0 || Math.abs(dot.at - at) < Math.abs(dots[best]!.at - at) ? i : best), -1)
}
