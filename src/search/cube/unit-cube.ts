/**
 * Configurations as points of the unit cube: one coordinate for each hyperparameter that varies, in which equal
 * steps are equally far (the logarithm's for floats that say so).
 */

import { ConfigurationError, show } from "../../errors.ts"
import { exp } from "../../numeric/exp.ts"
import { log } from "../../numeric/log.ts"
import type { RandomSource } from "../../random/generator.ts"
import { describeAllowed, problemOf } from "../../space/hyperparameter.ts"
import type { Hyperparameter, HyperparameterValue } from "../../space/index.ts"
import type { SearchConfiguration } from "../optimiser.ts"

/** One coordinate. */
export interface Axis {
  readonly hyperparameter: Exclude<Hyperparameter, { kind: "constant" }>
  /** Number of different values; 0 for a float. A value's coordinate is the middle of its part of [0, 1]. */
  readonly numValues: number
  /** Whether values have no order: all are equally far from each other. */
  readonly isUnordered: boolean
}

function axisOf(hyperparameter: Axis["hyperparameter"]): Axis {
  const isUnordered = hyperparameter.kind === "categorical"
  if (hyperparameter.kind === "float") return { hyperparameter, numValues: 0, isUnordered }
  const numValues =
    hyperparameter.kind === "integer"
      ? hyperparameter.upper - hyperparameter.lower + 1
      : hyperparameter.values.length
  return { hyperparameter, numValues, isUnordered }
}

function coordinateOf({ hyperparameter, numValues }: Axis, value: HyperparameterValue): number {
  if (hyperparameter.kind === "float") {
    const { lower, upper } = hyperparameter
    if (lower === upper) return 0.5
    if (!hyperparameter.log) return ((value as number) - lower) / (upper - lower)
    return (log(value as number) - log(lower)) / (log(upper) - log(lower))
  }
  const index =
    hyperparameter.kind === "integer"
      ? (value as number) - hyperparameter.lower
      : (hyperparameter.values as readonly HyperparameterValue[]).indexOf(value)
  return (index + 0.5) / numValues
}

function valueAt({ hyperparameter, numValues }: Axis, coordinate: number): HyperparameterValue {
  if (hyperparameter.kind === "float") {
    const { lower, upper } = hyperparameter
    const value = hyperparameter.log
      ? exp(log(lower) + coordinate * (log(upper) - log(lower)))
      : lower + coordinate * (upper - lower)
    // Rounding must not lead out of the range.
    return Math.min(upper, Math.max(lower, value))
  }
  const index = Math.min(numValues - 1, Math.floor(coordinate * numValues))
  return hyperparameter.kind === "integer" ? hyperparameter.lower + index : hyperparameter.values[index]
}

/** A space of hyperparameters as a cube. */
export class UnitCube {
  readonly hyperparameters: readonly Hyperparameter[]
  readonly axes: readonly Axis[]

  /** @param hyperparameters of any kinds; constants have no coordinate */
  constructor(hyperparameters: readonly Hyperparameter[]) {
    this.hyperparameters = hyperparameters
    this.axes = hyperparameters.flatMap(hyperparameter =>
      hyperparameter.kind === "constant" ? [] : [axisOf(hyperparameter)],
    )
  }

  /** Number of coordinates. */
  get size(): number {
    return this.axes.length
  }

  /**
   * @param configuration a value for every hyperparameter
   * @returns `size` coordinates from 0 to 1
   * @throws {ConfigurationError} for a value that its hyperparameter does not allow
   */
  pointOf(configuration: SearchConfiguration): Float64Array {
    return Float64Array.from(this.axes, axis => {
      const { hyperparameter } = axis
      const value = configuration[hyperparameter.name]
      const what = problemOf(hyperparameter, value)
      if (what === null) return coordinateOf(axis, value)
      throw new ConfigurationError({
        source: "configuration",
        path: hyperparameter.name,
        what,
        expected: describeAllowed(hyperparameter),
        actual: show(value),
      })
    })
  }

  /**
   * @param point `size` coordinates from 0 to 1
   * @returns the configuration whose values' parts of the cube the point lies in
   */
  configurationAt(point: Float64Array): SearchConfiguration {
    const values: Record<string, HyperparameterValue> = {}
    let at = 0
    for (const hyperparameter of this.hyperparameters) {
      const isConstant = hyperparameter.kind === "constant"
      values[hyperparameter.name] = isConstant ? hyperparameter.value : valueAt(this.axes[at], point[at])
      if (!isConstant) at++
    }
    return values
  }

  /** Moves coordinates to the middles of their values' parts, so that equal configurations are equal points. */
  snap(point: Float64Array): void {
    for (const [at, { numValues }] of this.axes.entries()) {
      if (numValues === 0) continue
      point[at] = (Math.min(numValues - 1, Math.floor(point[at] * numValues)) + 0.5) / numValues
    }
  }

  /** The point of a point's configuration: the same, but for what rounding does to floats. */
  settled(point: Float64Array): Float64Array {
    return this.pointOf(this.configurationAt(point))
  }

  /** Draws a point, uniformly in the cube. */
  draw(random: RandomSource): Float64Array {
    const point = Float64Array.from(this.axes, () => random.random())
    this.snap(point)
    return point
  }
}
