/**
 * Numbers drawn from a bit generator: `random` and `integers` of `numpy.random.Generator`, draw for draw. Every
 * seed of the package ends here.
 */

import { show } from "../errors.ts"
import { multiplyHigh } from "./multiply-high.ts"
import { Philox, type PhiloxState } from "./philox.ts"
import { seedWords } from "./seed-sequence.ts"

/** What a sampler needs of a random generator. */
export interface RandomSource {
  /** @returns a number of at least 0 and below 1 */
  random(): number
  /** @returns an integer of at least low and below high */
  integers(low: number, high: number): number
}

/** The state of a generator, fit for JSON. */
export type GeneratorState = PhiloxState

/** `numpy.random.Generator` over Philox: the same seed or key and the same calls give the same numbers. */
export class Generator implements RandomSource {
  private readonly bits: Philox

  /** @param bits where the bits come from; the generator moves it on */
  constructor(bits: Philox) {
    this.bits = bits
  }

  /**
   * A generator with an explicit key, `numpy.random.Philox(key=[key0, key1])`: equal keys, equal streams.
   *
   * @param key0 lower word of the key, 64 bits
   * @param key1 upper word of the key, 64 bits
   * @returns a generator at its start
   * @throws {RangeError} for a word of more than 64 bits
   */
  static fromKey(key0: bigint, key1: bigint): Generator {
    return new Generator(new Philox({ key: [key0, key1] }))
  }

  /**
   * @returns a number of at least 0 and below 1, a multiple of 2^-53
   * @example
   * ```ts
   * createRandom(1).random() // 0.0668020093396563
   * ```
   */
  random(): number {
    return this.bits.nextDouble()
  }

  /**
   * An integer, each equally likely, by D. Lemire's rejection method (Fast random integer generation in an
   * interval, ACM TOMACS 29, 2019), as numpy's `integers(low, high)` for 64-bit integers draws it: 32 bits at a
   * time for ranges up to 2^32, 64 beyond, none at all for a range of one value. numpy's array draws
   * (`size=n`) are n such calls.
   *
   * @param low lowest result, a safe integer
   * @param high one above the highest result, a safe integer
   * @returns an integer of at least low and below high
   * @throws {RangeError} when a bound is not a safe integer, or high is not above low
   */
  integers(low: number, high: number): number {
    if (!Number.isSafeInteger(low)) {
      throw new RangeError(`low: not a safe integer; expected an integer below high, got ${show(low)}`)
    }
    if (!Number.isSafeInteger(high)) {
      throw new RangeError(`high: not a safe integer; expected an integer above low, got ${show(high)}`)
    }
    if (high <= low)
      throw new RangeError(`high: not above low; expected an integer above ${low}, got ${high}`)
    const range = high - low
    if (range === 1) return low
    if (range < 4294967296) return low + this.below32(range)
    if (range === 4294967296) return low + this.bits.nextUint32()
    // A difference of two safe integers need not be one.
    return Number(BigInt(low) + this.below64(BigInt(high) - BigInt(low)))
  }

  /** @returns a plain object, fit for JSON, from which `restore` goes on */
  state(): GeneratorState {
    return this.bits.state()
  }

  /**
   * Goes back (or on) to a state: what is drawn next is what was drawn next then.
   *
   * @param state what `state` returned, of this or of another generator
   * @throws {TypeError} for anything else
   * @throws {RangeError} for a field out of range
   */
  restore(state: GeneratorState): void {
    this.bits.restore(state)
  }

  /** Below a range of 2 to 2^32 - 1. */
  private below32(range: number): number {
    let word = this.bits.nextUint32()
    let low = Math.imul(word, range) >>> 0
    if (low < range) {
      const threshold = (4294967296 - range) % range
      while (low < threshold) {
        word = this.bits.nextUint32()
        low = Math.imul(word, range) >>> 0
      }
    }
    return multiplyHigh(word, range) >>> 0
  }

  /** Below a range of more than 2^32. Rare enough for bigint. */
  private below64(range: bigint): bigint {
    const threshold = (0x10000000000000000n - range) % range
    let product: bigint
    do {
      product = this.bits.nextUint64() * range
    } while (BigInt.asUintN(64, product) < threshold)
    return product >> 64n
  }
}

/**
 * A generator from a seed: `numpy.random.Generator(numpy.random.Philox(seed))`.
 *
 * @param seed a non-negative integer: a safe integer, or a bigint of any size
 * @returns a generator at its start
 * @throws {RangeError} for a seed that is negative or not a safe integer
 * @throws {TypeError} for a seed that is neither a number nor a bigint
 * @example
 * ```ts
 * const random = createRandom(7)
 * random.integers(0, 5) // 1
 * random.random() // 0.42614583623918467
 * ```
 */
export function createRandom(seed: number | bigint): Generator {
  const [a, b, c, d] = Array.from(seedWords(seed, 4), BigInt) as [bigint, bigint, bigint, bigint]
  return Generator.fromKey((b << 32n) | a, (d << 32n) | c)
}
