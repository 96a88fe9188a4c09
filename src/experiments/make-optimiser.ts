/** From an arm to an optimiser that is told of all its metrics, whatever it makes of them. */

import { metrics as METRICS, type MetricName, type TaskName } from "../benchmark/index.ts"
import { NotFoundError } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import {
  type AskTell,
  type Fidelity,
  OPTIMISERS,
  type OptimiserKind,
  type SearchGoal,
} from "../search/index.ts"
import type { Hyperparameter } from "../space/index.ts"
import type { Arm } from "./protocol.ts"
import { paperScalar } from "./scalar.ts"

/** What an optimiser of your own is made with. */
export interface OwnSettings {
  /** Which values are good, one a metric of the arm. */
  readonly goals: readonly SearchGoal[]
  readonly seed: number
  /** Null where every evaluation is a full one. */
  readonly rungs: readonly Fidelity[] | null
}

/**
 * Makes an optimiser of your own for one run.
 *
 * @param hyperparameters what is searched; constants among them belong into every configuration
 * @returns what is asked for configurations, and told one value a metric
 */
export type OwnOptimiser = (
  hyperparameters: readonly Hyperparameter[],
  settings: OwnSettings,
) => AskTell<readonly number[]>

/** Optimisers of your own by the names that arms call them by. */
export type OwnOptimisers = Readonly<Record<string, OwnOptimiser>>

/** A kind of this package's optimisers; null for a name that is none of theirs. */
export function kindOf(name: string): OptimiserKind | null {
  return Object.hasOwn(OPTIMISERS, name) ? OPTIMISERS[name as keyof typeof OPTIMISERS] : null
}

/** @throws {NotFoundError} for an optimiser that is neither known nor given */
export function checkOptimiser(name: string, own: OwnOptimisers): void {
  if (kindOf(name) !== null || Object.hasOwn(own, name)) return
  const known = [...Object.keys(OPTIMISERS), ...Object.keys(own)]
  throw new NotFoundError({
    path: "arm.optimiser",
    what: "unknown optimiser",
    expected: known.join(", "),
    actual: name,
    remedy: didYouMean(name, known),
  })
}

/** Which values of metrics are good. */
export function goalsOf(metrics: readonly MetricName[]): SearchGoal[] {
  return metrics.map(name => METRICS.find(metric => metric.name === name)?.goal ?? "minimize")
}

/** Tells an optimiser of one objective what it needs to know of several values. */
function toldOf(optimiser: AskTell, join: (values: readonly number[]) => number): AskTell<readonly number[]> {
  return {
    ask: () => optimiser.ask(),
    tell: (id, values) => optimiser.tell(id, join(values)),
  }
}

/**
 * Makes an arm's optimiser for one run.
 *
 * @throws {NotFoundError} for an unknown optimiser
 * @throws {ConfigurationError} for objectives that cannot be joined
 */
export function makeOptimiser(
  arm: Arm,
  task: TaskName,
  hyperparameters: readonly Hyperparameter[],
  seed: number,
  own: OwnOptimisers = {},
): AskTell<readonly number[]> {
  const { optimiser, metrics, rungs } = arm
  const goals = goalsOf(metrics)
  checkOptimiser(optimiser, own)
  if (Object.hasOwn(own, optimiser)) return own[optimiser](hyperparameters, { goals, seed, rungs })
  const kind = kindOf(optimiser) as OptimiserKind
  if (kind.objectives === "several") return kind.make(hyperparameters, { goals, seed })
  const settings = { seed, ...arm.settings, ...(rungs === null ? {} : { rungs }) }
  if (metrics.length === 1) {
    return toldOf(kind.make(hyperparameters, { goal: goals[0], ...settings }), ([value]) => value)
  }
  const joined = kind.make(hyperparameters, { goal: "minimize", ...settings })
  return toldOf(joined, paperScalar(task, metrics))
}
