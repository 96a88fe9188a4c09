import { gunzipSync } from "node:zlib"
import { beforeAll, describe, expect, it } from "vitest"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import { dataFrameOf } from "../../../src/pickle/data-frame.ts"
import { readPickle } from "../../../src/pickle/read-pickle.ts"
import { PickleDict, type PickleObject, type PickleValue } from "../../../src/pickle/value.ts"
import { entriesOf, metricData } from "../../support/recorded-tables.ts"

/** The pickled valid_set of a task, which has one block a dtype. */
let pickle: Uint8Array
beforeAll(async () => {
  for await (const entry of entriesOf(metricData)) {
    if (entry.path.endsWith("cifar10/valid_set.pkl.gz"))
      pickle = new Uint8Array(gunzipSync(await entry.bytes()))
    else await entry.skip()
  }
})

type Open<T> = { -readonly [K in keyof T]: T[K] }
interface Parts {
  readonly frame: Open<PickleObject>
  readonly manager: Open<PickleObject>
  readonly blocks: Open<PickleObject>[]
  readonly axes: Open<PickleObject>[]
}

/** A sound frame, its records free to be changed. */
function parts(): Parts {
  const frame = readPickle(pickle, { source: "frame" }) as PickleObject
  const manager = (frame.state as PickleDict).get("_mgr") as PickleObject
  const items = (value: PickleValue | undefined) =>
    (Array.isArray(value) ? value : (value as unknown as { items: PickleValue[] }).items) as PickleObject[]
  return { frame, manager, blocks: items(manager.args[0]), axes: items(manager.args[1]) }
}
const slice = (...args: PickleValue[]): PickleObject => ({
  ...{
    kind: "object",
    module: "builtins",
    name: "slice",
    args,
    state: undefined,
    items: [],
    entries: undefined,
  },
})

describe("refuses", () => {
  const cases: Record<string, [change: (parts: Parts) => void, error: unknown, message: string]> = {
    "another class": [
      ({ frame }) => (frame.name = "Series"),
      UnsupportedModelError,
      "not a table; expected a DataFrame",
    ],
    "another manager": [
      ({ manager }) => (manager.name = "ArrayManager"),
      UnsupportedModelError,
      "_mgr: a table kept in a way",
    ],
    "no axes": [({ manager }) => (manager.args = manager.args.slice(0, 1)), ModelFormatError, "broken table"],
    "a block without placement": [
      ({ blocks }) => (blocks[0]!.args = blocks[0]!.args.slice(0, 1)),
      ModelFormatError,
      "broken block",
    ],
    "a placement past the columns": [
      ({ blocks }) => (blocks[0]!.args = [blocks[0]!.args[0]!, slice(0, 1000, 1)]),
      ModelFormatError,
      "out of range",
    ],
    "a placement of another length": [
      ({ blocks }) => (blocks[0]!.args = [blocks[0]!.args[0]!, slice(0, 5, 1)]),
      ModelFormatError,
      "length mismatch",
    ],
    "a column that is there twice": [
      ({ blocks }) => (blocks[1]!.args = [blocks[0]!.args[0]!, blocks[0]!.args[1]!]),
      ModelFormatError,
      "there twice",
    ],
    "an index without data": [
      ({ axes }) => ((axes[1]!.state as Open<PickleDict>) = new PickleDict()),
      ModelFormatError,
      "start",
    ],
  }
  it.each(Object.entries(cases))("%s", (_, [change, error, message]) => {
    const own = parts()
    change(own)
    const read = () => dataFrameOf(own.frame as PickleObject, "frame")
    expect(read).toThrow(error as ErrorConstructor)
    expect(read).toThrow(message)
  })
})

it("reads blocks in either order of memory", () => {
  const own = parts()
  const plain = dataFrameOf(own.frame, "frame").columns.map(column => [...column.read()])
  for (const block of own.blocks) {
    const array = block.args[0] as Open<Extract<PickleValue, { kind: "ndarray" }>>
    const [count, numRows] = array.shape as [number, number]
    if (!(array.values instanceof Float64Array)) continue
    const [from, to] = [array.values, new Float64Array(count * numRows)]
    const isC = array.order === "C"
    for (let column = 0; column < count; column++) {
      for (let row = 0; row < numRows; row++) {
        const [c, f] = [column * numRows + row, row * count + column]
        to[isC ? f : c] = from[isC ? c : f]!
      }
    }
    array.values = to
    array.order = isC ? "F" : "C"
  }
  expect(dataFrameOf(own.frame, "frame").columns.map(column => [...column.read()])).toEqual(plain)
})
