/** Mutations that keep the syntax valid: of one value of a document, wherever it stands. */
import type { Random } from "../support/random.ts"
import { isRecord, type Value, Verbatim } from "./encode.ts"

/** Numbers at the edges of what a reader may assume. */
export const NUMBERS: readonly number[] = [
  0,
  1,
  -1,
  -2,
  2,
  3,
  0.5,
  -0,
  127,
  128,
  255,
  256,
  65535,
  65536,
  16777216,
  2147483646,
  2147483647,
  2147483648,
  -2147483648,
  4294967295,
  4294967296,
  9007199254740991,
  1e300,
  -1e300,
  5e-324,
  3.4028234663852886e38,
  3.5e38,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
]

/** Numbers as text, as the parameters of XGBoost are written. */
export const NUMERALS: readonly string[] = [
  ...[
    "",
    " ",
    "0",
    "1",
    "2",
    "3",
    "-1",
    "+2",
    "007",
    "1.5",
    "1e3",
    "0x10",
    "1_000",
    "2147483647",
    "2147483648",
  ],
  ...[
    "9007199254740993",
    "99999999999999999999",
    "NaN",
    "nan",
    "inf",
    "-inf",
    "Infinity",
    "5E-1",
    "-5E-1",
    "1E0",
    "0E0",
  ],
  ...[
    "1E-7",
    "9.9999999E-1",
    "1E39",
    "[5E-1]",
    "[1E0,2E0,3E0]",
    "[5E-1",
    "[]",
    "[,]",
    "[NaN]",
    "[[1]]",
    "½",
    "１",
  ],
]

const TEXTS: readonly string[] = [
  "",
  "gbtree",
  "dart",
  "gblinear",
  "f0",
  "f99",
  "\u0000",
  "😀",
  "\ud800",
  "__proto__",
  "x".repeat(5000),
]

const OBJECTIVES: readonly string[] = [
  ...[
    "reg:squarederror",
    "binary:logistic",
    "binary:logitraw",
    "binary:hinge",
    "count:poisson",
    "multi:softprob",
  ],
  ...["multi:softmax", "rank:ndcg", "reg:gamma", "survival:cox", "reg:linear", "custom:mine", "", "toString"],
]

/** Values that are no JSON or no UBJSON value, or one in an unusual dress. */
const VERBATIM: readonly Verbatim[] = [
  ["01", "Uu"],
  ["+1", "N"],
  [".5", "NNi\u0001"],
  ["1.", "H"],
  ["1e", "HU\u00013"],
  ["1e999", "D\u007f\u00f0\u0000\u0000\u0000\u0000\u0000\u0000"],
  ["-", "L\u007f"],
  ["0x1F", "[$[#i\u0001"],
  [`0.${"3".repeat(400)}`, "[$d#L\u007f\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"],
  ["nan", "[$d#l\u007f\u00ff\u00ff\u00ff"],
  ["-NaN", "[#L\u0000\u0000\u0000\u0001\u0000\u0000\u0000\u0000"],
  ["tru", "[$Z#i\u0005"],
  ["{}", "{}"],
  ["[1,]", "[i\u0001"],
  ["[,1]", "[]"],
  ["[1 2]", "SL\u0000\u0000\u0001\u0000\u0000\u0000\u0000\u0000"],
  ['{"a":1,"a":2}', "{i\u0001ai\u0001i\u0001ai\u0002}"],
  ['{"a" 1}', "{i\u0001a"],
  ['"\\u12"', "SC\u0001"],
  ['"\\x41"', "Si\u0002\u00ff\u00fe"],
  ['"\t"', "C\u0041"],
  ["1 ", "i\u0001NN"],
].map(
  ([json, ubjson]) =>
    new Verbatim(
      json,
      Uint8Array.from(ubjson, letter => letter.charCodeAt(0)),
    ),
)

function otherValue(random: Random): Value {
  switch (random.below(7)) {
    case 0:
      return null
    case 1:
      return random.chance(0.5)
    case 2:
      return random.pick(NUMBERS)
    case 3:
      return random.pick(random.chance(0.5) ? NUMERALS : TEXTS)
    case 4:
      return random.chance(0.5) ? [] : Array.from({ length: 1 + random.below(4) }, () => random.pick(NUMBERS))
    case 5:
      return random.chance(0.5) ? {} : { left_children: [-1] }
    default:
      return random.pick(VERBATIM)
  }
}

function otherNumber(value: number, random: Random): Value {
  if (random.chance(0.1)) return otherValue(random)
  if (random.chance(0.1)) return random.chance(0.5) ? String(value) : value > 0
  return random.chance(0.5)
    ? random.pick(NUMBERS)
    : random.pick([value + 1, value - 1, -value, value * 2, value + 0.5])
}

function otherText(value: string, random: Random): Value {
  if (random.chance(0.1)) return otherValue(random)
  if (value.includes(":")) return random.pick(OBJECTIVES)
  if (/\d/.test(value)) return random.chance(0.2) ? Number(value) : random.pick(NUMERALS)
  return random.pick(TEXTS)
}

function changeArray(items: Value[], random: Random): void {
  const at = random.below(items.length + 1)
  const choice = random.below(7)
  if (choice === 0) items.splice(at, 1 + random.below(3))
  else if (choice === 1) items.splice(at, 0, items[random.below(items.length)] ?? otherValue(random))
  else if (choice === 2) items.splice(at, 0, otherValue(random))
  else if (choice === 3) items.reverse()
  else if (choice === 4) items.length = random.below(items.length + 1)
  else if (choice === 5) items.fill(otherValue(random))
  else items.push(...Array.from({ length: 1 + random.below(600) }, () => items[0] ?? 0))
}

function changeRecord(record: { [key: string]: Value }, random: Random): void {
  const keys = Object.keys(record)
  const key = random.pick(keys)
  const other = random.pick(keys)
  if (key === undefined) return
  switch (random.below(5)) {
    case 0:
      delete record[key]
      return
    case 1:
      record[`${key}_`] = record[key]
      delete record[key]
      return
    case 2: {
      const kept = record[key]
      record[key] = record[other]
      record[other] = kept
      return
    }
    case 3: {
      // Defined, not assigned: assigning to __proto__ would change the prototype and write nothing.
      const name = random.pick(["__proto__", "constructor", "extra", "ключ", ""])
      const property = { value: otherValue(random), enumerable: true, configurable: true, writable: true }
      Object.defineProperty(record, name, property)
      return
    }
    default:
      record[key] = otherValue(random)
  }
}

/** Changes one value somewhere inside a container; returns where. */
export function mutateField(root: Value[] | { [key: string]: Value }, random: Random): string {
  let container = root
  const path: string[] = []
  for (;;) {
    const keys = Object.keys(container)
    const key = random.pick(keys)
    const holder = container as { [key: string]: Value }
    const value = key === undefined ? undefined : holder[key]
    const isOpen = Array.isArray(value) || isRecord(value)
    if (value === undefined || (isOpen && random.chance(0.12))) {
      if (Array.isArray(container)) changeArray(container, random)
      else changeRecord(container, random)
      return path.join(".")
    }
    path.push(key)
    if (isOpen) {
      container = value
      continue
    }
    if (typeof value === "number") holder[key] = otherNumber(value, random)
    else if (typeof value === "string") holder[key] = otherText(value, random)
    else holder[key] = otherValue(random)
    return path.join(".")
  }
}
