/** Regions and constraints as the command line gives them. */

import type { Command } from "commander"
import { type Constraints, metrics, type Region } from "../../benchmark/index.ts"
import { show } from "../../errors.ts"
import { fromNasBench201String } from "../../space/index.ts"
import { settingOf } from "../../space/setting-text.ts"
import { UsageError } from "../frame/usage-error.ts"
import { assignmentsOf } from "./configurations.ts"

export interface RegionOptions {
  readonly arch?: string
}

/** Declares the argument and options that `regionOf` reads. */
export function regionOptions(command: Command): void {
  command
    .argument(
      "[Name=values...]",
      "what is fixed: a value, values between commas, or of LearningRate and WeightDecay lower,upper",
    )
    .option("--arch <string>", "the cell as a NAS-Bench-201 string, for Op1 to Op6")
}

/** The region that words name; its values are the benchmark's to check. */
export function regionOf({ arch }: RegionOptions, words: readonly string[]): Region {
  const list = (name: string, text: string): unknown[] => text.split(",").map(part => settingOf(name, part))
  return { ...(arch === undefined ? {} : fromNasBench201String(arch)), ...assignmentsOf(words, list) }
}

/** Gathers a repeated option. */
export function repeated(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

/**
 * Reads constraints such as `latency<=1`.
 *
 * @throws {UsageError} for another form
 */
export function constraintsOf(texts: readonly string[]): Constraints {
  const constraints: Record<string, { atLeast?: number; atMost?: number }> = {}
  for (const text of texts) {
    const [, name, sign, limit] = /^(.+?)(<=|>=)(.+)$/.exec(text.replaceAll(" ", "")) ?? []
    const isKnown = metrics.some(metric => metric.name === name)
    if (name === undefined || !isKnown || Number.isNaN(Number(limit))) {
      throw new UsageError({
        path: "--constraint",
        what: "not a constraint",
        expected: "a metric, <= or >=, and a number, for example latency<=1",
        actual: show(text),
      })
    }
    constraints[name] = { ...constraints[name], [sign === "<=" ? "atMost" : "atLeast"]: Number(limit) }
  }
  return constraints
}
