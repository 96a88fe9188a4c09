/** Options that several commands share, and the parsers of their texts. */

import { type Command, InvalidArgumentError } from "commander"
import type { MetricName } from "../../benchmark/index.ts"
import { DEFAULT_RELEASE } from "../../benchmark/task.ts"

/** A parser of integers for commander. */
export function integer(lowest: number, highest: number): (text: string) => number {
  return text => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN
    if (value >= lowest && value <= highest) return value
    throw new InvalidArgumentError(`Expected an integer in ${lowest}..${highest}.`)
  }
}

/** Reads the seed of a generator: any integer of 0 or more. */
export function seed(text: string): number | bigint {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError("Expected an integer of 0 or more.")
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text)
}

/** Reads any finite number. */
export function number(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text)
  if (Number.isFinite(value)) return value
  throw new InvalidArgumentError("Expected a number.")
}

/** Reads a number above 0. */
export function positive(text: string): number {
  const value = number(text)
  if (value > 0) return value
  throw new InvalidArgumentError("Expected a number above 0.")
}

/** Reads numbers between commas. */
export function numbers(text: string): number[] {
  return text.split(",").map(number)
}

/** Reads names between commas; what they may be is checked where it is known. */
export function names(text: string): string[] {
  const list = text.split(",").map(name => name.trim())
  if (list.every(name => name !== "")) return list
  throw new InvalidArgumentError("Expected names between commas.")
}

/** Which benchmark is asked. */
export interface BenchmarkOptions {
  readonly task?: string
  readonly release?: string
  readonly source?: string
}

/** Declares `--task`, `--release` and `--source`. */
export function benchmarkOptions(command: Command): void {
  command
    .option("--task <name>", "cifar10 or fashion_mnist; colorectal_histology once it is imported (required)")
    .option(
      "--release <name>",
      `release of the surrogates, bundled or imported (default: ${DEFAULT_RELEASE})`,
    )
    .option("--source <where>", "release pack: a file, a folder of <task>.bin files, or a URL")
}

/** Which metrics are answered, and where. */
export interface AnswerOptions {
  /** Checked by the benchmark. */
  readonly metrics?: readonly MetricName[]
  readonly extrapolate?: boolean
}

/** Declares `--metrics` and `--extrapolate`. */
export function answerOptions(command: Command): void {
  command
    .option("--metrics <names>", "metrics between commas (default: all)", names)
    .option("--extrapolate", "answer outside the release's domain, too: nobody checked how well")
}

/** Where configurations come from. */
export interface ConfigurationOptions {
  readonly config?: string
  readonly arch?: string
}

/** Declares the argument and options that `givenConfigurations` reads. */
export function configurationOptions(command: Command): void {
  command
    .argument("[Name=value...]", "hyperparameters; they replace those of --config and --arch")
    .option("--config <json>", "a configuration or several: JSON, @file, or - for standard input")
    .option("--arch <string>", "the cell as a NAS-Bench-201 string, for Op1 to Op6")
}
