import { expect, test } from "vitest"
import { ByteWriter } from "../../../src/bytes/byte-writer.ts"

test("numbers are big-endian", () => {
  const writer = new ByteWriter()
  writer.uint8(0x101)
  writer.int16(-2)
  writer.int32(0x01020304)
  writer.int64(-(2 ** 33) - 1)
  writer.float32(1.5)
  writer.float64(-2.5)
  const view = new DataView(writer.finish().buffer)
  expect(view.byteLength).toBe(1 + 2 + 4 + 8 + 4 + 8)
  expect(view.getUint8(0)).toBe(1)
  expect(view.getInt16(1)).toBe(-2)
  expect(view.getInt32(3)).toBe(0x01020304)
  expect(view.getBigInt64(7)).toBe(-8589934593n)
  expect(view.getFloat32(15)).toBe(1.5)
  expect(view.getFloat64(19)).toBe(-2.5)
})

test("text, digits and bytes outgrow the first buffer", () => {
  const writer = new ByteWriter()
  let expected = ""
  for (const value of [0, 9, 10, 4294967296, Number.MAX_SAFE_INTEGER]) {
    for (let k = 0; k < 300; k++) {
      writer.digits(value)
      writer.ascii(",")
      writer.utf8("é温🌲")
      expected += `${value},é温🌲`
    }
  }
  writer.append(Uint8Array.of(0x21))
  const bytes = writer.finish()
  expect(new TextDecoder().decode(bytes)).toBe(`${expected}!`)
  expect(bytes.byteOffset).toBe(0)
  expect(bytes.buffer.byteLength).toBe(bytes.length)
})
