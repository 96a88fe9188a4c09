/** Numbers for people: as many digits as they can use, with a unit. JSON output never goes through here. */

import type { MetricName } from "../../benchmark/index.ts"

/** Digits after the point, by metric: about what the surrogates are good for. */
const DECIMALS: Readonly<Record<MetricName, number>> = {
  FLOPS: 2,
  latency: 3,
  runtime: 0,
  size_MB: 3,
  "train-acc": 2,
  "valid-acc": 2,
  "test-acc": 2,
}

/** Groups the digits before the point by threes. */
export function fixed(value: number, decimals: number): string {
  const [whole, fraction] = value.toFixed(decimals).split(".")
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, ",")
  return fraction === undefined ? grouped : `${grouped}.${fraction}`
}

/** A float32 with as few digits as tell it from all others, as XGBoost prints it. */
export function float32Text(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits))
    if (Math.fround(short) === value) return String(short)
  }
  return String(Number.isFinite(value) ? Number(value.toPrecision(9)) : value)
}

/** A metric's value in its unit, without the unit. */
export function metricText(name: MetricName, value: number): string {
  return fixed(value, DECIMALS[name])
}

/** A hyperparameter's value: numbers with four digits that count. */
export function settingText(value: unknown): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : String(value)
}

/**
 * A time span in the unit that suits it.
 *
 * @param seconds its length
 * @returns for example `45 µs`, `2.1 s`, `3.4 h` or `203 days`
 */
export function durationText(seconds: number): string {
  const [unit, length] = (
    [
      ["days", 86_400],
      ["h", 3600],
      ["min", 60],
      ["s", 1],
      ["ms", 1e-3],
    ] as const
  ).find(([, size]) => seconds >= size * (size === 86_400 ? 2 : 1)) ?? ["µs", 1e-6]
  const amount = seconds / length
  return `${fixed(amount, amount >= 99.95 || unit === "µs" ? 0 : 1)} ${unit}`
}
