/**
 * Ladders of fidelities, and how many configurations stand on each rung: successive halving (K. Jamieson and A.
 * Talwalkar, AISTATS 2016) and the brackets of Hyperband (L. Li et al., JMLR 18, 2018).
 */

import { show } from "../../errors.ts"
import type { Fidelity } from "../ask-tell.ts"

/** Which epochs a ladder has. */
export interface EpochRungsOptions {
  /** No rung is below. Default: 1, as in the paper's published runs. */
  readonly min?: number
  /** The top. Default: 200. */
  readonly max?: number
  /** Default: 3. */
  readonly eta?: number
}

/**
 * Epochs from the highest down, each an eta-th of the one above, rounded down.
 *
 * @returns from the lowest to the highest
 * @throws {RangeError} for epochs that are no positive integers in order, and an eta that is not above 1
 * @example
 * ```ts
 * epochRungs().map(({ epoch }) => epoch) // [2, 7, 22, 66, 200]
 * epochRungs({ min: 12 }).map(({ epoch }) => epoch) // [22, 66, 200]
 * ```
 */
export function epochRungs({ min = 1, max = 200, eta = 3 }: EpochRungsOptions = {}): readonly Fidelity[] {
  if (!Number.isSafeInteger(min) || min < 1) {
    throw new RangeError(`options.min: expected an integer of 1 or more, got ${show(min)}`)
  }
  if (!Number.isSafeInteger(max) || max < min) {
    throw new RangeError(`options.max: expected an integer of ${min} or more, got ${show(max)}`)
  }
  checkEta(eta, "options.eta")
  const rungs: Fidelity[] = []
  for (let epoch = max; epoch >= min; epoch /= eta) rungs.unshift({ epoch: Math.floor(epoch) })
  return rungs
}

/**
 * The diagonal of JAHS-Bench-201's study (appendix D): four fidelities that rise together, level by level.
 *
 * @example
 * ```ts
 * diagonalRungs()[1] // { epoch: 66, N: 3, W: 8, Resolution: 0.5 }
 * ```
 */
export function diagonalRungs(): readonly Fidelity[] {
  return [
    { epoch: 22, N: 1, W: 4, Resolution: 0.25 },
    { epoch: 66, N: 3, W: 8, Resolution: 0.5 },
    { epoch: 200, N: 5, W: 16, Resolution: 1 },
  ]
}

/** @throws {RangeError} for a number that is not above 1 */
export function checkEta(eta: number, path: string): void {
  if (eta > 1 && eta < Number.POSITIVE_INFINITY) return
  throw new RangeError(`${path}: expected a number above 1, got ${show(eta)}`)
}

/** @throws {RangeError} for no rungs */
export function checkRungs(rungs: readonly Fidelity[]): void {
  if (Array.isArray(rungs) && rungs.length > 0) return
  throw new RangeError(`settings.rungs: expected at least one fidelity, got ${show(rungs)}`)
}

/** A bracket: configurations begin on a rung, and the best of each go on to the next. */
export interface Bracket {
  /** Number of the rung at which it begins, 0 for the lowest. */
  readonly firstRung: number
  /** How many configurations stand on that rung and each higher one. */
  readonly sizes: readonly number[]
}

/** A number multiplied by eta so many times. */
function raised(number: number, eta: number, times: number): number {
  let product = number
  for (let i = 0; i < times; i++) product *= eta
  return product
}

/** With how many configurations a bracket begins in order to end with one on the highest rung. */
export function fullBracket(numRungs: number, eta: number): number {
  return Math.ceil(raised(1, eta, numRungs - 1))
}

/** Successive halving: an eta-th of the configurations goes on, at least one. */
export function halving(
  numConfigurations: number,
  firstRung: number,
  numRungs: number,
  eta: number,
): Bracket {
  const sizes: number[] = []
  let size = numConfigurations
  for (let rung = firstRung; rung < numRungs; rung++) {
    sizes.push(Math.max(1, Math.floor(size)))
    size /= eta
  }
  return { firstRung, sizes }
}

/**
 * One of Hyperband's brackets, as the paper's study has them (and HpBandSter): with r rungs, the bracket that has s
 * promotions begins with ⌊r / (s + 1)⌋ eta^s configurations. They come from the one with most promotions to the
 * one without any, and again. Li et al. round otherwise: ⌈r eta^s / (s + 1)⌉.
 *
 * @param number of the bracket, from 0 on
 */
export function hyperbandBracket(number: number, numRungs: number, eta: number): Bracket {
  const firstRung = number % numRungs
  const promotions = numRungs - 1 - firstRung
  const size = raised(Math.floor(numRungs / (promotions + 1)), eta, promotions)
  return halving(Math.floor(size), firstRung, numRungs, eta)
}
