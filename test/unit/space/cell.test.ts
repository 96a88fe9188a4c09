import { describe, expect, test } from "vitest"
import { ConfigurationError } from "../../../src/errors.ts"
import { edges, fromNasBench201String, operations, toNasBench201String } from "../../../src/space/cell.ts"
import type { Architecture } from "../../../src/space/configuration.ts"
import { jahsSpace } from "../../../src/space/jahs-space.ts"

/** Architecture 0 of the NAS-Bench-201 files. */
const first =
  "|avg_pool_3x3~0|+|nor_conv_1x1~0|skip_connect~1|+|nor_conv_1x1~0|skip_connect~1|skip_connect~2|"

test("the string lists edges by target node, Op1 to Op6 by source node", () => {
  expect(toNasBench201String({ Op1: 0, Op2: 1, Op3: 2, Op4: 3, Op5: 4, Op6: 0 })).toBe(
    "|skip_connect~0|+|none~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|skip_connect~2|",
  )
})

test("a published string reads and writes", () => {
  const ops: Architecture = { Op1: 4, Op2: 3, Op3: 3, Op4: 0, Op5: 0, Op6: 0 }
  expect(fromNasBench201String(first)).toEqual(ops)
  expect(toNasBench201String(ops)).toBe(first)
})

test("a configuration serves as an architecture", () => {
  expect(toNasBench201String(jahsSpace.defaultConfiguration())).toBe(
    "|skip_connect~0|+|skip_connect~0|skip_connect~1|+|skip_connect~0|skip_connect~1|skip_connect~2|",
  )
})

test("operations and edges are the paper's", () => {
  expect(operations.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4])
  expect(operations.map(({ nasBench201 }) => nasBench201)).toEqual([
    "skip_connect",
    "none",
    "nor_conv_3x3",
    "nor_conv_1x1",
    "avg_pool_3x3",
  ])
  expect(edges.map(({ name, from, to }) => `${name} ${from}${to}`)).toEqual([
    "Op1 01",
    "Op2 02",
    "Op3 03",
    "Op4 12",
    "Op5 13",
    "Op6 23",
  ])
})

test("an unknown operation is named", () => {
  const ops = { Op1: 0, Op2: 0, Op3: 0, Op4: 7, Op5: 0, Op6: 0 } as unknown as Architecture
  expect(() => toNasBench201String(ops)).toThrow("Op4: no operation; expected 0, 1, 2, 3 or 4, got 7")
  expect(() => toNasBench201String({} as Architecture)).toThrow(ConfigurationError)
})

describe("bad strings say where", () => {
  test.each<[unknown, string]>([
    ["", 'character 0: no separator before edge 0 to 1 (Op1); expected "|", got the end of the text'],
    [first.slice(1), 'character 0: no separator before edge 0 to 1 (Op1); expected "|", got "a"'],
    [
      first.replace("avg_pool_3x3", "max_pool"),
      'character 1: no operation on edge 0 to 1 (Op1); expected one of skip_connect, none, nor_conv_3x3, nor_conv_1x1, avg_pool_3x3, got "max_pool"',
    ],
    ["|none~0|none~1|", 'character 7: no separator before edge 0 to 2 (Op2); expected "|+|", got "|no"'],
    ["|none~0|+|none~0|none~0|", 'character 21: no input of edge 1 to 2 (Op4); expected "~1", got "~0"'],
    [first.slice(0, -1), 'character 94: no separator at the end; expected "|", got the end of the text'],
    [`${first}+`, 'character 95: text after the last node; expected the end of the text, got "+"'],
    [first.replace("~2", "~20"), 'character 94: no separator at the end; expected "|", got "0"'],
    [` ${first}`, 'character 0: no separator before edge 0 to 1 (Op1); expected "|", got " "'],
    [
      first.replace("skip_connect~1", "~1"),
      'character 33: no operation on edge 1 to 2 (Op4); expected one of skip_connect, none, nor_conv_3x3, nor_conv_1x1, avg_pool_3x3, got "~"',
    ],
    [
      "|skip",
      'architecture string, character 1: no operation on edge 0 to 1 (Op1); expected one of skip_connect, none, nor_conv_3x3, nor_conv_1x1, avg_pool_3x3, got "skip"',
    ],
    [42, "architecture string: no text; got 42"],
    [null, "no text; got null"],
  ])("%o", (text, message) => {
    const read = (): unknown => fromNasBench201String(text as string)
    expect(read).toThrow(ConfigurationError)
    expect(read).toThrow(message)
  })

  test("every truncation and every replaced character is an error", () => {
    for (let i = 0; i < first.length; i++) {
      expect(() => fromNasBench201String(first.slice(0, i))).toThrow(ConfigurationError)
      expect(() => fromNasBench201String(`${first.slice(0, i)}?${first.slice(i + 1)}`)).toThrow(
        ConfigurationError,
      )
    }
  })
})
