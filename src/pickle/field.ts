/**
 * The checked way to take values out of a pickle: every accessor knows the path it stands at and fails with it.
 * A value that only running the pickle would give is refused here, where it is needed, and nowhere else.
 */

import { ModelFormatError, show, UnsupportedModelError } from "../errors.ts"
import { describe } from "./describe.ts"
import { numbersOf } from "./ndarray.ts"
import type { NdArray, PickleGlobal, PickleObject, PickleValue } from "./value.ts"
import { PickleDict } from "./value.ts"

/** State of an object with `__slots__` is a pair: the dict, or None, and the dict of the slots. */
function lookUp(object: PickleObject, key: string): PickleValue | undefined {
  const { state } = object
  if (state instanceof PickleDict) return state.get(key)
  if (typeof state !== "object" || state === null || !("kind" in state) || state.kind !== "tuple")
    return undefined
  if (state.items.length !== 2) return undefined
  for (const part of state.items) {
    if (part instanceof PickleDict && part.has(key)) return part.get(key)
  }
  return undefined
}

/** One value of a pickle together with its path. Every accessor checks and fails with that path. */
export class PickleField {
  readonly value: PickleValue | undefined
  readonly path: string
  readonly source: string

  /**
   * @param value the value, undefined for what is not there
   * @param path where it stands, for example `steps[1][1].regressor_`; empty for the whole pickle
   * @param source name of the bytes, for messages
   */
  constructor(value: PickleValue | undefined, path: string, source: string) {
    this.value = value
    this.path = path
    this.source = source
  }

  /** Whether the value is there at all. */
  get exists(): boolean {
    return this.value !== undefined
  }

  /**
   * Refuses this value.
   *
   * @throws {UnsupportedModelError} when the value would have to be made by running something
   * @throws {ModelFormatError} otherwise
   */
  fail(what: string, expected: string, actual: string = describe(this.value)): never {
    const { value, source } = this
    const path = this.path || "pickle"
    const kind = this.#kind()
    if (kind === "opaque") {
      const made = "a value that only running the pickle would give"
      throw new UnsupportedModelError({ source, path, what: made, expected, actual: describe(value) })
    }
    throw new ModelFormatError({ source, path, what, expected, actual })
  }

  /**
   * Refuses this value as something sound that is not evaluated here.
   *
   * @throws {UnsupportedModelError} always
   */
  unsupported(what: string, expected: string, actual: string = describe(this.value)): never {
    throw new UnsupportedModelError({
      source: this.source,
      path: this.path || "pickle",
      what,
      expected,
      actual,
    })
  }

  #kind(): string {
    const { value } = this
    return typeof value === "object" && value !== null && "kind" in value ? value.kind : ""
  }

  #wrongType(expected: string): never {
    this.fail(this.value === undefined ? "missing value" : "wrong type", expected)
  }

  #child(value: PickleValue | undefined, step: string): PickleField {
    return new PickleField(
      value,
      this.path || step.startsWith("[") ? this.path + step : step.slice(1),
      this.source,
    )
  }

  /** Whether the value is Python's None. */
  get isNone(): boolean {
    if (this.#kind() === "opaque") this.#wrongType("None or a value")
    return this.value === null
  }

  /** `module.name` of an object's class; undefined for everything else. */
  get className(): string | undefined {
    const { value } = this
    if (typeof value !== "object" || value === null || !("kind" in value)) return undefined
    return value.kind === "object" ? `${value.module}.${value.name}` : undefined
  }

  #lookUp(key: string): PickleValue | undefined {
    const { value } = this
    if (value instanceof PickleDict) return value.get(key)
    return lookUp(this.object(), key)
  }

  /** Whether this object's state, or this dict, has the key. */
  has(key: string): boolean {
    return this.#lookUp(key) !== undefined
  }

  /** The value of a key of this object's state or of this dict; it may be absent (see `exists`). */
  get(key: string): PickleField {
    return this.#child(this.#lookUp(key), /^\w+$/.test(key) ? `.${key}` : `[${show(key)}]`)
  }

  /** The state of this object as one value, for states that are not a dict. */
  get state(): PickleField {
    return this.#child(this.object().state, ".(state)")
  }

  /** What this object's class was called with. */
  args(): PickleField[] {
    return this.object().args.map((arg, i) => this.#child(arg, `.(args)[${i}]`))
  }

  #array(): readonly PickleValue[] {
    const { value } = this
    if (Array.isArray(value)) return value
    if (typeof value !== "object" || value === null || !("kind" in value)) return this.#wrongType("a list")
    if (value.kind === "tuple" || value.kind === "set" || value.kind === "object") return value.items
    if (value.kind !== "ndarray") return this.#wrongType("a list")
    const { values, shape } = value
    if (Array.isArray(values) && shape.length === 1) return values
    return shape.length === 1
      ? Array.from(this.numbers())
      : this.#wrongType("a list or an array of one dimension")
  }

  /** The items of a list, tuple, set, array of one dimension or instance of a subclass of list. */
  items(): PickleField[] {
    const boolean = this.#kind() === "ndarray" && this.ndarray().dtype.letter === "b"
    return this.#array().map((item, i) => this.#child(boolean ? item === 1 : item, `[${i}]`))
  }

  /** One item of what `items` accepts; it may be absent (see `exists`). */
  at(index: number): PickleField {
    const item = this.#array()[index]
    const boolean = item !== undefined && this.#kind() === "ndarray" && this.ndarray().dtype.letter === "b"
    return this.#child(boolean ? item === 1 : item, `[${index}]`)
  }

  /** Keys and values of a dict or of an instance of a subclass of dict. */
  entries(): [PickleField, PickleField][] {
    const { value } = this
    const dict = value instanceof PickleDict ? value : this.object().entries
    if (dict === undefined) return []
    return dict.keys.map((key, i) => {
      const step = typeof key === "string" && /^\w+$/.test(key) ? `.${key}` : `[${describe(key)}]`
      return [this.#child(key, `${step}.(key)`), this.#child(dict.values[i], step)]
    })
  }

  /**
   * The value as an object.
   *
   * @param names classes it may be of: `module.name`, or the name alone when any module will do; any when none
   */
  object(...names: string[]): PickleObject {
    const { value } = this
    const expected = names.length === 0 ? "an object" : `an object of class ${names.join(" or ")}`
    if (typeof value !== "object" || value === null || !("kind" in value) || value.kind !== "object") {
      return this.#wrongType(expected)
    }
    const full = `${value.module}.${value.name}`
    if (names.length > 0 && !names.some(name => name === (name.includes(".") ? full : value.name))) {
      this.fail("wrong class", expected)
    }
    return value
  }

  /** The value as a class or function that is named. */
  global(): PickleGlobal {
    const { value } = this
    if (typeof value === "object" && value !== null && "kind" in value && value.kind === "global")
      return value
    return this.#wrongType("a class or function")
  }

  string(): string {
    const { value } = this
    if (typeof value === "string") return value
    if (typeof value === "object" && value !== null && "kind" in value && value.kind === "text")
      return value.text()
    return this.#wrongType("a string")
  }

  /** The items as strings. */
  strings(): string[] {
    return this.items().map(item => item.string())
  }

  number(): number {
    const { value } = this
    return typeof value === "number" ? value : this.#wrongType("a number")
  }

  /** An integer in [low, high]. */
  integer(low: number, high: number): number {
    const number = this.number()
    if (!Number.isInteger(number)) this.fail("not an integer", "an integer")
    if (number < low || number > high) this.fail("out of range", `an integer in ${low}..${high}`)
    return number
  }

  boolean(): boolean {
    const { value } = this
    return typeof value === "boolean" ? value : this.#wrongType("a boolean")
  }

  /** Bytes or a bytearray: a view where it can be, so it must not be changed. */
  bytes(): Uint8Array {
    const { value } = this
    return value instanceof Uint8Array ? value : this.#wrongType("bytes")
  }

  /** A numpy array as it is. */
  ndarray(): NdArray {
    const { value } = this
    if (typeof value === "object" && value !== null && "kind" in value && value.kind === "ndarray") {
      if (value.values === undefined) this.unsupported("dtype not read", "numbers, booleans or objects")
      return value
    }
    return this.#wrongType("a numpy array")
  }

  /**
   * The numbers of a numpy array (booleans are 0 and 1) or of a list, last axis fastest.
   *
   * @param length how many there must be; any number when absent
   */
  numbers(length?: number): Float64Array {
    const numbers = this.#numbers()
    if (length !== undefined && numbers.length !== length) {
      this.fail("length mismatch", `${length} entries`, `${numbers.length}`)
    }
    return numbers
  }

  #numbers(): Float64Array {
    if (this.#kind() !== "ndarray") {
      const items = this.#array()
      return Float64Array.from(items, (_, i) => this.at(i).number())
    }
    const array = this.ndarray()
    const numbers = numbersOf(array)
    if (numbers === undefined) return this.fail("not numbers", "numbers that a double holds exactly")
    return numbers
  }
}
