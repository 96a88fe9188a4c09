/**
 * The inverse of the transforms that a surrogate's training target went through, in the float32 order of
 * scikit-learn's `TransformedTargetRegressor` around jahs_bench's `CustomTransformFunctions`.
 */

import { type DocumentValue, Field } from "../formats/document.ts"
import { expFloat32 } from "../numeric/float32.ts"

const { fround } = Math

/** `MinMaxScaler`: target = label × scale + min. */
interface MinMaxTransform {
  readonly kind: "min-max"
  readonly scale: number
  readonly min: number
}

/** `FunctionTransformer`: target = ln(label / (1 - label)) / k. */
interface InverseSigmoidTransform {
  readonly kind: "inverse-sigmoid"
  readonly k: number
}

/** One step between label and training target; listed in the order in which training applied them. */
export type TargetTransform = MinMaxTransform | InverseSigmoidTransform

/**
 * From the model's margin back to the label.
 *
 * @param transforms in training's order; undone from last to first
 * @param margin float32
 * @returns float32 in the label's unit
 */
export function invertTransforms(transforms: readonly TargetTransform[], margin: number): number {
  let value = margin
  for (let i = transforms.length - 1; i >= 0; i--) {
    const transform = transforms[i]
    if (transform.kind === "min-max") {
      // numpy subtracts and divides a float32 array by float64 scalars of an array: float64, rounded each time.
      value = fround(fround(value - transform.min) / transform.scale)
    } else {
      const power = expFloat32(fround(fround(-transform.k) * value))
      value = fround(1 / fround(1 + power))
    }
  }
  return value
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
    if (kind.value === "inverse-sigmoid") return { kind: "inverse-sigmoid", k: finite(item.get("k")) }
    return kind.fail("unknown transform", '"min-max" or "inverse-sigmoid"')
  })
}
