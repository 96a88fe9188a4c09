import { describe, expect, test } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { PickleField } from "../../../src/pickle/field.ts"
import { readPickle } from "../../../src/pickle/read-pickle.ts"
import { PickleDict, type PickleValue } from "../../../src/pickle/value.ts"

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"))
const field = (text: string): PickleField =>
  new PickleField(readPickle(bytes(text), { source: "x.pkl" }), "", "x.pkl")

/** {"steps": [("a", <pkg.Step object: k 1.5, none None>)], 3: True, "odd key": b"ab", "call": os.system("ls")} */
const DOCUMENT =
  "}(Vsteps\n(lp0\n(Va\ncpkg\nStep\n)\x81}(Vk\nF1.5\nVnone\nNubta" +
  "I3\nI01\nVodd key\nC\x02abVcall\ncos\nsystem\n(Vls\ntRu."

describe("accessors give the value", () => {
  const root = field(DOCUMENT)
  const step = root.get("steps").at(0).at(1)

  test("of each kind", () => {
    expect(step.className).toBe("pkg.Step")
    expect(step.object("pkg.Step").name).toBe("Step")
    expect(step.object("other.Name", "Step").module).toBe("pkg")
    expect(step.get("k").number()).toBe(1.5)
    expect(step.get("none").isNone).toBe(true)
    expect([step.has("k"), step.has("none"), step.has("else")]).toEqual([true, true, false])
    expect(step.get("else").exists).toBe(false)
    expect(step.state.entries().map(([key]) => key.string())).toEqual(["k", "none"])
    expect(Array.from(root.get("odd key").bytes())).toEqual([97, 98])
    expect(root.entries()[1]![0].integer(3, 3)).toBe(3)
    expect(root.entries()[1]![1].boolean()).toBe(true)
    expect(field("(lI1\naF2.5\na.").numbers(2)).toEqual(Float64Array.of(1, 2.5))
    expect(field("(lVa\naVb\na.").strings()).toEqual(["a", "b"])
    expect(field("ca.b\nC\n.").global()).toEqual({ kind: "global", module: "a.b", name: "C" })
  })

  test.each<[string, (root: PickleField) => unknown, string]>([
    ["a missing key", f => f.get("model").string(), "model: missing value; expected a string, got nothing"],
    [
      "a missing item",
      f => f.get("steps").at(7).items(),
      "steps[7]: missing value; expected a list, got nothing",
    ],
    [
      "a number for a string",
      f => f.get("steps").at(0).at(1).get("k").string(),
      "steps[0][1].k: wrong type; expected a string, got 1.5",
    ],
    [
      "another class",
      f => f.get("steps").at(0).at(1).object("a.B", "C"),
      "steps[0][1]: wrong class; expected an object of class a.B or C, got an object of class pkg.Step",
    ],
    [
      "a fraction",
      f => f.get("steps").at(0).at(1).get("k").integer(0, 9),
      "steps[0][1].k: not an integer; expected an integer, got 1.5",
    ],
    [
      "too large",
      f => f.entries()[1]![0].integer(0, 2),
      "[3].(key): out of range; expected an integer in 0..2, got 3",
    ],
    [
      "a key with a space",
      f => f.get("odd key").number(),
      '["odd key"]: wrong type; expected a number, got 2 bytes',
    ],
    [
      "a truth that is a number",
      f => f.get("odd key").boolean(),
      '["odd key"]: wrong type; expected a boolean',
    ],
    ["the whole pickle", f => f.ndarray(), "pickle: wrong type; expected a numpy array, got a dict of 4"],
    [
      "too few numbers",
      () => field("(lI1\na.").numbers(2),
      "pickle: length mismatch; expected 2 entries, got 1",
    ],
    [
      "a text among numbers",
      () => field("(lI1\naVb\na.").numbers(),
      '[1]: wrong type; expected a number, got "b"',
    ],
  ])("%s is refused with its path", (_, access, message) => {
    expect(() => access(root)).toThrow(ModelFormatError)
    expect(() => access(root)).toThrow(`x.pkl, ${message}`)
  })

  test.each<[string, (call: PickleField) => unknown]>([
    ["string", f => f.string()],
    ["get", f => f.get("x")],
    ["has", f => f.has("x")],
    ["entries", f => f.entries()],
    ["isNone", f => f.isNone],
    ["ndarray", f => f.ndarray()],
    ["global", f => f.global()],
  ])("a call is named where %s needs its value", (_, access) => {
    const call = root.get("call")
    expect(call.exists).toBe(true)
    expect(() => access(call)).toThrow(UnsupportedModelError)
    expect(() => access(call)).toThrow(/^x\.pkl, call: a value that only running .*got os\.system\("ls"\)$/)
  })

  test("what is sound and not evaluated is an error of its own", () => {
    expect(() => step.unsupported("no such step", "another")).toThrow(UnsupportedModelError)
    expect(() => step.unsupported("no such step", "another")).toThrow(
      "x.pkl, steps[0][1]: no such step; expected another, got an object of class pkg.Step",
    )
  })
})

describe("dicts have Python's keys", () => {
  test.each([4, 20])("of %i entries", size => {
    const dict = new PickleDict()
    const tuple: PickleValue = { kind: "tuple", items: [1] }
    for (let k = 0; k < size; k++) dict.set(`key${k}`, k)
    dict.set(1, "one")
    dict.set(true, "true")
    dict.set(0, "zero")
    dict.set(-0, "minus zero")
    dict.set(tuple, "tuple")
    dict.set(null, "none")
    dict.set("key0", "again")
    dict.set(2n ** 60n, "long")
    expect(dict.size).toBe(size + 5)
    expect(dict.keys[0]).toBe("key0")
    expect([dict.get("key0"), dict.get(1), dict.get(true), dict.get(false)]).toEqual([
      "again",
      "true",
      "true",
      "minus zero",
    ])
    expect([dict.get(tuple), dict.get({ kind: "tuple", items: [1] })]).toEqual(["tuple", undefined])
    expect([dict.get(null), dict.get(2n ** 60n), dict.has("1"), dict.get("key")]).toEqual([
      "none",
      "long",
      false,
      undefined,
    ])
  })
})

test("values are counted, and as many as are asked for are read", () => {
  const list = bytes(`(${"I1\n".repeat(100)}l.`)
  expect(readPickle(list, { source: "x.pkl", maxValues: 102 })).toHaveLength(100)
  expect(() => readPickle(list, { source: "x.pkl", maxValues: 101 })).toThrow(/too many values/)
})

describe("opcodes of old picklers", () => {
  test.each<[string, string, unknown]>([
    [
      "INST of a library's class",
      "(I7\nisklearn.base\nThing\n.",
      { kind: "object", name: "Thing", args: [7] },
    ],
    [
      "OBJ of a library's class",
      "(csklearn.base\nThing\nI7\no.",
      { kind: "object", name: "Thing", args: [7] },
    ],
    ["EXT2", "\x83\x01\x02.", { kind: "opaque", callable: "copyreg extension 513" }],
    ["EXT4", "\x84\x01\0\0\0.", { kind: "opaque", callable: "copyreg extension 1" }],
    ["PERSID", "Pid 1\n.", { kind: "opaque", callable: "persistent_load", args: ["id 1"] }],
    ["BINPERSID", "I5\nQ.", { kind: "opaque", args: [5] }],
    ["BINSTRING", "T\x03\0\0\0a\xe9c.", "aéc"],
    ["DICT", "(Va\nI1\nd.", { kind: "dict", keys: ["a"], values: [1] }],
    ["LONG_BINPUT and LONG_BINGET", "I9\nr\0\x01\0\x000j\0\x01\0\0.", 9],
    ["NEWOBJ_EX", "csklearn.base\nThing\n)}\x92.", { kind: "object", name: "Thing", args: [] }],
    ["nan", "Fnan\n.", Number.NaN],
    ["Python 2's octal escape", "S'\\101\\x42\\t\\q'\n.", "AB\tq"],
    ["backslashes in pairs begin no escape", "V\\\\u0041\\u0042\\x\n.", "\\\\u0041B\\x"],
  ])("%s", (_, pickle, value) => {
    const read = field(pickle).value
    if (typeof value === "object") expect(read).toMatchObject(value as object)
    else expect(read).toEqual(value)
  })
})
