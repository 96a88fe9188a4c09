/**
 * The plain records that a pickle is read into. Nothing of a pickle is ever run: a class becomes its name, an
 * object its name and state, and a call that this package does not know becomes an opaque record.
 */

import type { PickleText } from "./text.ts"

/** A Python tuple; a list is a JavaScript array. */
export interface PickleTuple {
  readonly kind: "tuple"
  readonly items: readonly PickleValue[]
}

/** A Python set or frozenset, its items in the order in which they were written. */
interface PickleSet {
  readonly kind: "set"
  readonly items: readonly PickleValue[]
}

/** A class or function that the pickle names; `name` has dots when it stands inside a class. */
export interface PickleGlobal {
  readonly kind: "global"
  /** The module under its Python 3 name. */
  readonly module: string
  readonly name: string
}

/** An instance of a class as it was pickled. */
export interface PickleObject {
  readonly kind: "object"
  readonly module: string
  readonly name: string
  /** What the class was called with, or its `__new__`. */
  readonly args: readonly PickleValue[]
  /** What `__setstate__` or the instance's `__dict__` was given: mostly a dict; undefined when nothing was. */
  readonly state: PickleValue | undefined
  /** Items of an instance of a subclass of list. */
  readonly items: readonly PickleValue[]
  /** Entries of an instance of a subclass of dict; undefined when there are none. */
  readonly entries: PickleDict | undefined
}

/** The result of something that is not known here and therefore never made: an unknown call, a persistent id. */
export interface PickleOpaque {
  readonly kind: "opaque"
  /** What would make the value, for example `os.system`. */
  readonly callable: string
  readonly args: readonly PickleValue[]
}

/** A numpy dtype. */
export interface PickleDtype {
  readonly kind: "dtype"
  /** numpy's letter: b bool, i and u integers, f float, O object, and c, S, U, V, M, m. */
  readonly letter: string
  /** Bytes of one item. */
  readonly itemSize: number
  readonly isLittleEndian: boolean
  /** As numpy writes it, for example `<f8`; `structured` dtypes say so. */
  readonly name: string
}

/** The typed arrays that numpy arrays of numbers become; booleans are zeros and ones in a Uint8Array. */
export type NdValues =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array

/** A numpy array. */
export interface NdArray {
  readonly kind: "ndarray"
  readonly dtype: PickleDtype
  readonly shape: readonly number[]
  /** The order in which `values` runs over the shape: last axis fastest (C) or first axis fastest (F). */
  readonly order: "C" | "F"
  /** Numbers, the values of an object array, or undefined for dtypes that are not read (their name is in `dtype`). */
  readonly values: NdValues | readonly PickleValue[] | undefined
}

/** Any value of a pickle; bytes and bytearray are a Uint8Array, a list is an array. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleText
  | Uint8Array
  | PickleValue[]
  | PickleTuple
  | PickleDict
  | PickleSet
  | PickleGlobal
  | PickleObject
  | PickleOpaque
  | PickleDtype
  | NdArray

const MOST_HASHED = 0xffff_ffff_ffff_ffffn

/**
 * Python's equality of the keys that matter: True is 1, -0 is 0. Tuples, objects and long strings are equal to
 * themselves only: two long strings alike would otherwise be compared to their ends with every use. Integers of
 * more than 64 bits equal nothing: engines hash them by their lowest digits, and 60,000 that share these took 22 s.
 */
function indexKey(key: PickleValue): unknown {
  if (typeof key === "boolean") return Number(key)
  if (typeof key === "bigint" && (key > MOST_HASHED || key < -MOST_HASHED)) return {}
  return key === 0 ? 0 : key
}

/** Dicts of more keys than this are looked up through an index: state is small and there is much of it. */
const MOST_UNINDEXED = 8

/** A Python dict: keys of any kind in insertion order. */
export class PickleDict {
  readonly kind = "dict"
  #positions: Map<unknown, number> | undefined
  readonly keys: PickleValue[] = []
  readonly values: PickleValue[] = []

  get size(): number {
    return this.keys.length
  }

  #positionOf(index: unknown): number {
    if (this.#positions !== undefined) return this.#positions.get(index) ?? -1
    return this.keys.findIndex(key => Object.is(indexKey(key), index))
  }

  /** @returns the value of a key, undefined when there is none */
  get(key: PickleValue): PickleValue | undefined {
    const position = this.#positionOf(indexKey(key))
    return position < 0 ? undefined : this.values[position]
  }

  has(key: PickleValue): boolean {
    return this.#positionOf(indexKey(key)) >= 0
  }

  /** As Python: a key that is there already keeps its place. */
  set(key: PickleValue, value: PickleValue): void {
    const index = indexKey(key)
    const position = this.#positionOf(index)
    if (position >= 0) {
      this.values[position] = value
      return
    }
    if (this.#positions === undefined && this.keys.length === MOST_UNINDEXED) {
      this.#positions = new Map(this.keys.map((known, i) => [indexKey(known), i]))
    }
    this.#positions?.set(index, this.keys.length)
    this.keys.push(key)
    this.values.push(value)
  }
}
