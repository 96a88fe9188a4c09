/** Damaged tables: a typed error, or, where nothing that is read was touched, the answers of the sound file. */
import { gunzipSync } from "node:zlib"
import { beforeAll, expect, test } from "vitest"
import { JahsBenchError, ModelFormatError, UnsupportedModelError } from "../../src/errors.ts"
import { createRandom } from "../../src/random/generator.ts"
import { readFrameTable } from "../../src/release/frame-table.ts"
import { jahsSpace } from "../../src/space/index.ts"
import { Random } from "../support/random.ts"
import {
  entriesOf,
  metricData,
  openSmallTable,
  type SmallRow,
  writeSmallTable,
} from "../support/recorded-tables.ts"
import { mutateBytes } from "./mutate-bytes.ts"

const DEEP = process.env["DEEP"] !== undefined
const MUTANTS = DEEP ? 20_000 : 1500

const rows: SmallRow[] = []
let sound: Uint8Array
let answers: string

async function answersOf(bytes: Uint8Array): Promise<string> {
  const table = await openSmallTable(bytes)
  const values = rows.map(
    ({ configuration, epoch }) => table.query(configuration, { epoch, occurrence: 0 })["valid-acc"],
  )
  return JSON.stringify([table.release, table.metrics, table.numRows, values])
}

beforeAll(async () => {
  const random = createRandom(5)
  for (let run = 0; run < 12; run++) {
    const configuration = jahsSpace.sample(random)
    for (let epoch = 1; epoch <= 5; epoch++) rows.push({ configuration, epoch, value: 100 * random.random() })
  }
  sound = await writeSmallTable(rows, 20)
  answers = await answersOf(sound)
})

test("mutated Parquet", { timeout: DEEP ? 3_600_000 : 120_000 }, async () => {
  const broken: string[] = []
  let refused = 0
  for (let k = 0; k < MUTANTS && broken.length < 5; k++) {
    const bytes = mutateBytes(sound, new Random(7000 + k)).bytes
    try {
      if ((await answersOf(bytes)) !== answers) broken.push(`mutant ${k}: other answers`)
    } catch (error) {
      refused++
      if (!(error instanceof ModelFormatError || error instanceof UnsupportedModelError)) {
        broken.push(`mutant ${k}: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`)
      }
    }
  }
  expect(broken).toEqual([])
  expect(refused / MUTANTS).toBeGreaterThan(0.5)
})

test("every bit of the file, in steps", { timeout: 120_000 }, async () => {
  const step = DEEP ? 1 : 37
  for (let bit = 0; bit < 8 * sound.length; bit += step) {
    const bytes = sound.slice()
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    const outcome = await answersOf(bytes).catch((error: unknown) => error)
    if (outcome instanceof JahsBenchError) continue
    expect({ bit, outcome }).toEqual({ bit, outcome: answers })
  }
})

test("every prefix", async () => {
  for (let length = 0; length < sound.length; length += DEEP ? 1 : 61) {
    await expect(answersOf(sound.subarray(0, length))).rejects.toThrow(ModelFormatError)
  }
})

test("mutated pickles of tables", { timeout: DEEP ? 3_600_000 : 120_000 }, async () => {
  const pickles: Uint8Array[] = []
  for await (const entry of entriesOf(metricData)) {
    const isOne = /valid_set/.test(entry.path)
    if (isOne) pickles.push(new Uint8Array(gunzipSync(await entry.bytes())))
    else await entry.skip()
  }
  expect(pickles).toHaveLength(3)
  const broken: string[] = []
  let refused = 0
  for (let k = 0; k < MUTANTS && broken.length < 5; k++) {
    const random = new Random(9000 + k)
    const bytes = mutateBytes(random.pick(pickles), random).bytes
    try {
      const frame = readFrameTable(bytes, "valid_set", "mutant")
      for (const { columns, numRows } of frame.batches()) {
        for (const values of columns.values())
          if (values.length !== numRows) broken.push(`mutant ${k}: other lengths`)
      }
    } catch (error) {
      refused++
      if (!(error instanceof ModelFormatError || error instanceof UnsupportedModelError)) {
        broken.push(`mutant ${k}: ${error instanceof Error ? `${error.name}: ${error.message}` : error}`)
      }
    }
  }
  expect(broken).toEqual([])
  expect(refused / MUTANTS).toBeGreaterThan(0.3)
})
