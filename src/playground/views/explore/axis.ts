/** Axes that responses and heat maps run along: every hyperparameter with several values, and the epoch. */

import type { Hyperparameter, HyperparameterValue } from "../../../entries/index.web.ts"
import type { Point } from "../../state/point.ts"

/** What varies along an axis. */
export type Axis =
  | {
      readonly kind: "float"
      readonly name: string
      readonly lower: number
      readonly upper: number
      readonly isLog: boolean
    }
  | { readonly kind: "epoch"; readonly name: "epoch"; readonly lower: number; readonly upper: number }
  | { readonly kind: "discrete"; readonly name: string; readonly values: readonly HyperparameterValue[] }

const FIRST_EPOCH = 1
const LAST_EPOCH = 200

/**
 * The axes of a benchmark's space, the epoch last.
 *
 * @param hyperparameters of the space
 */
export function axesOf(hyperparameters: readonly Hyperparameter[]): readonly Axis[] {
  const axes = hyperparameters.flatMap((hyperparameter): Axis[] => {
    const { name } = hyperparameter
    switch (hyperparameter.kind) {
      case "constant":
        return []
      case "float":
        return [
          {
            kind: "float",
            name,
            lower: hyperparameter.lower,
            upper: hyperparameter.upper,
            isLog: hyperparameter.log,
          },
        ]
      case "integer": {
        const { lower, upper } = hyperparameter
        return [
          { kind: "discrete", name, values: Array.from({ length: upper - lower + 1 }, (_, i) => lower + i) },
        ]
      }
      default:
        return [{ kind: "discrete", name, values: hyperparameter.values }]
    }
  })
  return [...axes, { kind: "epoch", name: "epoch", lower: FIRST_EPOCH, upper: LAST_EPOCH }]
}

/** Where a point is on an axis. */
export function valueOn({ name }: Axis, { configuration, epoch }: Point): HyperparameterValue {
  if (name === "epoch") return epoch
  return (configuration as unknown as Readonly<Record<string, HyperparameterValue>>)[name]!
}

/** A point with another value on an axis. */
export function movedTo({ name }: Axis, { configuration, epoch }: Point, value: HyperparameterValue): Point {
  if (name === "epoch") return { configuration, epoch: value as number }
  return { configuration: { ...configuration, [name]: value }, epoch }
}
