/**
 * From a seed of any size to well-mixed words: `numpy.random.SeedSequence`, after M. E. O'Neill's seed_seq
 * (https://www.pcg-random.org/posts/developing-a-seed_seq-alternative.html), for one integer and no spawn key.
 */

import { show } from "../errors.ts"

/** Words of the pool, numpy's default. */
const POOL_SIZE = 4

const INITIAL_A = 0x43b0d7e5
const MULTIPLIER_A = 0x931e8875
const INITIAL_B = 0x8b51f9dd
const MULTIPLIER_B = 0x58f38ded
const MIX_LEFT = 0xca01f9dd
const MIX_RIGHT = 0x4973f715

/** Takes a word in and moves its own multiplier on, so that equal words at other places hash differently. */
class Hash {
  private constant: number
  private readonly multiplier: number

  constructor(constant: number, multiplier: number) {
    this.constant = constant
    this.multiplier = multiplier
  }

  next(word: number): number {
    const value = word ^ this.constant
    this.constant = Math.imul(this.constant, this.multiplier)
    const product = Math.imul(value, this.constant)
    return product ^ (product >>> 16)
  }
}

function mix(x: number, y: number): number {
  const value = (Math.imul(MIX_LEFT, x) - Math.imul(MIX_RIGHT, y)) | 0
  return value ^ (value >>> 16)
}

/** The words of a seed, least significant first; one word for 0. */
function toWords(seed: number | bigint): number[] {
  if (typeof seed !== "bigint" && typeof seed !== "number") {
    throw new TypeError(`seed: wrong type; expected a non-negative integer, got ${show(seed)}`)
  }
  if (typeof seed === "number" && !Number.isSafeInteger(seed)) {
    const remedy = Number.isInteger(seed) ? "; give larger seeds as bigint" : ""
    throw new RangeError(`seed: not a safe integer; expected an integer of at least 0, got ${seed}${remedy}`)
  }
  if (seed < 0) throw new RangeError(`seed: negative; expected an integer of at least 0, got ${show(seed)}`)
  const words: number[] = []
  let rest = BigInt(seed)
  do {
    words.push(Number(rest & 0xffffffffn))
    rest >>= 32n
  } while (rest > 0n)
  return words
}

/**
 * The words that numpy derives from a seed: `numpy.random.SeedSequence(seed).generate_state(numWords)`.
 *
 * @param seed a non-negative integer: a safe integer, or a bigint of any size
 * @param numWords how many words
 * @returns that many words of 32 bits
 * @throws {RangeError} for a seed that is negative or not a safe integer
 * @throws {TypeError} for a seed that is neither a number nor a bigint
 * @example
 * ```ts
 * seedWords(0, 2) // Uint32Array [2968811710, 3677149159]
 * ```
 */
export function seedWords(seed: number | bigint, numWords: number): Uint32Array {
  const entropy = toWords(seed)
  const pool = new Int32Array(POOL_SIZE)
  const hash = new Hash(INITIAL_A, MULTIPLIER_A)
  for (let k = 0; k < POOL_SIZE; k++) pool[k] = hash.next(entropy[k] ?? 0)
  for (let from = 0; from < POOL_SIZE; from++) {
    for (let to = 0; to < POOL_SIZE; to++) {
      if (from !== to) pool[to] = mix(pool[to]!, hash.next(pool[from]!))
    }
  }
  for (const word of entropy.slice(POOL_SIZE)) {
    for (let to = 0; to < POOL_SIZE; to++) pool[to] = mix(pool[to]!, hash.next(word))
  }

  const output = new Hash(INITIAL_B, MULTIPLIER_B)
  const words = new Uint32Array(numWords)
  for (let k = 0; k < numWords; k++) words[k] = output.next(pool[k % POOL_SIZE]!)
  return words
}
