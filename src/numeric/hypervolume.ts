/**
 * The hypervolume of a set of points: exact, by the WFG algorithm (L. While, L. Bradstreet and L. Barone, "A Fast
 * Way of Calculating Exact Hypervolumes", IEEE Transactions on Evolutionary Computation 16, 2012).
 */

import { ShapeError } from "../errors.ts"

/** One number an objective; less is better. */
export type Point = readonly number[]

/** Whether a point is nowhere worse than another. */
function covers(a: Point, b: Point): boolean {
  return a.every((value, at) => value <= b[at])
}

/** Points that none of the others covers; of equal ones, the first. */
function undominated(points: readonly Point[]): Point[] {
  return points.filter(
    (point, i) =>
      !points.some((other, k) => i !== k && covers(other, point) && (k < i || !covers(point, other))),
  )
}

/** In the plane: a staircase, from the lowest first coordinate on. */
function staircase(points: readonly Point[], [right, top]: Point): number {
  let sum = 0
  let ceiling = top
  for (const [x, y] of [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (y >= ceiling) continue
    sum += (right - x) * (ceiling - y)
    ceiling = y
  }
  return sum
}

function volume(points: readonly Point[], reference: Point): number {
  if (reference.length === 2) return staircase(points, reference)
  let sum = 0
  for (const [at, point] of points.entries()) {
    const box = point.reduce((product, value, axis) => product * (reference[axis] - value), 1)
    // What later points have in common with this one is theirs.
    const common = points.slice(at + 1).map(other => other.map((value, axis) => Math.max(value, point[axis])))
    sum += box - volume(undominated(common), reference)
  }
  return sum
}

/**
 * The volume of what a set of points dominates, where low is good, up to a reference point.
 *
 * @param points one number an objective; those that are not below the reference in everything count nothing
 * @param reference one number an objective
 * @throws {ShapeError} for a point of another length, and for less than two objectives
 * @throws {RangeError} for NaN
 * @example
 * ```ts
 * hypervolume([[1, 3], [2, 1]], [4, 4]) // 7
 * ```
 */
export function hypervolume(points: readonly Point[], reference: Point): number {
  if (reference.length < 2) {
    throw new ShapeError({
      path: "reference",
      what: "too few objectives",
      expected: "2 or more",
      actual: `${reference.length}`,
    })
  }
  for (const [at, point] of points.entries()) {
    if (point.length !== reference.length) {
      const expected = `${reference.length} objectives, as the reference has`
      throw new ShapeError({
        path: `points[${at}]`,
        what: "wrong length",
        expected,
        actual: `${point.length}`,
      })
    }
    if (point.some(Number.isNaN)) throw new RangeError(`points[${at}]: expected numbers, got NaN`)
  }
  const inside = points.filter(point => point.every((value, at) => value < reference[at]))
  return volume(undominated(inside), reference)
}
