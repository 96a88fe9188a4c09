/**
 * MT19937 (M. Matsumoto, T. Nishimura, Mersenne Twister, ACM TOMACS 8, 1998), seeded and read as numpy's legacy
 * `numpy.random.RandomState` does it: for what older Python programs drew. The package's own draws come from
 * `generator.ts`.
 */

import { show } from "../errors.ts"

/** The state of a `RandomState`, fit for JSON. */
export interface RandomStateState {
  readonly bitGenerator: "MT19937"
  /** 624 words of 32 bits. */
  readonly key: readonly number[]
  /** How many of the words have been drawn; 624 before the first draw too. */
  readonly position: number
}

/** Words of the state, and how far ahead the recurrence reaches. */
const NUM_WORDS = 624
const SHIFT = 397

const MATRIX_A = 0x9908b0df
const UPPER_BIT = 0x80000000
const LOWER_BITS = 0x7fffffff

/** 2^-53. */
const UNIT = 1.1102230246251565e-16

function checkWord(value: unknown, name: string): number {
  if (typeof value !== "number") {
    throw new TypeError(`${name}: wrong type; expected an integer of 32 bits, got ${show(value)}`)
  }
  if (value !== value >>> 0) {
    throw new RangeError(`${name}: out of range; expected an integer from 0 to 4294967295, got ${value}`)
  }
  return value
}

/** What an element's left neighbour adds to it, in every seeding. */
function carry(word: number, multiplier: number): number {
  return Math.imul(word ^ (word >>> 30), multiplier)
}

/** `init_genrand` of the authors' code: the words that grow from one. */
function keyFromWord(word: number): Uint32Array {
  const key = new Uint32Array(NUM_WORDS)
  key[0] = word
  for (let i = 1; i < NUM_WORDS; i++) key[i] = carry(key[i - 1]!, 1812433253) + i
  return key
}

/** `init_by_array` of the authors' code. */
function keyFromWords(words: readonly number[]): Uint32Array {
  const key = keyFromWord(19650218)
  let i = 0
  const next = (): number => {
    if (i === NUM_WORDS - 1) {
      key[0] = key[i]!
      i = 0
    }
    return i++
  }
  for (let k = 0; k < Math.max(NUM_WORDS, words.length); k++) {
    const j = k % words.length
    const left = next()
    key[i] = (key[i]! ^ carry(key[left]!, 1664525)) + words[j]! + j
  }
  for (let k = 1; k < NUM_WORDS; k++) {
    const left = next()
    key[i] = (key[i]! ^ carry(key[left]!, 1566083941)) - i
  }
  key[0] = UPPER_BIT
  return key
}

/** The next 624 words, in place. */
function twist(key: Uint32Array): void {
  for (let i = 0; i < NUM_WORDS; i++) {
    const word = (key[i]! & UPPER_BIT) | (key[(i + 1) % NUM_WORDS]! & LOWER_BITS)
    key[i] = key[(i + SHIFT) % NUM_WORDS]! ^ (word >>> 1) ^ (word & 1 ? MATRIX_A : 0)
  }
}

/**
 * `numpy.random.RandomState`: the same seed and the same calls give the same numbers. Only what
 * `jahs_bench` draws is here: `random` and `randint`.
 *
 * @example
 * ```ts
 * const random = new RandomState(0)
 * random.random() // 0.5488135039273248
 * random.randint(1, 200) // 118
 * ```
 */
export class RandomState {
  private key: Uint32Array
  private position: number = NUM_WORDS

  /**
   * @param seed an integer from 0 to 2^32 - 1, or an array of at least one of them, as numpy takes it
   * @throws {RangeError} for an integer out of range, or an empty array
   * @throws {TypeError} for anything else
   */
  constructor(seed: number | readonly number[]) {
    if (!Array.isArray(seed)) {
      this.key = keyFromWord(checkWord(seed, "seed"))
      return
    }
    if (seed.length === 0) throw new RangeError("seed: empty; expected at least one integer, got none")
    this.key = keyFromWords(seed.map((word, k) => checkWord(word, `seed[${k}]`)))
  }

  /** @returns a number of at least 0 and below 1, a multiple of 2^-53; numpy's `random_sample` */
  random(): number {
    const high = this.nextWord() >>> 5
    return (high * 67108864 + (this.nextWord() >>> 6)) * UNIT
  }

  /**
   * An integer, each equally likely, by masked rejection: as many low bits as the range has, drawn again while
   * they are too large. As numpy for its default `dtype`, a range of one value draws nothing, one of up to
   * 2^32 takes 32 bits at a time, a larger one 64.
   *
   * @param low lowest result, a safe integer
   * @param high one above the highest result, a safe integer
   * @returns an integer of at least low and below high
   * @throws {RangeError} when a bound is not a safe integer, or high is not above low
   */
  randint(low: number, high: number): number {
    if (!Number.isSafeInteger(low)) {
      throw new RangeError(`low: not a safe integer; expected an integer below high, got ${show(low)}`)
    }
    if (!Number.isSafeInteger(high) || high <= low) {
      throw new RangeError(`high: not above low; expected a safe integer above ${low}, got ${show(high)}`)
    }
    const largest = high - low - 1
    if (largest === 0) return low
    if (largest > 0xffffffff) return Number(BigInt(low) + this.upTo64(BigInt(high) - BigInt(low) - 1n))
    const mask = 0xffffffff >>> Math.clz32(largest)
    let value: number
    do {
      value = (this.nextWord() & mask) >>> 0
    } while (value > largest)
    return low + value
  }

  /** @returns a plain object, fit for JSON, from which `restore` goes on */
  state(): RandomStateState {
    return { bitGenerator: "MT19937", key: Array.from(this.key), position: this.position }
  }

  /**
   * Goes back (or on) to a state: what is drawn next is what was drawn next then.
   *
   * @param state what `state` returned, of this or of another one
   * @throws {TypeError} for anything else
   * @throws {RangeError} for a field out of range
   */
  restore(state: RandomStateState): void {
    if (state?.bitGenerator !== "MT19937") {
      const actual = show(state?.bitGenerator)
      throw new TypeError(`state.bitGenerator: another generator's state; expected "MT19937", got ${actual}`)
    }
    const { key, position } = state
    if (!Number.isInteger(position) || position < 0 || position > NUM_WORDS) {
      const actual = show(position)
      throw new RangeError(
        `state.position: out of range; expected an integer from 0 to ${NUM_WORDS}, got ${actual}`,
      )
    }
    if (!Array.isArray(key)) {
      throw new TypeError(`state.key: wrong type; expected an array, got ${show(key)}`)
    }
    if (key.length !== NUM_WORDS) {
      throw new RangeError(`state.key: wrong length; expected ${NUM_WORDS} words, got ${key.length}`)
    }
    this.key = Uint32Array.from(key, (word: unknown, k) => checkWord(word, `state.key[${k}]`))
    this.position = position
  }

  /** 32 bits, tempered; signed or not, whoever draws shifts or masks them. */
  private nextWord(): number {
    if (this.position === NUM_WORDS) {
      twist(this.key)
      this.position = 0
    }
    let word = this.key[this.position++]!
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return word ^ (word >>> 18)
  }

  /** At most `largest`, which has more than 32 bits. Rare enough for bigint. */
  private upTo64(largest: bigint): bigint {
    const numBits = largest.toString(2).length
    let value: bigint
    do {
      const high = BigInt(this.nextWord() >>> 0)
      value = BigInt.asUintN(numBits, (high << 32n) | BigInt(this.nextWord() >>> 0))
    } while (value > largest)
    return value
  }
}
