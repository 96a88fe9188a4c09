/** Numbers as reports print them. */

const NONE = "–"

/** A number with so many decimals; a dash where there is none. */
export function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : NONE
}

/** A mean and its standard error; the mean alone where nothing is known of its error. */
export function plusMinus(mean: number, error: number, decimals: number): string {
  return Number.isFinite(error)
    ? `${fixed(mean, decimals)} ± ${fixed(error, decimals)}`
    : fixed(mean, decimals)
}

/** How many times as fast: two digits that count; less than 1 where a target was not reached. */
export function times(value: number): string {
  if (value < 1) return "< 1 ×"
  return `${value < 10 ? value.toFixed(1) : whole(value)} ×`
}

/** A probability: three decimals, or that it is smaller. */
export function probability(p: number): string {
  if (!Number.isFinite(p)) return NONE
  return p < 0.001 ? "< 0.001" : p.toFixed(3)
}

/** An integer with its thousands in groups. */
export function whole(value: number): string {
  return Math.round(value).toLocaleString("en")
}

/** A duration of computing in the unit that suits it. */
export function cpuTime(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 2 : 1)} s`
  return seconds < 3600 ? `${(seconds / 60).toFixed(1)} min` : `${(seconds / 3600).toFixed(1)} h`
}
