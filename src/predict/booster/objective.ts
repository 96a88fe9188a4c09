/**
 * Objectives: the base margin that a base score stands for, and the link from margin to prediction, each
 * step rounded to float32 as in XGBoost's src/objective and src/common/math.h.
 */

import { expFloat32, logFloat32 } from "../../numeric/float32.ts"

const { fround } = Math

export interface Objective {
  /** Margin from the stored base score, which is in output space. */
  readonly baseMargin: (baseScore: number) => number
  /** Turns rows × outputs margins into predictions in place, or into one class per row. */
  readonly link: "identity" | "sigmoid" | "exp" | "hinge" | "softmax" | "class"
}

const identity = (value: number): number => value

function logit(probability: number): number {
  return -logFloat32(fround(fround(1 / probability) - 1))
}

const IDENTITY: Objective = { baseMargin: identity, link: "identity" }
const LOGISTIC: Objective = { baseMargin: logit, link: "sigmoid" }
const LOG: Objective = { baseMargin: logFloat32, link: "exp" }

const OBJECTIVES: ReadonlyMap<string, Objective> = /* @__PURE__ */ new Map([
  ["reg:squarederror", IDENTITY],
  ["reg:linear", IDENTITY],
  ["reg:squaredlogerror", IDENTITY],
  ["reg:absoluteerror", IDENTITY],
  ["reg:pseudohubererror", IDENTITY],
  ["reg:quantileerror", IDENTITY],
  ["reg:logistic", LOGISTIC],
  ["binary:logistic", LOGISTIC],
  ["binary:logitraw", IDENTITY],
  ["binary:hinge", { baseMargin: identity, link: "hinge" }],
  ["count:poisson", LOG],
  ["reg:gamma", LOG],
  ["reg:tweedie", LOG],
  ["survival:cox", LOG],
  ["survival:aft", LOG],
  ["multi:softprob", { baseMargin: identity, link: "softmax" }],
  ["multi:softmax", { baseMargin: identity, link: "class" }],
  ["rank:pairwise", IDENTITY],
  ["rank:ndcg", IDENTITY],
  ["rank:map", IDENTITY],
])

/** @returns the objective of a name, or null for one this version does not know */
export function objectiveOf(name: string): Objective | null {
  return OBJECTIVES.get(name) ?? null
}

/** XGBoost's guard against an overflow of expf. */
const MAX_EXPONENT: number = /* @__PURE__ */ fround(88.7)

function sigmoid(margin: number): number {
  const power = expFloat32(margin < -MAX_EXPONENT ? MAX_EXPONENT : -margin)
  return fround(1 / fround(fround(power + 1) + fround(1e-16)))
}

/** Softmax of one row: float32 exponentials, their sum in float64, divided by the rounded sum. */
function softmax(values: Float32Array, first: number, count: number): void {
  let max = values[first]
  for (let i = 1; i < count; i++) if (values[first + i] > max) max = values[first + i]
  let sum = 0
  for (let i = 0; i < count; i++) {
    values[first + i] = expFloat32(fround(values[first + i] - max))
    sum += values[first + i]
  }
  const divisor = fround(sum)
  for (let i = 0; i < count; i++) values[first + i] /= divisor
}

/** Index of the first maximum of a row. */
function argmax(values: Float32Array, first: number, count: number): number {
  let best = 0
  for (let i = 1; i < count; i++) if (values[first + i] > values[first + best]) best = i
  return best
}

/**
 * Margins to predictions, in place.
 *
 * @param values numRows × numOutputs margins; for `multi:softmax` the first numRows entries become classes
 */
export function applyLink(
  objective: Objective,
  values: Float32Array,
  numRows: number,
  numOutputs: number,
): void {
  const numValues = numRows * numOutputs
  switch (objective.link) {
    case "identity":
      return
    case "sigmoid":
      for (let i = 0; i < numValues; i++) values[i] = sigmoid(values[i])
      return
    case "exp":
      for (let i = 0; i < numValues; i++) values[i] = expFloat32(values[i])
      return
    case "hinge":
      for (let i = 0; i < numValues; i++) values[i] = +(values[i] > 0)
      return
    case "softmax":
      for (let row = 0; row < numRows; row++) softmax(values, row * numOutputs, numOutputs)
      return
    case "class":
      for (let row = 0; row < numRows; row++) values[row] = argmax(values, row * numOutputs, numOutputs)
  }
}
