/** What queries can be asked with, and the checks of it. */

import { ShapeError, show } from "../errors.ts"
import type { MetricName } from "./metric.ts"

export interface QueryOptions<M extends MetricName = MetricName> {
  /** Epoch at which the metrics are asked, 1…200 (default 200). */
  readonly epoch?: number
  /** Metrics to answer (default: all). */
  readonly metrics?: readonly M[]
  /** Answer outside the release's domain, too: nobody checked how well (default false). */
  readonly extrapolate?: boolean
}

export interface TrajectoryOptions<M extends MetricName = MetricName> {
  /** Last epoch of the curve, 1…200 (default 200). */
  readonly epochs?: number
  readonly metrics?: readonly M[]
  readonly extrapolate?: boolean
}

export interface GridOptions<M extends MetricName = MetricName> {
  /** Metrics to answer (default: all). */
  readonly metrics?: readonly M[]
  /** Answer outside the release's domain, too: nobody checked how well (default false). */
  readonly extrapolate?: boolean
  /** Bytes that the columns may take: of a whole grid (default 256 MiB), or of each block (default 16 MiB). */
  readonly memory?: number
}

const SEARCH: readonly string[] = ["fixed", "epoch", "extrapolate", "signal", "onProgress"]

type Question =
  | "query"
  | "trajectory"
  | "grid"
  | "call"
  | "bound"
  | "optimum"
  | "paretoFront"
  | "exactMarginal"
  | "fanova"

/** Names of the options of each question. */
export const known: Readonly<Record<Question, readonly string[]>> = {
  query: ["epoch", "metrics", "extrapolate"],
  trajectory: ["epochs", "metrics", "extrapolate"],
  grid: ["metrics", "extrapolate", "memory"],
  call: ["nepochs", "fullTrajectory"],
  bound: ["metric", "epoch", "extrapolate"],
  optimum: [...SEARCH, "metric", "goal", "constraints"],
  paretoFront: [...SEARCH, "metrics", "goals", "constraints"],
  exactMarginal: [...SEARCH, "metric", "by"],
  fanova: [...SEARCH, "metric"],
}

/** 2^28 bytes: more than that is asked for by mistake more often than not. */
export const GRID_MEMORY = 268_435_456
/** 2^24 bytes: large enough that sweeps pay, and soon there. */
export const BLOCK_MEMORY = 16_777_216

export function checkMemory(memory: number | undefined, fallback: number): number {
  if (memory === undefined) return fallback
  if (typeof memory === "number" && memory > 0) return memory
  throw new RangeError(`options.memory: expected a number of bytes above 0, got ${show(memory)}`)
}

/** @throws {ShapeError} where the columns of a grid take more bytes than they may */
export function checkGridMemory(numCells: number, cellBytes: number, memory: number): void {
  const bytes = numCells * cellBytes
  if (bytes <= memory) return
  throw new ShapeError({
    source: "grid",
    what: `too many cells (${numCells})`,
    expected: `at most ${memory} bytes of columns (options.memory)`,
    actual: `${bytes}`,
    remedy: "gridBlocks gives it in blocks",
  })
}
