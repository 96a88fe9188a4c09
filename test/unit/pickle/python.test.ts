import { readFileSync } from "node:fs"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { UnsupportedModelError } from "../../../src/errors.ts"
import { PickleField } from "../../../src/pickle/field.ts"
import { readPickle } from "../../../src/pickle/read-pickle.ts"
import { type NdArray, PickleDict, type PickleValue } from "../../../src/pickle/value.ts"

/** Pickles that real Python wrote: scripts/pickle-oracle.py. */
const file = new URL("../../fixtures/pickle/vectors.json.gz", import.meta.url)
const { expected, vectors } = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"))

type Vector = readonly [kind: string, name: string, protocol: number, stream: string, base64: string]
const of = (kind: string): Vector[] => vectors.filter((vector: Vector) => vector[0] === kind)
const read = (base64: string): PickleValue =>
  readPickle(new Uint8Array(Buffer.from(base64, "base64")), { source: "x.pkl" })
const field = (base64: string): PickleField => new PickleField(read(base64), "", "x.pkl")

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return Array.from(new Uint8Array(view.buffer), byte => byte.toString(16).padStart(2, "0")).join("")
}

/** The form in which the oracle states values; floats are those of the oracle where it says so. */
function stated(value: PickleValue, like: unknown): unknown {
  const wanted = like as { kind?: string; items?: unknown[]; entries?: [unknown, unknown][] } | null
  if (typeof value === "number" && wanted?.kind === "float") return { kind: "float", bits: bitsOf(value) }
  if (typeof value === "bigint") return { kind: "bigint", text: String(value) }
  if (value instanceof Uint8Array) return { kind: "bytes", hex: Buffer.from(value).toString("hex") }
  if (Array.isArray(value)) return value.map((item, i) => stated(item, (like as unknown[])?.[i]))
  if (value instanceof PickleDict) {
    const entries = value.keys.map((key, i) => [
      stated(key, wanted?.entries?.[i]?.[0]),
      stated(value.values[i], wanted?.entries?.[i]?.[1]),
    ])
    return { kind: "dict", entries }
  }
  if (typeof value !== "object" || value === null) return value
  if (value.kind === "text") return value.text()
  if (value.kind === "tuple") {
    return { kind: "tuple", items: value.items.map((item, i) => stated(item, wanted?.items?.[i])) }
  }
  if (value.kind === "set") return { kind: "set", items: [...(value.items as number[])].sort() }
  return value.kind
}

const title = (vector: Vector): readonly [string, Vector] => [
  `${vector[1]}, protocol ${vector[2]}, ${vector[3]}`,
  vector,
]

describe("plain values", () => {
  test.each(of("value").map(title))("%s", (_, [, name, , , base64]) => {
    expect(stated(read(base64), expected.value[name])).toEqual(expected.value[name])
  })
})

describe("arrays", () => {
  test.each(of("array").map(title))("%s", (_, [, name, , , base64]) => {
    const { shape, size, numbers } = expected.array[name]
    const array = field(base64)
    expect(array.ndarray().shape).toEqual(shape)
    expect(array.ndarray().dtype.itemSize).toBe(size)
    expect(Array.from(array.numbers(numbers.length))).toEqual(numbers)
  })

  test.each(of("scalar").map(title))("scalar %s", (_, [, name, , , base64]) => {
    expect(read(base64)).toBe(expected.scalar[name])
  })

  test.each(of("unread").map(title))("%s", (_, [, , , , base64]) => {
    const [extremes, ...others] = field(base64).items()
    expect(Array.from(extremes!.ndarray().values as BigInt64Array, String)).toEqual(expected.extremes)
    expect(() => extremes!.numbers()).toThrow("numbers that a double holds exactly")
    expect(others.map(({ value }) => (value as NdArray).dtype.letter)).toEqual(expected.unread)
    for (const other of others) expect(() => other.numbers()).toThrow(UnsupportedModelError)
  })

  test.each(of("object arrays").map(title))("%s", (_, [, , , , base64]) => {
    const [rows, columns, none] = field(base64)
      .items()
      .map(item => item.ndarray())
    expect(rows).toMatchObject({ order: "C", shape: [3, 2], values: ["a", 1, null, "d", "e", 2] })
    // Written row by row all the same.
    expect(columns).toMatchObject({ order: "C", shape: [3, 2], values: ["a", 1, null, "d", "e", 2] })
    expect(none).toMatchObject({ shape: [0], values: [] })
  })

  test.each(of("objects").map(title))("%s", (_, [, , , , base64]) => {
    const list = field(base64)
    for (const i of [0, 2]) {
      expect(list.at(i).at(0).string()).toBe("a")
      expect(list.at(i).at(1).isNone).toBe(true)
      expect(list.at(i).at(2).number()).toBe(3)
    }
    expect(Array.from(list.at(1).numbers())).toEqual([0, 1, 2])
  })
})

describe("objects are names and state", () => {
  test.each(of("object").map(title))("%s", (_, [, name, protocol, , base64]) => {
    const value = field(base64)
    switch (name) {
      case "plain":
        expect(value.className).toBe("shapes.Plain")
        expect([value.get("a").number(), value.get("b").at(1).string()]).toEqual([1, "drei"])
        break
      case "slotted":
        expect([value.get("x").number(), value.get("y").string()]).toEqual([1, "zwei"])
        break
      case "rows":
        expect(value.object("shapes.Rows").name).toBe("Rows")
        expect(value.items().map(item => item.number())).toEqual([1, 2, 3])
        break
      case "table":
        expect(value.object("shapes.Table").state).toBeUndefined()
        expect(value.entries().map(([key, item]) => [key.string(), item.number()])).toEqual([["k", 1]])
        break
      case "reduced":
        // A class that is called is code: its state is passed over with it.
        expect(value.value).toEqual({ kind: "opaque", callable: "shapes.Reduced", args: [7, "sieben"] })
        expect(() => value.get("state")).toThrow(UnsupportedModelError)
        break
      case "class":
        expect(value.global()).toMatchObject({ module: "shapes", name: "Plain" })
        break
      case "method":
        // Before protocol 4 as an attribute of the class, then under the function's own module.
        expect(value.global()).toMatchObject({
          module: protocol < 4 ? "shapes" : "__main__",
          name: "Plain.inner",
        })
        break
      default:
        expect(value.className).toBe(`builtins.${name}`)
        expect(value.args().length).toBeGreaterThan(1)
    }
  })

  test.each(of("index").map(title))("pandas %s", (_, [, , , , base64]) => {
    const index = field(base64)
    expect(index.object("Index").module).toBe("pandas.core.indexes.base")
    expect(index.get("data").strings()).toEqual(["x", "y"])
    expect(index.get("name").string()).toBe("names")
  })
})

describe("pandas", () => {
  test.each(of("frame").map(title))("%s", (_, [, name, , , base64]) => {
    const [value, end] = field(base64).items()
    expect(end!.string()).toBe("end")
    if (name === "range") {
      expect(value!.object("pandas.core.indexes.range.RangeIndex").args).toEqual([])
      expect(["start", "stop", "step"].map(key => value!.get(key).number())).toEqual([0, 6, 2])
    } else if (name === "multi") {
      expect(value!.className).toBe("pandas.core.indexes.multi.MultiIndex")
      expect(value!.get("codes").at(0).items()).toHaveLength(4)
      expect(value!.get("levels").at(0).get("data").strings()).toEqual(["a", "b"])
    } else {
      expect(value!.className).toBe(
        name === "series" ? "pandas.core.series.Series" : "pandas.core.frame.DataFrame",
      )
      expect(value!.get("_mgr").className).toMatch(/^pandas\.core\.internals\.managers\.\w*BlockManager$/)
      if (name === "series") expect(value!.get("name").string()).toBe("s")
    }
  })
})

test.each(of("cycle").map(title))("%s", (_, [, , , , base64]) => {
  const knot = field(base64)
  expect(knot.at(1).value).toBe(knot.value)
  expect(knot.at(2).get("knot").value).toBe(knot.value)
  expect(() => knot.at(1).at(1).at(2).number()).toThrow(
    /^x\.pkl, \[1\]\[1\]\[2\]: .*expected a number, got a dict of 1$/,
  )
})

test("there are vectors of every protocol", () => {
  for (let protocol = 0; protocol <= 5; protocol++) {
    expect(vectors.filter((vector: Vector) => vector[2] === protocol).length).toBeGreaterThan(60)
  }
})
