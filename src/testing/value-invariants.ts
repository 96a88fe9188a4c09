/** Laws of the values: of a metric along an axis, of metrics beside each other, of cells that are the same. */

import type { MetricName } from "../benchmark/index.ts"
import type { HyperparameterName } from "../space/index.ts"
import { dataBounds } from "./data-bounds.ts"
import {
  alone,
  along,
  disconnected,
  epochs,
  type Family,
  isomorphic,
  sameConvolutions,
  sameNetwork,
  stepOf,
} from "./family.ts"
import type { ValueInvariant } from "./invariant.ts"
import {
  atLeast,
  close,
  type Judge,
  neverFalls,
  neverFallsInPercent,
  same,
  sameInPercent,
  straight,
  within,
} from "./judge.ts"

type Parts = Omit<ValueInvariant, "kind" | "judge" | "evidence" | "tolerance"> & {
  readonly judge: Judge
  readonly tolerance?: number
}

function law(parts: Parts): ValueInvariant {
  const { judge, family, metrics, tolerance = 0 } = parts
  const evidence = `${metrics.join(" and ")} of ${family.words}`
  return { ...parts, kind: "values", evidence, tolerance, judge: () => judge }
}

/** Metric names as parts of an invariant's name. */
const word = (text: string): string => text.replace("_MB", "").toLowerCase()

const accuracies: readonly MetricName[] = ["train-acc", "valid-acc", "test-acc"]
const ofTheNetwork: readonly MetricName[] = ["size_MB", "FLOPS"]
const COUNT = "it is counted on the network, and the network is the same"

function boundsOf(metric: MetricName): ValueInvariant {
  return {
    kind: "values",
    name: `${word(metric)}-within-data`,
    meaning: `${metric} lies between the least and the greatest value of the data.`,
    reason: "surrogates interpolate data; their targets were scaled to this interval",
    evidence: `${metric} of ${alone.words}, and the bounds of the task's data`,
    severity: "certain",
    unit: "the metric's",
    tolerance: 0,
    metrics: [metric],
    family: alone,
    judge: ({ task }) => {
      const bounds = dataBounds[task]?.[metric]
      return bounds === undefined ? `the bounds of ${task}'s data are not known` : within(...bounds)
    },
  }
}

function constant(metric: MetricName, name: string, family: Family, words: string): ValueInvariant {
  return law({
    name: `${word(metric)}-${name}`,
    meaning: `${metric} is the same ${words}.`,
    reason: COUNT,
    severity: "certain",
    unit: "%",
    metrics: [metric],
    family,
    judge: sameInPercent,
  })
}

const doesNotDependOn: readonly HyperparameterName[] = [
  "LearningRate",
  "WeightDecay",
  "Activation",
  "TrivialAugment",
]

const networkLaws = (): readonly ValueInvariant[] =>
  ofTheNetwork.flatMap(metric => [
    constant(metric, "constant-over-epoch", epochs, "at all epochs"),
    ...doesNotDependOn.map(name => constant(metric, `ignores-${word(name)}`, along(name), `for any ${name}`)),
    constant(metric, "of-cell-alone", sameNetwork, "however a network is trained"),
    constant(
      metric,
      "of-convolutions-alone",
      sameConvolutions,
      "for cells with as many 3×3 and as many 1×1 convolutions: every edge is computed, and nothing else counts",
    ),
  ])

const timeLaws = (): readonly ValueInvariant[] => [
  law({
    name: "runtime-never-falls-over-epoch",
    meaning: "runtime at an epoch is at least that of the epochs before.",
    reason: "it is the time of training up to the epoch, a sum of positive times",
    severity: "certain",
    unit: "%",
    metrics: ["runtime"],
    family: epochs,
    judge: neverFallsInPercent,
  }),
  law({
    name: "runtime-linear-in-epoch",
    meaning: "runtime over the epochs is a straight line, to 5 % of the last.",
    reason: "every epoch does the same work",
    severity: "expected",
    unit: "%",
    tolerance: 5,
    metrics: ["runtime"],
    family: epochs,
    judge: straight,
    needsWholeFamily: true,
  }),
]

/** Points of accuracy by which a curve may fall. */
const DELTA = 5

const accuracyLaws = (): readonly ValueInvariant[] => [
  ...accuracies.map(metric =>
    law({
      name: `${word(metric)}-curve-holds`,
      meaning: `${metric} does not fall by more than ${DELTA} points from an earlier epoch.`,
      reason: "cosine annealing converges; overfitting costs a few points, not more",
      severity: "usual",
      unit: "points",
      tolerance: DELTA,
      metrics: [metric],
      family: epochs,
      judge: neverFalls,
    }),
  ),
  law({
    name: "train-acc-above-valid-acc",
    meaning: "valid-acc exceeds train-acc by at most 5 points, where training images are not augmented.",
    reason: "a network does better on images that it was trained on",
    severity: "usual",
    unit: "points",
    tolerance: 5,
    metrics: ["train-acc", "valid-acc"],
    family: alone,
    judge: atLeast,
    applies: ({ TrivialAugment }) => !TrivialAugment,
  }),
  law({
    name: "valid-acc-near-test-acc",
    meaning: "valid-acc and test-acc are within 5 points.",
    reason: "both are accuracies on images that nothing was fitted to",
    severity: "usual",
    unit: "points",
    tolerance: 5,
    metrics: ["valid-acc", "test-acc"],
    family: alone,
    judge: close,
  }),
]

const sameCellLaws = (): readonly ValueInvariant[] =>
  accuracies.flatMap(metric => [
    law({
      name: `${word(metric)}-same-for-isomorphic-cells`,
      meaning: `${metric} of isomorphic cells is within 2 points.`,
      reason: "they compute the same function; two trainings of it differ by their initial weights",
      severity: "expected",
      unit: "points",
      tolerance: 2,
      metrics: [metric],
      family: isomorphic,
      judge: same,
    }),
    law({
      name: `${word(metric)}-same-without-a-path`,
      meaning: `${metric} of the 341 cells without a path from input to output is within 2 points.`,
      reason: "their networks do not see the image: the accuracy is that of a guess",
      severity: "expected",
      unit: "points",
      tolerance: 2,
      metrics: [metric],
      family: disconnected,
      judge: same,
    }),
  ])

const fidelities = ["N", "W", "Resolution"] as const
const grows = "a larger network, or a larger image, takes more"

/** Size does not know the resolution: it is constant there. */
const fidelityLaws = (): readonly ValueInvariant[] =>
  fidelities.flatMap(name => {
    const family = along(name)
    const costs: readonly MetricName[] =
      name === "Resolution" ? ["FLOPS", "runtime"] : ["size_MB", "FLOPS", "runtime"]
    return [
      ...costs.map(metric =>
        law({
          name: `${word(metric)}-never-falls-in-${word(name)}`,
          meaning: `${metric} does not fall with ${name}.`,
          reason: grows,
          severity: metric === "runtime" ? "expected" : "certain",
          unit: "%",
          metrics: [metric],
          family,
          judge: neverFallsInPercent,
        }),
      ),
      ...(name === "Resolution"
        ? [constant("size_MB", "ignores-resolution", family, "at any Resolution")]
        : []),
      law({
        name: `valid-acc-holds-in-${word(name)}`,
        meaning: `valid-acc does not fall by more than ${DELTA} points as ${name} grows.`,
        reason: "more capacity and sharper images help, on the whole",
        severity: "usual",
        unit: "points",
        tolerance: DELTA,
        metrics: ["valid-acc"],
        family,
        judge: neverFalls,
      }),
    ]
  })

const continuityLaws = (): readonly ValueInvariant[] =>
  (["LearningRate", "WeightDecay"] as const).map(name =>
    law({
      name: `valid-acc-continuous-in-${word(name)}`,
      meaning: `A step of 1 % in ${name} moves valid-acc by at most 5 points.`,
      reason: "training hardly changes; trees are steps, and a step should not be a cliff",
      severity: "expected",
      unit: "points",
      tolerance: 5,
      metrics: ["valid-acc"],
      family: stepOf(name, 0.01),
      judge: same,
      needsWholeFamily: true,
    }),
  )

const allMetrics: readonly MetricName[] = [
  "FLOPS",
  "latency",
  "runtime",
  "size_MB",
  "train-acc",
  "valid-acc",
  "test-acc",
]

const allLaws = (): readonly ValueInvariant[] => [
  ...allMetrics.map(boundsOf),
  ...timeLaws(),
  ...networkLaws(),
  ...accuracyLaws(),
  ...sameCellLaws(),
  ...continuityLaws(),
  ...fidelityLaws(),
]

/** In the order in which audits list them. */
export const valueInvariants: readonly ValueInvariant[] = /* @__PURE__ */ allLaws()
