/** From an arm to an optimiser that is told of all its metrics, whatever it makes of them. */

import { metrics as METRICS, type MetricName, type TaskName } from "../benchmark/index.ts"
import { NotFoundError } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import {
  type AskTell,
  type Fidelity,
  type FrontOptimiser,
  OPTIMISERS,
  type Optimiser,
  type OptimiserKind,
  publishedPrior,
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

/** An optimiser that is told one value a metric, and can say all that it knows. */
export interface ArmOptimiser extends AskTell<readonly number[]> {
  /** @returns its state as plain JSON; null of one of your own */
  state(): unknown
}

/** What an optimiser of one objective is told of several values. */
function joinOf({ metrics }: Arm, task: TaskName): (values: readonly number[]) => number {
  return metrics.length === 1 ? ([value]) => value : paperScalar(task, metrics)
}

function ofOneObjective(optimiser: Optimiser, join: (values: readonly number[]) => number): ArmOptimiser {
  return {
    ask: () => optimiser.ask(),
    tell: (id, values) => optimiser.tell(id, join(values)),
    state: () => optimiser.toJSON(),
  }
}

function ofSeveralObjectives(optimiser: FrontOptimiser): ArmOptimiser {
  return {
    ask: () => optimiser.ask(),
    tell: (id, values) => optimiser.tell(id, values),
    state: () => optimiser.toJSON(),
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
): ArmOptimiser {
  const { optimiser, metrics, rungs, settings } = arm
  const goals = goalsOf(metrics)
  checkOptimiser(optimiser, own)
  if (Object.hasOwn(own, optimiser)) {
    const made = own[optimiser](hyperparameters, { goals, seed, rungs })
    return { ask: () => made.ask(), tell: (id, values) => made.tell(id, values), state: () => null }
  }
  const kind = kindOf(optimiser) as OptimiserKind
  if (kind.objectives === "several") return ofSeveralObjectives(kind.make(hyperparameters, { goals, seed }))
  // The paper's scalar is a loss.
  const goal = metrics.length === 1 ? goals[0] : "minimize"
  const { prior, ...others } = settings
  const all = {
    ...{ goal, seed, ...others, ...(rungs === null ? {} : { rungs }) },
    ...(prior === undefined ? {} : { prior: publishedPrior(task, prior, hyperparameters).beliefs }),
  }
  return ofOneObjective(kind.make(hyperparameters, all), joinOf(arm, task))
}

/**
 * An arm's optimiser from its state.
 *
 * @param state what `state` returned, through JSON or not
 * @throws {NotFoundError} for an arm with an optimiser that is not this package's
 * @throws {ModelFormatError} for the state of something else
 */
export function restoreArmOptimiser(arm: Arm, task: TaskName, state: object): ArmOptimiser {
  checkOptimiser(arm.optimiser, {})
  const kind = kindOf(arm.optimiser) as OptimiserKind
  return kind.objectives === "several"
    ? ofSeveralObjectives(kind.restore(state as never))
    : ofOneObjective(kind.restore(state as never), joinOf(arm, task))
}
