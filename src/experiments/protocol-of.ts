/** Protocols from what is said of them; what is not said is as in the paper (appendix D). */

import { bundledReleases, type TaskName, tasks } from "../benchmark/index.ts"
import { DEFAULT_RELEASE } from "../benchmark/task.ts"
import { ConfigurationError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import { type ArmInput, armOf } from "./arm-of.ts"
import type { Arm, Protocol } from "./protocol.ts"

/** What a study changes of the paper's protocol. */
export type ProtocolChanges = Partial<Omit<Protocol, "name" | "arms" | "seeds">> & {
  /** The seeds, or how many: 0, 1, 2, … */
  readonly seeds?: number | readonly number[]
}

/** A study of your own: plain JSON, as `experiment run` reads it from a file. */
export type ProtocolInput = ProtocolChanges & {
  readonly name?: string
  readonly arms: readonly ArmInput[]
}

const FIELDS = [
  ...["name", "release", "tasks", "arms", "seeds", "budget", "workers"],
  ...["isSynchronous", "extrapolate", "records"],
]
const ARM_FIELDS = [
  ...["optimiser", "space", "fidelity", "minEpoch", "metrics", "numTrials", "numBrackets"],
  ...["cost", "settings", "name", "title"],
]

/**
 * A protocol of arms: ten seeds, a budget of 100 mean full evaluations, one worker, all tasks of the release.
 */
export function completeProtocol(
  name: string,
  arms: readonly Arm[],
  { seeds = 10, release = DEFAULT_RELEASE, ...others }: ProtocolChanges,
): Protocol {
  const bundled: readonly TaskName[] | undefined = Object.hasOwn(bundledReleases, release)
    ? bundledReleases[release]
    : undefined
  return {
    ...{ name, release, tasks: bundled ?? tasks, arms },
    seeds: typeof seeds === "number" ? Array.from({ length: seeds }, (_, seed) => seed) : seeds,
    ...{ budget: 100, workers: 1, isSynchronous: false, extrapolate: false, records: "all" },
    ...others,
  }
}

function checkObject(value: unknown, fields: readonly string[], path: string): void {
  const refuse = (at: string, what: string, expected: string, actual: unknown, remedy?: string): never => {
    throw new ConfigurationError({ source: "study", path: at, what, expected, actual: show(actual), remedy })
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    refuse(path, "not an object", `an object with ${fields.join(", ")}`, value)
  }
  for (const key of Object.keys(value as object)) {
    if (!fields.includes(key)) {
      refuse(path, "unknown field", fields.join(", "), key, didYouMean(key, fields))
    }
  }
}

/**
 * Makes the protocol of a study of your own.
 *
 * @param input arms, and what differs from the paper's conditions
 * @returns a protocol for `runStudy`, which checks it
 * @throws {ConfigurationError} for unknown fields, spaces and fidelities
 * @example
 * ```ts
 * const protocol = protocolOf({ arms: [{ optimiser: "random" }, { optimiser: "tpe" }], seeds: 3, budget: 20 })
 * protocol.arms.map(({ name }) => name) // ["random-joint", "tpe-joint"]
 * ```
 */
export function protocolOf(input: ProtocolInput): Protocol {
  checkObject(input, FIELDS, "")
  const { name = "own", arms, ...changes } = input
  if (!Array.isArray(arms)) {
    const details = { source: "study", path: "arms", what: "missing", expected: "a list of arms" }
    throw new ConfigurationError({ ...details, actual: show(arms) })
  }
  const complete = arms.map((arm: ArmInput, at) => {
    checkObject(arm, ARM_FIELDS, `arms[${at}]`)
    return armOf(arm)
  })
  return completeProtocol(name, complete, changes)
}
