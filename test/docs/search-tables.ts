/** What the search for a surrogate's settings gains on test rows: `bench/results/search-gain.json`. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { SearchGainResult } from "../../bench/search-gain.ts"
import { root } from "./blocks.ts"
import { table } from "./service-tables.ts"

type Gain = SearchGainResult["gains"][number]
type Score = keyof Gain["defaults"]

const change = (gain: Gain, score: Score): number => gain.searched[score] - gain.defaults[score]

/** Digits of a label's unit that are worth showing. */
const short = (value: number): string => String(Number(value.toPrecision(4)))

export function searchGainPart(): string {
  const path = join(root, "bench", "results", "search-gain.json")
  const { sample, fit, gains, environment } = JSON.parse(readFileSync(path, "utf8")) as SearchGainResult
  const rows = gains.map(gain => {
    const { task, metric, defaults, searched } = gain
    const pair = (score: Score): string[] => [defaults[score].toFixed(4), searched[score].toFixed(4)]
    return [task, metric, ...pair("kendallTau"), ...pair("R2"), short(defaults.RMSE), short(searched.RMSE)]
  })
  const head = [
    "task",
    "metric",
    "τ: defaults",
    "searched",
    "R²: defaults",
    "searched",
    "RMSE: defaults",
    "searched",
  ]
  const count = (score: Score, isSuch: (difference: number) => boolean): number =>
    gains.filter(gain => isSuch(change(gain, score))).length
  const told = (score: Score): string =>
    `${count(score, by => by > 0)} up, ${count(score, by => by === 0)} the same, ${count(score, by => by < 0)} down`
  const sorted = gains.map(gain => change(gain, "kendallTau")).sort((a, b) => a - b)
  const median = (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
  const sizes = sample.samples.map(({ task, rows: own }) => `${own.toLocaleString("en")} rows of ${task}`)
  return `${table([head, ...rows])}

Of ${gains.length} metrics τ is ${told("kendallTau")}, R² ${told("R2")}; the median change of τ is ${median.toFixed(4)}. On ${sizes.join(" and ")}, ${sample.of} (seed ${sample.seed}), split 70/15/15 by configuration; ${fit.numTrees} trees, ${fit.trials} trials, seed ${fit.seed}; ${environment.date}.`
}
