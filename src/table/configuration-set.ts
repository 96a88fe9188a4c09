/** Distinct configurations with a hash table over them: open addressing, linear probing, at most half full. */

import { type ConfigurationCode, NUM_CELLS } from "./configuration-code.ts"

/** The arrays of a set: what is written to files. */
export interface ConfigurationArrays {
  /** One entry a configuration, in the order in which they were added. */
  readonly cells: Int32Array
  readonly learningRates: Float64Array
  readonly weightDecays: Float64Array
  /** The hash table: a power of two of slots, each the place of a configuration plus one, or 0. */
  readonly slots: Int32Array
}

const FEWEST_SLOTS = 16

const float: Float64Array = /* @__PURE__ */ new Float64Array(2)
const words: Uint32Array = /* @__PURE__ */ new Uint32Array(float.buffer)

/** MurmurHash3's rounds over the five words of a configuration: the slots in files depend on it. */
function hash(cell: number, learningRate: number, weightDecay: number): number {
  float[0] = learningRate
  float[1] = weightDecay
  let state = cell
  for (const word of words) {
    const mixed = Math.imul(word, 0xcc9e2d51)
    state ^= Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593)
    state = Math.imul((state << 13) | (state >>> 19), 5) + 0xe6546b64
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35)
  return (state ^ (state >>> 16)) >>> 0
}

/** Slots for so many configurations. */
export function slotsFor(size: number): number {
  let slots = FEWEST_SLOTS
  while (slots < 2 * size) slots *= 2
  return slots
}

function grown<T extends Int32Array | Float64Array>(array: T): T {
  const larger = new (array.constructor as new (length: number) => T)(2 * array.length)
  larger.set(array)
  return larger
}

/** Distinct configurations, numbered from 0 in the order in which they were added. */
export class ConfigurationSet {
  /** How many there are. */
  size = 0
  private cells: Int32Array
  private learningRates: Float64Array
  private weightDecays: Float64Array
  private slots: Int32Array

  /** @param arrays those of a set that was written; `checkArrays` has passed them */
  constructor(arrays?: ConfigurationArrays) {
    this.cells = arrays?.cells ?? new Int32Array(FEWEST_SLOTS / 2)
    this.learningRates = arrays?.learningRates ?? new Float64Array(FEWEST_SLOTS / 2)
    this.weightDecays = arrays?.weightDecays ?? new Float64Array(FEWEST_SLOTS / 2)
    this.slots = arrays?.slots ?? new Int32Array(FEWEST_SLOTS)
    if (arrays !== undefined) this.size = arrays.cells.length
  }

  /** The slot of a configuration, or the empty one where it belongs. */
  private slotOf(cell: number, learningRate: number, weightDecay: number): number {
    const { slots, cells, learningRates, weightDecays } = this
    const mask = slots.length - 1
    let slot = hash(cell, learningRate, weightDecay) & mask
    for (;;) {
      const at = slots[slot]! - 1
      if (at < 0) return slot
      if (cells[at] === cell && learningRates[at] === learningRate && weightDecays[at] === weightDecay)
        return slot
      slot = (slot + 1) & mask
    }
  }

  /** @returns the number of a configuration; -1 for one that was never added */
  find({ cell, learningRate, weightDecay }: ConfigurationCode): number {
    return this.slots[this.slotOf(cell, learningRate, weightDecay)]! - 1
  }

  /** @returns the number of a configuration, which is new or was there */
  add(cell: number, learningRate: number, weightDecay: number): number {
    let slot = this.slotOf(cell, learningRate, weightDecay)
    if (this.slots[slot] !== 0) return this.slots[slot]! - 1
    if (slotsFor(this.size + 1) > this.slots.length) {
      this.rehash()
      slot = this.slotOf(cell, learningRate, weightDecay)
    }
    if (this.size === this.cells.length) {
      this.cells = grown(this.cells)
      this.learningRates = grown(this.learningRates)
      this.weightDecays = grown(this.weightDecays)
    }
    this.cells[this.size] = cell
    this.learningRates[this.size] = learningRate
    this.weightDecays[this.size] = weightDecay
    this.size++
    this.slots[slot] = this.size
    return this.size - 1
  }

  private rehash(): void {
    this.slots = new Int32Array(2 * this.slots.length)
    for (let at = 0; at < this.size; at++) {
      const slot = this.slotOf(this.cells[at]!, this.learningRates[at]!, this.weightDecays[at]!)
      this.slots[slot] = at + 1
    }
  }

  /** @param at 0 … `size` - 1 */
  codeAt(at: number): ConfigurationCode {
    return {
      cell: this.cells[at]!,
      learningRate: this.learningRates[at]!,
      weightDecay: this.weightDecays[at]!,
    }
  }

  /** Views of the arrays, as long as there are configurations. */
  arrays(): ConfigurationArrays {
    return {
      cells: this.cells.subarray(0, this.size),
      learningRates: this.learningRates.subarray(0, this.size),
      weightDecays: this.weightDecays.subarray(0, this.size),
      slots: this.slots,
    }
  }
}

/**
 * Whether arrays are those of a set: every configuration is found by its hash, and no probe runs for ever.
 *
 * @returns null, or what is wrong with them
 */
export function problemOfArrays(arrays: ConfigurationArrays): string | null {
  const { cells, learningRates, weightDecays, slots } = arrays
  const size = cells.length
  if (slots.length !== slotsFor(size)) return `${slots.length} slots for ${size} configurations`
  let used = 0
  for (const entry of slots) {
    if (entry < 0 || entry > size) return `a slot that names configuration ${entry - 1}`
    if (entry > 0) used++
  }
  if (used !== size) return `${used} slots in use for ${size} configurations`
  const set = new ConfigurationSet(arrays)
  for (let at = 0; at < size; at++) {
    const cell = cells[at]!
    const isKnown = cell >= 0 && cell < NUM_CELLS
    if (!(isKnown && Number.isFinite(learningRates[at]!) && Number.isFinite(weightDecays[at]!))) {
      return `configuration ${at} is none of the space`
    }
    if (set.find(set.codeAt(at)) !== at) return `configuration ${at} is not found by its hash`
  }
  return null
}
