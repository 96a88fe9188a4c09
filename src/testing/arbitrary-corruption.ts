/** Corruptions of model bytes, aimed at what readers trust: numbers, lengths, marks of structure, ends. */

import * as fc from "fast-check"

/** Changed bytes, and what was done to them. */
export interface Corruption {
  readonly bytes: Uint8Array
  /** For example `byte 1042: digit 3 became 9`. */
  readonly what: string
}

/** A change of some bytes: `removed` at `at` become `inserted`. */
interface Edit {
  readonly at: number
  readonly removed: number
  readonly inserted: readonly number[]
  readonly what: string
}

const bytesOf = (text: string): number[] => Array.from(text, letter => letter.charCodeAt(0))

/** Bytes that open, close and separate in JSON and UBJSON, and the types of UBJSON's numbers. */
const MARKS: ReadonlySet<number> = /* @__PURE__ */ new Set(bytesOf('[]{}":,#$iIlLUdDSCTFZN'))

/** Numbers at the edges of what a reader may assume, as text. */
const NUMERALS: readonly string[] = [
  ...["-1", "0", "2147483647", "2147483648", "-2147483648", "4294967295", "9007199254740993"],
  ...["1e39", "-1e39", "1e-50", "NaN", "1e999", "0.5"],
]

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/** Positions of bytes that a test holds for; the first few of very many. */
function positions(bytes: Uint8Array, test: (byte: number, at: number) => boolean): number[] {
  const found: number[] = []
  for (let at = 0; at < bytes.length && found.length < 100_000; at++) if (test(bytes[at], at)) found.push(at)
  return found
}

/** The numeral that starts at a position: its length. */
function numeralLength(bytes: Uint8Array, at: number): number {
  let end = at
  while (end < bytes.length && (isDigit(bytes[end]) || ".eE+-".includes(String.fromCharCode(bytes[end]))))
    end++
  return end - at
}

const letters = (codes: readonly number[]): string => JSON.stringify(String.fromCharCode(...codes))

/** Ways to change bytes, each where it makes sense; none where there is no such place. */
function editsOf(bytes: Uint8Array): fc.Arbitrary<Edit>[] {
  const { length } = bytes
  const anywhere = fc.nat(length - 1)
  const digits = positions(bytes, isDigit)
  const numerals = positions(bytes, (byte, at) => isDigit(byte) && !isDigit(bytes[at - 1] ?? 0))
  const marks = positions(bytes, byte => MARKS.has(byte))
  const edits: fc.Arbitrary<Edit>[] = [
    fc.tuple(anywhere, fc.nat(7)).map(([at, bit]) => ({
      at,
      removed: 1,
      inserted: [bytes[at] ^ (1 << bit)],
      what: `bit ${bit} flipped`,
    })),
    anywhere.map(at => ({ at, removed: length - at, inserted: [], what: "cut off" })),
    fc.tuple(anywhere, fc.integer({ min: 1, max: 16 })).map(([at, count]) => {
      const removed = Math.min(count, length - at)
      return { at, removed, inserted: [], what: `${removed} bytes left out` }
    }),
    fc.tuple(anywhere, fc.integer({ min: 1, max: 64 })).map(([at, count]) => {
      const span = [...bytes.subarray(at, at + count)]
      return { at, removed: 0, inserted: span, what: `${span.length} bytes doubled` }
    }),
    // Lengths of binary formats are little- or big-endian integers of four or eight bytes.
    fc
      .tuple(anywhere, fc.constantFrom(0, 0x7f, 0x80, 0xff), fc.constantFrom(1, 4, 8))
      .map(([at, byte, count]) => {
        const removed = Math.min(count, length - at)
        return {
          at,
          removed,
          inserted: new Array<number>(removed).fill(byte),
          what: `${removed} bytes became ${byte}`,
        }
      }),
  ]
  if (digits.length > 0) {
    edits.push(
      fc.tuple(fc.constantFrom(...digits), fc.nat(9)).map(([at, digit]) => ({
        at,
        removed: 1,
        inserted: [0x30 + digit],
        what: `digit ${bytes[at] - 0x30} became ${digit}`,
      })),
      fc.tuple(fc.constantFrom(...numerals), fc.constantFrom(...NUMERALS)).map(([at, numeral]) => {
        const removed = numeralLength(bytes, at)
        const before = letters([...bytes.subarray(at, at + removed)])
        return { at, removed, inserted: bytesOf(numeral), what: `number ${before} became ${numeral}` }
      }),
    )
  }
  if (marks.length > 0) {
    const mark = fc.constantFrom(...MARKS)
    edits.push(
      fc.tuple(fc.constantFrom(...marks), mark).map(([at, byte]) => ({
        at,
        removed: 1,
        inserted: [byte],
        what: `mark ${letters([bytes[at]])} became ${letters([byte])}`,
      })),
    )
  }
  return edits
}

function apply(bytes: Uint8Array, { at, removed, inserted, what }: Edit): Corruption {
  const result = new Uint8Array(bytes.length - removed + inserted.length)
  result.set(bytes.subarray(0, at))
  result.set(inserted, at)
  result.set(bytes.subarray(at + removed), at + inserted.length)
  return { bytes: result, what: `byte ${at}: ${what}` }
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i])

/**
 * Corruptions of a file: one change, aimed at digits, whole numbers, marks of structure, lengths or the end. Readers
 * must refuse it, or read a model that predicts; they must not hang, overflow or answer nonsense. A change near the
 * start is the simplest.
 *
 * @param bytes at least one
 * @throws {RangeError} for no bytes
 * @example
 * ```ts
 * import * as fc from "fast-check"
 * fc.assert(
 *   fc.property(arbitraryCorruption(bytes), corrupted => {
 *     try {
 *       readBooster(corrupted.bytes)
 *     } catch (error) {
 *       if (!(error instanceof JahsBenchError)) throw error
 *     }
 *   }),
 * )
 * ```
 */
export function arbitraryCorruption(bytes: Uint8Array): fc.Arbitrary<Corruption> {
  if (bytes.length === 0) throw new RangeError("bytes: expected at least one, got none")
  return fc
    .oneof(...editsOf(bytes))
    .map(edit => apply(bytes, edit))
    .filter(changed => !isSame(bytes, changed.bytes))
}
