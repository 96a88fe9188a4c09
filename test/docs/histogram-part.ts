/** What a second thread could gain at a tree's histograms: `bench/results/histogram-threads.json`. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { HistogramThreads } from "../../bench/histogram-threads.ts"
import { root } from "./blocks.ts"

export function histogramPart(): string {
  const path = join(root, "bench", "results", "histogram-threads.json")
  const result = JSON.parse(readFileSync(path, "utf8")) as HistogramThreads
  const { columns, fillsATree, tree, histograms, halfHistograms, gainAtMost } = result
  const time = (value: number): string => `${value.toFixed(1)} ms`
  return `Of 150,000 rows and 41 columns ${columns} columns are left once one-hot columns share histograms. A tree of depth 6 takes ${time(tree)} of CPU time, its histograms ${time(histograms)} of them, and those of the larger half of the columns ${time(halfHistograms)}, as every thread has to walk all rows. With two threads a tree would be ${gainAtMost.toFixed(2)} times as fast at best, before they wait for each other, ${Math.round(fillsATree)} times a tree.`
}
