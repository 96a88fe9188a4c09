/** A configuration in a few words. */

import type { Point } from "../state/point.ts"
import { formatNumber } from "./format-number.ts"

const edges = ["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"] as const

/** The six operations of a cell as digits, in the order Op1 to Op6. */
export function cellDigits({ configuration }: Pick<Point, "configuration">): string {
  return edges.map(name => configuration[name]).join("")
}

/** For example `cell 204131, LearningRate 0.1, WeightDecay 0.0005, ReLU, no augmentation, epoch 200`. */
export function describePoint(point: Point): string {
  const { LearningRate, WeightDecay, Activation, TrivialAugment, N, W, Resolution } = point.configuration
  return [
    `cell ${cellDigits(point)}`,
    `LearningRate ${formatNumber(LearningRate)}`,
    `WeightDecay ${formatNumber(WeightDecay)}`,
    Activation,
    TrivialAugment ? "TrivialAugment" : "no augmentation",
    `N ${N}, W ${W}, Resolution ${Resolution}`,
    `epoch ${point.epoch}`,
  ].join(", ")
}
