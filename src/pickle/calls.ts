/**
 * The calls that a pickle may ask for and that are known here: each becomes a plain record. Constructors of the
 * libraries whose objects are read become records of their class and arguments. Everything else is an opaque
 * record: it is never made, and refused by its name where its value is needed.
 */

import { encodeLatin1 } from "./decode-text.ts"
import { describe } from "./describe.ts"
import { asDtype, emptyArray, type Mutable, makeDtype, rawArray, readShape, scalarOf } from "./numpy.ts"
import type { PickleReader } from "./pickle-reader.ts"
import {
  PickleDict,
  type PickleGlobal,
  type PickleObject,
  type PickleOpaque,
  type PickleValue,
} from "./value.ts"

/** Libraries whose classes are called with plain arguments: their objects are data to us. */
const LIBRARIES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "pandas",
  "sklearn",
  "xgboost",
  "ConfigSpace",
  "jahs_bench",
  "joblib",
  "yacs",
])

/** Names grow by getattr upon getattr: past this length the result is opaque. */
const LONGEST_NAME = 1000

type Call = (reader: PickleReader, args: readonly PickleValue[]) => PickleValue | undefined

const kindOf = (value: PickleValue | undefined): string =>
  typeof value === "object" && value !== null && "kind" in value ? value.kind : ""

const isGlobal = (value: PickleValue | undefined): value is PickleGlobal => kindOf(value) === "global"

/** Bytes of a text that stands for bytes, or of bytes; others as they are. */
export function latin1Bytes(reader: PickleReader, value: PickleValue): PickleValue {
  if (typeof value !== "string" && kindOf(value) !== "text") return value
  return encodeLatin1(reader, value as Parameters<typeof encodeLatin1>[1]) ?? value
}

function bytesOf(reader: PickleReader, value: PickleValue | undefined): Uint8Array {
  const bytes = value === undefined ? value : latin1Bytes(reader, value)
  return bytes instanceof Uint8Array
    ? bytes
    : reader.fail({ what: "broken value", expected: "bytes", actual: describe(value) })
}

/** Items of a list, tuple or set; undefined for others. Shared, not copied. */
function itemsOf(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  if (Array.isArray(value)) return value
  const kind = kindOf(value)
  return kind === "tuple" || kind === "set" ? (value as { items: readonly PickleValue[] }).items : undefined
}

/** A dict out of pairs, as older pickles write an OrderedDict. */
function dictOf(reader: PickleReader, args: readonly PickleValue[]): PickleValue | undefined {
  const dict = new PickleDict()
  const pairs = args.length === 0 ? [] : itemsOf(args.at(-1))
  if (pairs === undefined) return args[0] instanceof PickleDict ? args[0] : undefined
  reader.spend(16 * pairs.length)
  for (const pair of pairs) {
    const [key, value] = itemsOf(pair) ?? []
    if (key === undefined || value === undefined) return undefined
    dict.set(key, value)
  }
  return dict
}

/** An instance of a class as `object.__new__` gives it. */
export function instanceOf(
  { module, name }: PickleGlobal,
  args: readonly PickleValue[],
): Mutable<PickleObject> {
  return { kind: "object", module, name, args, state: undefined, items: [], entries: undefined }
}

const bytesCall: Call = (reader, args) => (args.length === 0 ? new Uint8Array(0) : bytesOf(reader, args[0]))

const set: Call = (_, args) => {
  const items = args.length === 0 ? [] : itemsOf(args[0])
  return items && { kind: "set", items }
}

const CALLS: Readonly<Record<string, Call>> = {
  "builtins.bytearray": bytesCall,
  "builtins.bytes": bytesCall,
  "builtins.set": set,
  "builtins.frozenset": set,
  "builtins.slice": (_, args) => instanceOf({ kind: "global", module: "builtins", name: "slice" }, args),
  "builtins.complex": (_, args) => instanceOf({ kind: "global", module: "builtins", name: "complex" }, args),
  "builtins.dict": dictOf,
  "builtins.tuple": (_, args) => {
    const items = args.length === 0 ? [] : itemsOf(args[0])
    return items && { kind: "tuple", items }
  },
  "builtins.list": (reader, args) => {
    const items = args.length === 0 ? [] : itemsOf(args[0])
    reader.spend(8 * (items?.length ?? 0))
    return items && [...items]
  },
  // A function inside a class, before protocol 4.
  "builtins.getattr": (_, [owner, attribute]) =>
    isGlobal(owner) && typeof attribute === "string" && owner.name.length < LONGEST_NAME
      ? { ...owner, name: `${owner.name}.${attribute}` }
      : undefined,
  "_codecs.encode": (reader, [text, encoding]) => {
    const isLatin = encoding === undefined || encoding === "latin1" || encoding === "latin-1"
    if (!isLatin || text === undefined) return undefined
    const bytes = latin1Bytes(reader, text)
    return bytes instanceof Uint8Array ? bytes : undefined
  },
  "collections.OrderedDict": dictOf,
  "collections.defaultdict": () => new PickleDict(),
  "copyreg._reconstructor": (reader, [type, base, state]) => {
    if (!isGlobal(type))
      return reader.fail({ what: "broken object", expected: "a class", actual: describe(type) })
    const instance = instanceOf(type, [])
    if (!isGlobal(base) || base.name === "object") return instance
    if (state instanceof PickleDict) instance.entries = state
    else if (Array.isArray(state)) instance.items = state
    else if (state !== undefined) instance.args = [state]
    return instance
  },
  "copyreg.__newobj__": (_, [type, ...args]) => (isGlobal(type) ? instanceOf(type, args) : undefined),
  "copyreg.__newobj_ex__": (_, [type, args]) =>
    isGlobal(type) ? instanceOf(type, itemsOf(args) ?? []) : undefined,
  "numpy.dtype": makeDtype,
  "numpy.core.multiarray._reconstruct": emptyArray,
  "numpy.core.multiarray.scalar": (reader, [type, data]) => {
    const dtype = asDtype(reader, type)
    // A scalar of objects carries the object itself.
    return dtype.letter === "O" ? data : scalarOf(reader, dtype, bytesOf(reader, data))
  },
  "numpy.core.numeric._frombuffer": (reader, [data, type, shape, order]) =>
    rawArray(
      reader,
      asDtype(reader, type),
      readShape(reader, shape),
      order === "F" ? "F" : "C",
      bytesOf(reader, data),
    ),
  "pandas.core.indexes.base._new_Index": (_, [type, state]) => {
    if (!isGlobal(type)) return undefined
    const index = instanceOf(type, [])
    index.state = state
    return index
  },
}

/** What a call gives: a known record, an object of a known library, or an opaque record. */
export function call(reader: PickleReader, callable: PickleValue, args: readonly PickleValue[]): PickleValue {
  if (!isGlobal(callable)) {
    const inner = kindOf(callable) === "opaque" ? (callable as PickleOpaque).callable : describe(callable)
    // A call of a call's result would otherwise grow a name with each step.
    return { kind: "opaque", callable: inner.length > 200 ? inner : `${inner}()`, args }
  }
  const name = `${callable.module}.${callable.name}`
  const known = Object.hasOwn(CALLS, name) ? CALLS[name](reader, args) : undefined
  if (known !== undefined) return known
  if (!Object.hasOwn(CALLS, name) && LIBRARIES.has(callable.module.split(".")[0]))
    return instanceOf(callable, args)
  return { kind: "opaque", callable: name, args }
}

/** Modules under the names that Python 3 and numpy 1 give them. */
export function globalOf(module: string, name: string): PickleGlobal {
  if (module === "copy_reg") return { kind: "global", module: "copyreg", name }
  if (module === "__builtin__") return { kind: "global", module: "builtins", name }
  return { kind: "global", module: module.replace(/^numpy\._core\b/, "numpy.core"), name }
}
