/** Limits on metrics, and what they are on the scale of margins. */

import { show } from "../../errors.ts"
import { ulpsBetween, ulpsFrom } from "../../numeric/ulps.ts"
import { marginRange } from "../../predict/regions/cell-plane.ts"
import type { Limit } from "../../predict/regions/limits.ts"
import type { Surrogate } from "../../surrogate/surrogate.ts"
import { directionOf, invertBound } from "../../surrogate/target-transform.ts"
import type { MetricName } from "../metric.ts"
import type { RegionSpace } from "./region-space.ts"
import { surrogateOf } from "./search.ts"

/** What a metric must keep to, in its unit; both ends included. */
export interface Constraint {
  readonly atLeast?: number
  readonly atMost?: number
}

/** Constraints by metric. */
export type Constraints = { readonly [Name in MetricName]?: Constraint }

/** One side of a constraint. */
interface Side {
  readonly surrogate: Surrogate
  /** Sign that turns this side into a least margin. */
  readonly sign: 1 | -1
  readonly isMet: (value: number) => boolean
}

/**
 * The least float32 margin, with a sign, whose metric meets a condition that all greater ones meet as well.
 *
 * @returns Infinity where none does
 */
function leastMargin({ surrogate, sign, isMet }: Side): number {
  const met = (margin: number): boolean => isMet(invertBound(surrogate.transforms, sign * margin))
  let [low, high] = [-Infinity, Infinity]
  if (met(low)) return low
  if (!met(high)) return high
  for (let steps = ulpsBetween(low, high); steps > 1; steps = ulpsBetween(low, high)) {
    const middle = ulpsFrom(low, Math.floor(steps / 2))
    if (met(middle)) high = middle
    else low = middle
  }
  return high
}

function checkConstraint(metric: string, constraint: unknown): Constraint {
  const path = `options.constraints["${metric}"]`
  if (typeof constraint !== "object" || constraint === null) {
    throw new TypeError(`${path}: expected { atLeast, atMost }, got ${show(constraint)}`)
  }
  for (const [side, value] of Object.entries(constraint)) {
    if (side !== "atLeast" && side !== "atMost") {
      throw new TypeError(`${path}.${side}: unknown side; expected atLeast, atMost`)
    }
    if (typeof value !== "number" || Number.isNaN(value)) {
      throw new TypeError(`${path}.${side}: expected a number, got ${show(value)}`)
    }
  }
  return constraint
}

/** The surrogates of constrained metrics. */
export function constrained(
  constraints: Constraints,
  surrogates: ReadonlyMap<string, Surrogate>,
): (readonly [Surrogate, Constraint])[] {
  return Object.entries(constraints).map(([metric, constraint]) => {
    const surrogate = surrogateOf(surrogates, metric, "options.constraints")
    return [surrogate, checkConstraint(metric, constraint)] as const
  })
}

/** Sides of a constraint, and of a metric that has no value on a part of its margins. */
function sidesOf(surrogate: Surrogate, { atLeast, atMost }: Constraint): Side[] {
  const rising = directionOf(surrogate.transforms)
  const falling = rising === 1 ? -1 : 1
  const sides: Side[] = []
  if (atLeast !== undefined) sides.push({ surrogate, sign: rising, isMet: value => value >= atLeast })
  if (atMost !== undefined) sides.push({ surrogate, sign: falling, isMet: value => value <= atMost })
  if (surrogate.transforms.some(({ kind }) => kind === "sigmoid")) {
    sides.push({ surrogate, sign: rising, isMet: value => value > -Infinity })
    sides.push({ surrogate, sign: falling, isMet: value => value < Infinity })
  }
  return sides
}

/**
 * Constraints as limits of margins, without those that the whole space keeps to.
 *
 * @param objectives surrogates whose metric must have a value, constrained or not
 */
export function limitsOf(
  over: RegionSpace,
  objectives: readonly Surrogate[],
  constraints: readonly (readonly [Surrogate, Constraint])[],
): Limit[] {
  const free = objectives.map(surrogate => [surrogate, {}] as const)
  return [...constraints, ...free]
    .flatMap(([surrogate, constraint]) => sidesOf(surrogate, constraint))
    .map(side => ({ trees: over.treesOf(side.surrogate, side.sign), atLeast: leastMargin(side) }))
    .filter(({ trees, atLeast }) => marginRange(trees).least < atLeast)
}
