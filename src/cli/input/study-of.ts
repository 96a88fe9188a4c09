/** From words of `experiment run` to a protocol and its benchmarks. */

import { readFile } from "node:fs/promises"
import type { Benchmark, TaskName } from "../../benchmark/index.ts"
import { ConfigurationError, NotFoundError } from "../../errors.ts"
import {
  type Preset,
  type Protocol,
  type ProtocolChanges,
  paperProtocol,
  presetOf,
  presets,
  protocolOf,
} from "../../experiments/index.ts"
import { metricsOf } from "../../experiments/run-study.ts"
import { hasFidelities } from "../../experiments/study-benchmark.ts"
import { didYouMean } from "../../nearest.ts"
import type { Screen } from "../frame/screen.ts"
import { open } from "./open.ts"

/** What `experiment run` can change of a study. */
export interface StudyChoice {
  readonly release?: string
  readonly source?: string
  readonly tasks?: readonly string[]
  readonly arms?: readonly string[]
  readonly seeds?: number
  readonly budget?: number
  readonly workers?: number
  readonly synchronous?: boolean
  readonly extrapolate?: boolean
  readonly improvements?: boolean
}

function changesOf(choice: StudyChoice): ProtocolChanges {
  const { release, tasks: names, seeds, budget, workers, synchronous, extrapolate, improvements } = choice
  return {
    ...(release === undefined ? {} : { release }),
    ...(names === undefined ? {} : { tasks: names as TaskName[] }),
    ...(seeds === undefined ? {} : { seeds }),
    ...(budget === undefined ? {} : { budget }),
    ...(workers === undefined ? {} : { workers }),
    ...(synchronous === undefined ? {} : { isSynchronous: synchronous }),
    ...(extrapolate === undefined ? {} : { extrapolate }),
    ...(improvements === undefined ? {} : { records: "improvements" as const }),
  }
}

async function readStudy(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch(() => {
    const names = presets.map(({ name }) => name)
    throw new NotFoundError({
      source: path,
      what: "no such file, and no ready study of this name",
      expected: `a .json file, or ${names.join(", ")}`,
      remedy: didYouMean(path, names),
    })
  })
  try {
    return JSON.parse(text)
  } catch (error) {
    const actual = error instanceof Error ? error.message : String(error)
    throw new ConfigurationError({ source: path, what: "not JSON", actual })
  }
}

/** A study as it was asked for. */
export interface AskedStudy {
  readonly protocol: Protocol
  /** Null for a file. */
  readonly preset: Preset | null
}

/**
 * @param study name of a ready one, or path of a file
 * @throws {NotFoundError} for what is neither, and for an arm that it does not have
 * @throws {ConfigurationError} for a file that holds no study
 */
export async function studyOf(study: string, choice: StudyChoice): Promise<AskedStudy> {
  const preset = presets.some(({ name }) => name === study) ? presetOf(study) : null
  const changes = changesOf(choice)
  const whole =
    preset === null
      ? protocolOf({ ...((await readStudy(study)) as Parameters<typeof protocolOf>[0]), ...changes })
      : paperProtocol(study, changes)
  const wanted = choice.arms
  if (wanted === undefined) return { protocol: whole, preset }
  const names = whole.arms.map(({ name }) => name)
  for (const name of wanted) {
    if (names.includes(name)) continue
    const details = { path: "--arms", what: "unknown arm", expected: names.join(", "), actual: name }
    throw new NotFoundError({ ...details, remedy: didYouMean(name, names) })
  }
  const arms = whole.arms.filter(({ name }) => wanted.includes(name))
  return { protocol: { ...whole, arms }, preset }
}

/**
 * Opens a protocol's benchmarks, with the metrics that its arms need.
 *
 * @param isWhole whether all tasks must be there; else those that are not stay out, as long as one is there
 */
export async function openBenchmarks(
  { tasks, release, arms }: Protocol,
  source: string | undefined,
  isWhole: boolean,
): Promise<Benchmark[]> {
  const metrics = metricsOf(arms)
  const opened: Benchmark[] = []
  let missing: NotFoundError | null = null
  for (const task of tasks) {
    try {
      opened.push(await open({ task, release, ...(source === undefined ? {} : { source }) }, metrics))
    } catch (error) {
      if (isWhole || !(error instanceof NotFoundError)) throw error
      missing ??= error
    }
  }
  if (opened.length === 0 && missing !== null) throw missing
  return opened
}

/** Leaves out arms that a release has no fidelities for, where the study says so, and tells which. */
export function withFidelities(
  screen: Screen,
  { protocol, preset }: AskedStudy,
  benchmarks: readonly Benchmark[],
): Protocol {
  if (preset === null || !preset.leavesOut) return protocol
  const arms = protocol.arms.filter(arm => benchmarks.every(benchmark => hasFidelities(arm, benchmark)))
  const leftOut = protocol.arms.filter(arm => !arms.includes(arm)).map(({ name }) => name)
  if (leftOut.length > 0) {
    screen.note(
      `left out, as ${protocol.release} has one N, W and Resolution (the official release has all; ` +
        `\`experiment run paper-fidelities\` says more): ${leftOut.join(", ")}`,
    )
  }
  return { ...protocol, arms }
}
