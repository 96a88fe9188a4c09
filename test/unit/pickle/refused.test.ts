import { existsSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { PickleField } from "../../../src/pickle/field.ts"
import { readPickle } from "../../../src/pickle/read-pickle.ts"

const bytes = (text: string): Uint8Array => Uint8Array.from(text, character => character.charCodeAt(0))
const field = (text: string): PickleField =>
  new PickleField(readPickle(bytes(text), { source: "evil.pkl" }), "", "evil.pkl")
const marker = join(tmpdir(), `jahs-pickle-${process.pid}`)
const command = `touch ${marker}`

/** Ways to have a function called while a pickle is loaded. */
const ATTACKS: Readonly<Record<string, readonly [pickle: string, name: string]>> = {
  "REDUCE of os.system": [`cos\nsystem\n(V${command}\ntR.`, "os.system"],
  "REDUCE of posix.system": [`cposix\nsystem\n(S'${command}'\ntR.`, "posix.system"],
  "REDUCE of builtins.eval": [
    `c__builtin__\neval\n(V__import__("os").system("${command}")\ntR.`,
    "builtins.eval",
  ],
  "REDUCE of subprocess.Popen": [`csubprocess\nPopen\n(V${command}\ntR.`, "subprocess.Popen"],
  "STACK_GLOBAL of nt.system": [`\x80\x04\x8c\x02nt\x8c\x06system\x93\x8c\x03dir\x85R.`, "nt.system"],
  "INST of os.system": [`(V${command}\nios\nsystem\n.`, "os.system"],
  "OBJ of os.system": [`(cos\nsystem\nV${command}\no.`, "os.system"],
  "getattr of a module's function": [
    `c__builtin__\ngetattr\n(cos\npath\nVsystem\ntR(V${command}\ntR.`,
    "os.path.system",
  ],
  "a call of a call's result": [`cos\npopen\n(V${command}\ntR(tR.`, "os.popen"],
  "a persistent id": [`P42\n.`, "persistent_load"],
  "an extension code": [`\x82\x07.`, "copyreg extension 7"],
}

describe("calls are data, refused by name where their value is needed", () => {
  test.each(Object.entries(ATTACKS))("%s", (_, [pickle, name]) => {
    const value = field(pickle)
    const accessors: (() => unknown)[] = [
      () => value.string(),
      () => value.number(),
      () => value.items(),
      () => value.object(),
      () => value.isNone,
      () => value.bytes(),
    ]
    for (const access of accessors) {
      expect(access).toThrow(UnsupportedModelError)
      expect(access).toThrow(name)
    }
    expect(existsSync(marker)).toBe(false)
  })

  test("… and only there, with the path to it", () => {
    const value = field(`}(Vgood\nI1\nVbad\n(lp0\ncos\nsystem\n(Vls\ntRau.`)
    expect(value.get("good").number()).toBe(1)
    expect(() => value.get("bad").at(0).string()).toThrow(
      /^evil\.pkl, bad\[0\]: .*expected a string, got os\.system\("ls"\)/,
    )
  })

  test("an object of a dangerous class is an object of another class", () => {
    const value = field(`csubprocess\nPopen\n)\x81.`)
    expect(value.className).toBe("subprocess.Popen")
    expect(() => value.object("sklearn.pipeline.Pipeline")).toThrow(/wrong class.*subprocess\.Popen/)
  })
})

describe("broken pickles are errors with their offset", () => {
  test.each([
    ["nothing", "", /byte 0: truncated while reading opcode/],
    ["an unknown opcode", "\xff.", /byte 0: unknown opcode; .*0xff/],
    ["a protocol of the future", "\x80\x09.", /unknown pickle protocol; expected 0 to 5, got 9/],
    ["nothing on the stack", ".", /stack is empty/],
    ["nothing below a mark", "N(.", /stack is empty/],
    ["no mark", "Nt.", /no mark on the stack/],
    ["a key that was not put", "g7\n.", /memo key not there; .*7/],
    ["a line without an end", "Vabc", /truncated while reading string|line feed/],
    ["a length beyond the bytes", "B\xff\xff\xff\x7fabc.", /truncated while reading bytes/],
    ["a length of 2^60", "\x8e\0\0\0\0\0\0\0\x10abc.", /truncated while reading bytes/],
    ["an integer of a gigabyte", "\x8b\0\0\0\x40.", /impossible integer/],
    ["no integer", "Iabc\n.", /not an integer/],
    ["no float", "Fabc\n.", /not a float/],
    ["keys without values", "}(Vkey\nu.", /odd number of keys and values/],
    ["items for a number", "I1\nI2\na.", /items for no list/],
    ["state of a number", "I1\nNb.", /state for a value that has none/],
    ["something after the end", "N.N", /bytes after the end of the pickle/],
    ["a buffer of its own", "\x97.", /data in a buffer of its own/],
    ["broken UTF-8", "\x8c\x02\xc3\x28.", /broken string/],
  ])("%s", (_, text, message) => {
    expect(() => field(text)).toThrow(ModelFormatError)
    expect(() => field(text)).toThrow(message)
  })
})

describe("opcodes that Python no longer writes", () => {
  test.each([
    ["LONG", "L123456789012345678901234567890L\n.", 123456789012345678901234567890n],
    ["INT of a boolean", "I01\n.", true],
    ["STRING", "S'a\\n\\x41\\''\n.", "a\nA'"],
    ["SHORT_BINSTRING", "U\x03abc.", "abc"],
    ["GET and PUT", "Vtext\np5\n0g5\n.", "text"],
    ["POP of a mark", "N(0.", null],
    ["DUP", "I7\n2\x86.", { kind: "tuple", items: [7, 7] }],
    ["POP_MARK", "I7\n(NN1.", 7],
    ["FLOAT of inf", "F-inf\n.", -Infinity],
  ])("%s", (_, text, value) => {
    expect(field(text).value).toEqual(value)
  })
})
