/** Mutations that know nothing of the format: bits, bytes, spans. */
import type { Random } from "../support/random.ts"

/** Bytes that mean something in JSON or UBJSON, and the extremes. */
const TELLING = [
  ...new TextEncoder().encode('[]{}"\\,:#$-+.eE0123456789NaITFZSLlUdDiHC \n\u0000\u0001\u007f'),
]

/** The bytes with some of them replaced by others. */
export function splice(bytes: Uint8Array, at: number, removed: number, inserted: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length - removed + inserted.length)
  result.set(bytes.subarray(0, at))
  result.set(inserted, at)
  result.set(bytes.subarray(at + removed), at + inserted.length)
  return result
}

/** A span that starts somewhere and is short as a rule, sometimes long. */
function span(bytes: Uint8Array, random: Random): [start: number, end: number] {
  const start = random.below(bytes.length)
  const longest = random.chance(0.8) ? 16 : bytes.length
  return [start, Math.min(bytes.length, start + 1 + random.below(longest))]
}

const MUTATIONS: readonly ((bytes: Uint8Array, random: Random) => Uint8Array)[] = [
  function flipBit(bytes, random) {
    const copy = bytes.slice()
    copy[random.below(bytes.length)] ^= 1 << random.below(8)
    return copy
  },
  function setByte(bytes, random) {
    const copy = bytes.slice()
    copy[random.below(bytes.length)] = random.chance(0.6) ? random.pick(TELLING) : random.below(256)
    return copy
  },
  function changeDigit(bytes, random) {
    const copy = bytes.slice()
    const from = random.below(bytes.length)
    for (let k = 0; k < bytes.length; k++) {
      const at = (from + k) % bytes.length
      if (copy[at] < 0x30 || copy[at] > 0x39) continue
      copy[at] = 0x30 + random.below(10)
      break
    }
    return copy
  },
  function insert(bytes, random) {
    const inserted = Uint8Array.from({ length: 1 + random.below(8) }, () => random.pick(TELLING))
    return splice(bytes, random.below(bytes.length + 1), 0, inserted)
  },
  function remove(bytes, random) {
    const [start, end] = span(bytes, random)
    return splice(bytes, start, end - start, new Uint8Array())
  },
  function duplicate(bytes, random) {
    const [start, end] = span(bytes, random)
    return splice(bytes, end, 0, bytes.slice(start, end))
  },
  function move(bytes, random) {
    const [start, end] = span(bytes, random)
    const moved = bytes.slice(start, end)
    const rest = splice(bytes, start, end - start, new Uint8Array())
    return splice(rest, random.below(rest.length + 1), 0, moved)
  },
  function overwrite(bytes, random) {
    const copy = bytes.slice()
    const [start, end] = span(bytes, random)
    copy.fill(random.pick([0, 0xff, 0x7f, 0x80, random.below(256)]), start, Math.min(end, start + 16))
    return copy
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random.below(bytes.length))
  },
]

/** A mutant's bytes and how they were made. */
export interface Changed {
  readonly bytes: Uint8Array
  readonly what: string
}

/** Mutates until the bytes are other bytes: some mutations find nothing to change. */
export function unlike(original: Uint8Array, mutate: () => Changed): Changed {
  for (;;) {
    const changed = mutate()
    const { bytes } = changed
    if (bytes.length !== original.length || bytes.some((byte, k) => byte !== original[k])) return changed
  }
}

/** One mutation as a rule, sometimes a few. */
export function mutateBytes(bytes: Uint8Array, random: Random): Changed {
  let result = bytes
  const names: string[] = []
  do {
    const mutate = random.pick(MUTATIONS)
    if (result.length > 0) result = mutate(result, random)
    names.push(mutate.name)
  } while (random.chance(0.2))
  return { bytes: result, what: names.join(", ") }
}
