/**
 * The beliefs of published studies on JAHS-Bench-201: configurations near the best one found ("good"), perturbed
 * ("medium"), the worst of many ("bad"), and one of 25 drawn at random ("at25"). They are data of mf-prior-bench
 * (Apache-2.0) and mf-prior-exp (MIT), of N. Mallik et al., "PriorBand: Practical Hyperparameter Optimization in the
 * Age of Deep Learning" (NeurIPS 2023); `verify.json` of the bundled models has them with their values.
 */

import { show } from "../../errors.ts"
import { problemOf } from "../../space/hyperparameter.ts"
import type { Hyperparameter, HyperparameterValue } from "../../space/index.ts"
import type { Belief, Beliefs, Confidence } from "./user-prior.ts"

/** Tasks that have published priors. */
export type PriorTask = "cifar10" | "colorectal_histology" | "fashion_mnist"

/** How good a prior is. */
export type PriorName = "good" | "medium" | "bad" | "at25"

type Setting = readonly [
  ops: string,
  activation: "Mish" | "ReLU",
  trivialAugment: boolean,
  learningRate: number,
  weightDecay: number,
]

/** All have Optimizer SGD, N 5, W 16 and Resolution 1. */
const PRIORS: Readonly<Record<PriorTask, Readonly<Record<PriorName, Setting>>>> = {
  cifar10: {
    good: ["220033", "ReLU", true, 0.6732962344254985, 0.00014747834763523856],
    medium: ["220033", "ReLU", true, 0.6575026248106005, 0.0001440189261650015],
    bad: ["211113", "ReLU", true, 0.573470852143091, 0.0020149757385476367],
    at25: ["202301", "Mish", true, 0.32751552379864307, 0.0011460775497008923],
  },
  colorectal_histology: {
    good: ["030333", "Mish", false, 0.05769353082886988, 1.529243947356581e-5],
    medium: ["030333", "Mish", false, 0.0563402051207679, 1.4933722453098502e-5],
    bad: ["111011", "Mish", false, 0.1365536681034864, 0.001328273588236166],
    at25: ["243322", "ReLU", false, 0.008834871553881447, 1.7026081773768518e-5],
  },
  fashion_mnist: {
    good: ["322222", "ReLU", true, 0.06327831256082303, 3.346783651597301e-5],
    medium: ["322222", "ReLU", true, 0.06179398379946004, 3.2682776511828534e-5],
    bad: ["311423", "ReLU", false, 0.29249884285136524, 0.000650908089008704],
    at25: ["133432", "Mish", true, 0.0017678033990693477, 0.002526055582733848],
  },
}

/** What a published prior's setting became, where a space does not have it. */
export interface ClippedValue {
  readonly name: string
  readonly published: HyperparameterValue
  /** The nearest value that the space has; null where its values have no order, and nothing is believed. */
  readonly used: HyperparameterValue | null
}

/** A published prior for one space. */
export interface PublishedPrior {
  readonly beliefs: Beliefs
  /** Where the space does not have what was published. */
  readonly clipped: readonly ClippedValue[]
}

function configurationOf([ops, Activation, TrivialAugment, LearningRate, WeightDecay]: Setting): Readonly<
  Record<string, HyperparameterValue>
> {
  const operations = Array.from(ops, (op, at) => [`Op${at + 1}`, Number(op)] as const)
  return {
    ...{ Optimizer: "SGD", N: 5, W: 16, Resolution: 1 },
    ...{ Activation, TrivialAugment, LearningRate, WeightDecay },
    ...Object.fromEntries(operations),
  }
}

/** Null where values have no order, and the one that was published is not among them. */
function nearestValue(
  hyperparameter: Exclude<Hyperparameter, { kind: "constant" }>,
  value: HyperparameterValue,
): HyperparameterValue | null {
  if (problemOf(hyperparameter, value) === null) return value
  if (typeof value !== "number" || hyperparameter.kind === "categorical") return null
  if (hyperparameter.kind !== "ordinal") {
    return Math.min(hyperparameter.upper, Math.max(hyperparameter.lower, value))
  }
  const distanceOf = (other: HyperparameterValue): number => Math.abs(Number(other) - value)
  const values: readonly HyperparameterValue[] = hyperparameter.values
  return values.reduce((nearest, other) => (distanceOf(other) < distanceOf(nearest) ? other : nearest))
}

/**
 * A ready prior for πBO (`BayesianOptimiser`): the published configuration, believed in with one confidence.
 *
 * @param task whose prior
 * @param name which of its priors
 * @param hyperparameters what is searched; constants are left alone
 * @param confidence default: "medium"
 * @throws {RangeError} for an unknown task or prior
 * @example
 * ```ts
 * const space = studySpace(benchmark.space, { kind: "joint" })
 * const { beliefs, clipped } = publishedPrior("cifar10", "at25", space)
 * beliefs.LearningRate // { value: 0.32751552379864307, confidence: "medium" }
 * clipped.map(({ name, used }) => [name, used]) // [["WeightDecay", 0.001]]
 * new BayesianOptimiser(space, { goal: "maximize", prior: beliefs })
 * ```
 */
export function publishedPrior(
  task: PriorTask,
  name: PriorName,
  hyperparameters: readonly Hyperparameter[],
  confidence: Confidence = "medium",
): PublishedPrior {
  if (!Object.hasOwn(PRIORS, task)) {
    throw new RangeError(`task: expected one of ${Object.keys(PRIORS).join(", ")}, got ${show(task)}`)
  }
  if (!Object.hasOwn(PRIORS[task], name)) {
    throw new RangeError(`name: expected one of ${Object.keys(PRIORS[task]).join(", ")}, got ${show(name)}`)
  }
  const published = configurationOf(PRIORS[task][name])
  const beliefs: Record<string, Belief> = {}
  const changes: ClippedValue[] = []
  for (const hyperparameter of hyperparameters) {
    if (hyperparameter.kind === "constant" || !Object.hasOwn(published, hyperparameter.name)) continue
    const value = published[hyperparameter.name]
    const used = nearestValue(hyperparameter, value)
    if (used !== null) beliefs[hyperparameter.name] = { value: used, confidence }
    if (used !== value) changes.push({ name: hyperparameter.name, published: value, used })
  }
  return { beliefs, clipped: changes }
}
