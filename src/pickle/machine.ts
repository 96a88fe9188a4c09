/**
 * The pickle machine: opcodes of protocols 0 to 5 over a stack, a memo and marks, as CPython's Lib/pickle.py
 * defines them, but for the one thing that makes pickles dangerous: nothing is imported and nothing is called.
 */

import { call, globalOf, instanceOf, latin1Bytes } from "./calls.ts"
import { quotedText, textOf } from "./decode-text.ts"
import { describe } from "./describe.ts"
import { isArrayWrapper, readJoblibArray } from "./joblib-array.ts"
import { buildArray, buildDtype, type Mutable, tupleItems } from "./numpy.ts"
import type { PickleReader } from "./pickle-reader.ts"
import {
  type NdArray,
  PickleDict,
  type PickleDtype,
  type PickleGlobal,
  type PickleObject,
  type PickleValue,
} from "./value.ts"

/** Object arrays inside of object arrays go no deeper in any real file. */
const MAX_NESTED = 16

/** As many as there may be values; a real memo has some thousands, and a Map holds no more than 2^24. */
const MAX_MEMO = 1_000_000

const STOP = 0x2e

type Opcode = (machine: Machine) => void

export class Machine {
  readonly reader: PickleReader
  readonly nested: number
  /** Values that may still be made. */
  private valuesLeft: number
  private stack: PickleValue[] = []
  /** Heights of the stack at the marks. */
  private readonly marks: number[] = []
  private readonly memo = new Map<number, PickleValue>()

  constructor(reader: PickleReader, maxValues: number, nested = 0) {
    this.reader = reader
    this.valuesLeft = maxValues
    this.nested = nested
  }

  /** Runs to the end of one pickle. */
  run(): PickleValue {
    const { reader } = this
    for (;;) {
      const opcode = reader.uint8("opcode")
      if (opcode === STOP) return this.pop()
      const step = OPCODES[opcode]
      if (step === undefined) {
        const actual = `0x${opcode.toString(16).padStart(2, "0")}`
        reader.fail({
          offset: reader.offset - 1,
          what: "unknown opcode",
          expected: "one of pickle protocols 0 to 5",
          actual,
        })
      }
      step(this)
    }
  }

  /** Marks count too: each takes its place, and a byte makes one. */
  private spendValue(): void {
    if (--this.valuesLeft < 0) {
      this.reader.fail({ what: "too many values", expected: "a smaller pickle, or a higher `maxValues`" })
    }
  }

  push(value: PickleValue): void {
    this.spendValue()
    this.stack.push(value)
  }

  pop(): PickleValue {
    const floor = this.marks.at(-1) ?? 0
    if (this.stack.length <= floor) this.reader.fail({ what: "stack is empty", expected: "a value" })
    return this.stack.pop() as PickleValue
  }

  top(): PickleValue {
    const value = this.pop()
    this.stack.push(value)
    return value
  }

  mark(): void {
    this.spendValue()
    this.marks.push(this.stack.length)
  }

  /** Values above the last mark, which goes. */
  popMark(): PickleValue[] {
    const height = this.marks.pop()
    if (height === undefined) return this.reader.fail({ what: "no mark on the stack", expected: "a mark" })
    return this.stack.splice(height)
  }

  /** POP takes a mark where there is nothing above it. */
  drop(): void {
    if (this.marks.length > 0 && this.marks.at(-1) === this.stack.length) this.marks.pop()
    else this.pop()
  }

  put(index: number | bigint): void {
    if (typeof index !== "number" || index < 0)
      this.reader.fail({ what: "impossible memo key", actual: describe(index) })
    this.remember(index)
  }

  memoize(): void {
    this.remember(this.memo.size)
  }

  private remember(index: number): void {
    if (this.memo.size >= MAX_MEMO) {
      this.reader.fail({ what: "too large a memo", expected: `fewer than ${MAX_MEMO} entries` })
    }
    this.memo.set(index, this.top())
  }

  get(index: number | bigint): void {
    const value = this.memo.get(Number(index))
    if (value === undefined) {
      this.reader.fail({ what: "memo key not there", expected: "one that was put", actual: describe(index) })
    }
    this.push(value)
  }

  append(items: readonly PickleValue[]): void {
    const target = this.top()
    if (Array.isArray(target)) for (const item of items) target.push(item)
    else if (isKind(target, "object")) {
      const object = target as Mutable<PickleObject>
      if (object.items.length === 0) object.items = []
      for (const item of items) (object.items as PickleValue[]).push(item)
    } else if (isKind(target, "set")) {
      // Never a set that a call made out of another's items: those are not appended to by any pickler.
      for (const item of items) (target as unknown as { items: PickleValue[] }).items.push(item)
    } else if (!isKind(target, "opaque")) {
      this.reader.fail({ what: "items for no list", expected: "a list", actual: describe(target) })
    }
  }

  setItems(items: readonly PickleValue[]): void {
    const { reader } = this
    if (items.length % 2 !== 0)
      reader.fail({ what: "odd number of keys and values", actual: `${items.length}` })
    const target = this.top()
    let dict: PickleDict | undefined
    if (target instanceof PickleDict) dict = target
    else if (isKind(target, "object")) {
      const object = target as Mutable<PickleObject>
      object.entries ??= new PickleDict()
      dict = object.entries
    } else if (!isKind(target, "opaque")) {
      reader.fail({ what: "keys for no dict", expected: "a dict", actual: describe(target) })
    }
    for (let i = 0; i < items.length; i += 2) dict?.set(items[i], items[i + 1])
  }

  reduce(): void {
    const args = tupleItems(this.reader, this.pop(), "call")
    const callable = this.pop()
    this.push(call(this.reader, callable, args))
  }

  instance(type: PickleValue, args: PickleValue): void {
    if (!isKind(type, "global")) {
      // The class itself is a call's result: nobody can say what it makes.
      this.push({ kind: "opaque", callable: describe(type).slice(0, 200), args: [args] })
    } else this.push(instanceOf(type as PickleGlobal, tupleItems(this.reader, args, "object")))
  }

  build(): void {
    const { reader } = this
    const state = this.pop()
    const target = this.top()
    if (isKind(target, "ndarray"))
      buildArray(reader, target as Mutable<NdArray>, state, text => latin1Bytes(reader, text))
    else if (isKind(target, "dtype")) buildDtype(reader, target as Mutable<PickleDtype>, state)
    else if (isKind(target, "object")) {
      const object = target as Mutable<PickleObject>
      object.state = state
      if (isArrayWrapper(object)) {
        this.pop()
        this.push(readJoblibArray(reader, object, () => this.readNested()))
      }
    } else if (!(target instanceof PickleDict) && !isKind(target, "opaque") && !isKind(target, "global")) {
      reader.fail({
        what: "state for a value that has none",
        expected: "an object",
        actual: describe(target),
      })
    }
  }

  private readNested(): PickleValue {
    if (this.nested >= MAX_NESTED)
      this.reader.fail({ what: "too deep", expected: `at most ${MAX_NESTED} pickles inside` })
    const inner = new Machine(this.reader, this.valuesLeft, this.nested + 1)
    const value = inner.run()
    this.valuesLeft = inner.valuesLeft
    return value
  }

  opaque(callable: string, args: readonly PickleValue[]): void {
    this.push({ kind: "opaque", callable, args })
  }
}

function isKind(value: PickleValue, kind: string): boolean {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind
}

/** INT: a decimal line, or the booleans of protocol 0. */
function integer({ reader }: Machine): PickleValue {
  const word = reader.word("integer").trim()
  if (word === "00" || word === "01") return word === "01"
  return reader.decimal(word)
}

function float({ reader }: Machine): number {
  const word = reader.word("float").trim()
  if (/^[+-]?nan$/i.test(word)) return Number.NaN
  if (/^[+-]?inf$/i.test(word)) return word.startsWith("-") ? -Infinity : Infinity
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(word)) {
    reader.fail({ what: "not a float", expected: "a decimal number", actual: word.slice(0, 40) })
  }
  return Number(word)
}

const lineWord = ({ reader }: Machine, what: string): string => reader.word(what)

/** A name of a module or class; long ones are no names. */
function named(machine: Machine, value: PickleValue): string {
  return typeof value === "string"
    ? value
    : machine.reader.fail({ what: "broken global", expected: "names", actual: describe(value) })
}

function protocol({ reader }: Machine): void {
  const version = reader.uint8("protocol")
  if (version > 5) reader.fail({ what: "unknown pickle protocol", expected: "0 to 5", actual: `${version}` })
}

const outOfBand: Opcode = ({ reader }) =>
  reader.fail({
    offset: reader.offset - 1,
    what: "data in a buffer of its own",
    expected: "a pickle that holds its data",
  })

function dictOf(items: readonly PickleValue[], machine: Machine): PickleDict {
  if (items.length % 2 !== 0)
    machine.reader.fail({ what: "odd number of keys and values", actual: `${items.length}` })
  const dict = new PickleDict()
  for (let i = 0; i < items.length; i += 2) dict.set(items[i], items[i + 1])
  return dict
}

const tuple = (items: readonly PickleValue[]): PickleValue => ({ kind: "tuple", items })

/** The last `count` values as a tuple. */
function lastAsTuple(machine: Machine, count: number): void {
  const items = Array.from({ length: count }, () => machine.pop()).reverse()
  machine.push(tuple(items))
}

/** By opcode, as pickletools names them. */
const OPCODES: Readonly<Record<number, Opcode>> = {
  [0x80]: protocol, // PROTO
  [0x95]: m => m.reader.uint64("frame"), // FRAME: its bytes follow all the same
  [0x28]: m => m.mark(), // MARK
  [0x30]: m => m.drop(), // POP
  [0x31]: m => m.popMark(), // POP_MARK
  [0x32]: m => m.push(m.top()), // DUP
  [0x4e]: m => m.push(null), // NONE
  [0x88]: m => m.push(true), // NEWTRUE
  [0x89]: m => m.push(false), // NEWFALSE
  [0x49]: m => m.push(integer(m)), // INT
  [0x4c]: m => m.push(m.reader.decimal(m.reader.word("integer").trim().replace(/L$/, ""))), // LONG
  [0x4a]: m => m.push(m.reader.int32("integer")), // BININT
  [0x4b]: m => m.push(m.reader.uint8("integer")), // BININT1
  [0x4d]: m => m.push(m.reader.uint16("integer")), // BININT2
  [0x8a]: m => m.push(m.reader.long(m.reader.uint8("length"))), // LONG1
  [0x8b]: m => m.push(m.reader.long(m.reader.uint32("length"))), // LONG4
  [0x46]: m => m.push(float(m)), // FLOAT
  [0x47]: m => m.push(m.reader.float64("float")), // BINFLOAT
  [0x53]: m => m.push(quotedText(m.reader, m.reader.line("string"))), // STRING
  [0x54]: m => m.push(textOf(m.reader, m.reader.slice(m.reader.uint32("length"), "string"), "latin-1")), // BINSTRING
  [0x55]: m => m.push(textOf(m.reader, m.reader.slice(m.reader.uint8("length"), "string"), "latin-1")), // SHORT_BINSTRING
  [0x56]: m => m.push(textOf(m.reader, m.reader.line("string"), "raw-unicode-escape")), // UNICODE
  [0x8c]: m => m.push(textOf(m.reader, m.reader.slice(m.reader.uint8("length"), "string"), "utf-8")), // SHORT_BINUNICODE
  [0x58]: m => m.push(textOf(m.reader, m.reader.slice(m.reader.uint32("length"), "string"), "utf-8")), // BINUNICODE
  [0x8d]: m => m.push(textOf(m.reader, m.reader.slice(m.reader.uint64("length"), "string"), "utf-8")), // BINUNICODE8
  [0x43]: m => m.push(m.reader.slice(m.reader.uint8("length"), "bytes")), // SHORT_BINBYTES
  [0x42]: m => m.push(m.reader.slice(m.reader.uint32("length"), "bytes")), // BINBYTES
  [0x8e]: m => m.push(m.reader.slice(m.reader.uint64("length"), "bytes")), // BINBYTES8
  [0x96]: m => m.push(m.reader.slice(m.reader.uint64("length"), "bytes")), // BYTEARRAY8
  [0x97]: outOfBand, // NEXT_BUFFER
  [0x98]: outOfBand, // READONLY_BUFFER
  [0x5d]: m => m.push([]), // EMPTY_LIST
  [0x6c]: m => m.push(m.popMark()), // LIST
  [0x61]: m => {
    const item = m.pop()
    m.append([item])
  }, // APPEND
  [0x65]: m => {
    const items = m.popMark()
    m.append(items)
  }, // APPENDS
  [0x29]: m => m.push(tuple([])), // EMPTY_TUPLE
  [0x74]: m => m.push(tuple(m.popMark())), // TUPLE
  [0x85]: m => lastAsTuple(m, 1), // TUPLE1
  [0x86]: m => lastAsTuple(m, 2), // TUPLE2
  [0x87]: m => lastAsTuple(m, 3), // TUPLE3
  [0x7d]: m => m.push(new PickleDict()), // EMPTY_DICT
  [0x64]: m => m.push(dictOf(m.popMark(), m)), // DICT
  [0x73]: m => {
    const value = m.pop()
    const key = m.pop()
    m.setItems([key, value])
  }, // SETITEM
  [0x75]: m => {
    const items = m.popMark()
    m.setItems(items)
  }, // SETITEMS
  [0x8f]: m => m.push({ kind: "set", items: [] }), // EMPTY_SET
  [0x90]: m => {
    const items = m.popMark()
    m.append(items)
  }, // ADDITEMS
  [0x91]: m => m.push({ kind: "set", items: m.popMark() }), // FROZENSET
  [0x70]: m => m.put(m.reader.decimal(lineWord(m, "memo key"))), // PUT
  [0x71]: m => m.put(m.reader.uint8("memo key")), // BINPUT
  [0x72]: m => m.put(m.reader.uint32("memo key")), // LONG_BINPUT
  [0x94]: m => m.memoize(), // MEMOIZE
  [0x67]: m => m.get(m.reader.decimal(lineWord(m, "memo key"))), // GET
  [0x68]: m => m.get(m.reader.uint8("memo key")), // BINGET
  [0x6a]: m => m.get(m.reader.uint32("memo key")), // LONG_BINGET
  [0x63]: m => m.push(globalOf(lineWord(m, "module"), lineWord(m, "name"))), // GLOBAL
  [0x93]: m => {
    const name = m.pop()
    const module = m.pop()
    m.push(globalOf(named(m, module), named(m, name)))
  }, // STACK_GLOBAL
  [0x52]: m => m.reduce(), // REDUCE
  [0x62]: m => m.build(), // BUILD
  [0x69]: m => {
    const type = globalOf(lineWord(m, "module"), lineWord(m, "name"))
    m.push(call(m.reader, type, m.popMark()))
  }, // INST
  [0x6f]: m => {
    const [type, ...args] = m.popMark()
    if (type === undefined) m.reader.fail({ what: "broken object", expected: "a class", actual: "nothing" })
    m.push(call(m.reader, type, args))
  }, // OBJ
  [0x81]: m => {
    const args = m.pop()
    m.instance(m.pop(), args)
  }, // NEWOBJ
  [0x92]: m => {
    m.pop()
    const args = m.pop()
    m.instance(m.pop(), args)
  }, // NEWOBJ_EX: keyword arguments are those of __new__, which is not run
  [0x50]: m => m.opaque("persistent_load", [lineWord(m, "persistent id")]), // PERSID
  [0x51]: m => m.opaque("persistent_load", [m.pop()]), // BINPERSID
  [0x82]: m => m.opaque(`copyreg extension ${m.reader.uint8("extension")}`, []), // EXT1
  [0x83]: m => m.opaque(`copyreg extension ${m.reader.uint16("extension")}`, []), // EXT2
  [0x84]: m => m.opaque(`copyreg extension ${m.reader.uint32("extension")}`, []), // EXT4
}
