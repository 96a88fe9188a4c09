/**
 * The inverse of the transforms that a surrogate's training target went through, in the float32 order of
 * scikit-learn's `TransformedTargetRegressor` around jahs_bench's `CustomTransformFunctions`.
 */

import { DomainError } from "../errors.ts"
import { type DocumentValue, Field } from "../formats/document.ts"
import { exp } from "../numeric/exp.ts"
import { expFloat32, logFloat32 } from "../numeric/float32.ts"
import { log } from "../numeric/log.ts"

const { fround } = Math

/** `MinMaxScaler`: target = label × scale + min. */
export interface MinMaxTransform {
  readonly kind: "min-max"
  readonly scale: number
  readonly min: number
}

/** `FunctionTransformer`: target = ln(label / (1 - label)) / k. */
export interface InverseSigmoidTransform {
  readonly kind: "inverse-sigmoid"
  readonly k: number
}

/** `FunctionTransformer`, the other way round: target = 1 / (1 + exp(-k × label)). */
export interface SigmoidTransform {
  readonly kind: "sigmoid"
  readonly k: number
}

/** One step between label and training target; listed in the order in which training applied them. */
export type TargetTransform = MinMaxTransform | InverseSigmoidTransform | SigmoidTransform

/** Upstream refuses, too, where the model leaves the interval that it was trained on. */
function invertSigmoid(k: number, value: number): number {
  if (!(value > 0 && value < 1)) {
    const what = "the model's output has no value behind the sigmoid"
    throw new DomainError({ what, expected: "a number above 0 and below 1", actual: `${value}` })
  }
  return fround(fround(logFloat32(value) - logFloat32(fround(1 - value))) / fround(k))
}

/**
 * From the model's margin back to the label.
 *
 * @param transforms in training's order; undone from last to first
 * @param margin float32
 * @returns float32 in the label's unit
 * @throws {DomainError} where a sigmoid has no value for the margin
 */
export function invertTransforms(transforms: readonly TargetTransform[], margin: number): number {
  let value = margin
  for (let i = transforms.length - 1; i >= 0; i--) {
    const transform = transforms[i]
    if (transform.kind === "min-max") {
      // numpy subtracts and divides a float32 array by float64 scalars of an array: float64, rounded each time.
      value = fround(fround(value - transform.min) / transform.scale)
    } else if (transform.kind === "sigmoid") value = invertSigmoid(transform.k, value)
    else {
      const power = expFloat32(fround(fround(-transform.k) * value))
      value = fround(1 / fround(1 + power))
    }
  }
  return value
}

/**
 * From a label to what a model is trained on; in float64 up to the last step.
 *
 * @param transforms in training's order
 * @param label in the metric's unit
 * @returns float32, what `invertTransforms` leads back from but for rounding
 */
export function applyTransforms(transforms: readonly TargetTransform[], label: number): number {
  let value = label
  for (const transform of transforms) {
    if (transform.kind === "min-max") value = value * transform.scale + transform.min
    else if (transform.kind === "sigmoid") value = 1 / (1 + exp(-transform.k * value))
    else value = (log(value) - log(1 - value)) / transform.k
  }
  return fround(value)
}

/**
 * As `invertTransforms`, for bounds: a margin on which a sigmoid has no value is infinitely far out.
 *
 * @returns float32 in the label's unit, or an infinity; it never falls, or never rises, with the margin
 */
export function invertBound(transforms: readonly TargetTransform[], margin: number): number {
  let value = margin
  for (let i = transforms.length - 1; i >= 0; i--) {
    const transform = transforms[i]
    if (transform.kind === "sigmoid" && !(value > 0 && value < 1)) {
      value = (value > 0 ? Infinity : -Infinity) / transform.k
    } else value = invertTransforms([transform], value)
  }
  return value
}

/** 1 where the label rises with the margin, -1 where it falls. */
export function directionOf(transforms: readonly TargetTransform[]): 1 | -1 {
  const signs = transforms.map(step => (step.kind === "min-max" ? step.scale : step.k))
  return signs.filter(sign => sign < 0).length % 2 === 0 ? 1 : -1
}

function finite(field: Field): number {
  if (typeof field.value !== "number" || !Number.isFinite(field.value))
    field.fail("wrong type", "a finite number")
  return field.value as number
}

/**
 * Reads the list of transforms of a surrogate's description.
 *
 * @throws {ModelFormatError} with the path of the field
 */
export function parseTransforms(value: DocumentValue | undefined, source: string): TargetTransform[] {
  return new Field(value, "targetTransform", source).items().map(item => {
    const kind = item.get("kind")
    if (kind.value === "min-max") {
      return { kind: "min-max", scale: finite(item.get("scale")), min: finite(item.get("min")) }
    }
    if (kind.value === "inverse-sigmoid" || kind.value === "sigmoid") {
      return { kind: kind.value, k: finite(item.get("k")) }
    }
    return kind.fail("unknown transform", '"min-max", "inverse-sigmoid" or "sigmoid"')
  })
}
