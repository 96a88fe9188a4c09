import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parquetWriteBuffer } from "hyparquet-writer"
import { describe, expect, it } from "vitest"
import { readBooster } from "../../../../src/predict/booster/read.ts"
import { readFixture } from "../../../support/fixtures.ts"
import { cli, documents, folderWith, root, run } from "../run-cli.ts"

const iris = join(root, "examples", "iris.ubj")
const booster = readBooster(readFileSync(iris))
const NAMES = ["sepal length", "sepal width", "petal length", "petal width"]
const ROWS = [
  [5.1, 3.5, 1.4, 0.2],
  [6.7, 3, 5.2, null],
  [4.9, 2.4, 3.3, 1],
]
const flat = Float32Array.from(ROWS.flat(), value => value ?? Number.NaN)
const expected = (output: "prediction" | "margin" | "leaf" = "prediction"): number[][] => {
  const values = Array.from(
    output === "leaf"
      ? booster.predict(flat, { numRows: 3, output })
      : booster.predict(flat, { numRows: 3, output }),
  )
  const width = values.length / 3
  return [0, 1, 2].map(row => values.slice(row * width, (row + 1) * width))
}
const csv = (header: readonly string[] | null, rows: readonly (readonly unknown[])[]): string =>
  [...(header ? [header] : []), ...rows].map(row => row.map(value => value ?? "").join(",")).join("\n")
const numbers = (text: string): number[][] =>
  text
    .trimEnd()
    .split("\n")
    .slice(1)
    .map(line => line.split(",").map(value => Math.fround(Number(value))))

const records = ROWS.map(row => Object.fromEntries(row.map((value, k) => [NAMES[k]!, value])))
const shuffled = [2, 0, 3, 1]

const folder = folderWith({
  "rows.csv": csv(NAMES, ROWS),
  "mixed.csv": csv(
    ["id", ...shuffled.map(k => NAMES[k]!)],
    ROWS.map((row, id) => [id, ...shuffled.map(k => row[k] ?? "NaN")]),
  ),
  "bare.csv": csv(null, ROWS),
  "rows.json": JSON.stringify(ROWS),
  "rows.ndjson": records.map(record => JSON.stringify(record)).join("\n"),
  "rows.parquet": new Uint8Array(
    parquetWriteBuffer({
      columnData: NAMES.map((name, k) => ({
        name,
        data: ROWS.map(row => row[k]),
        type: "DOUBLE" as const,
        nullable: true,
      })),
    }),
  ),
})
const file = (name: string): string => join(folder, name)

describe("predict", () => {
  it.each(["rows.csv", "rows.json", "rows.ndjson", "rows.parquet"])("%s", name => {
    const { code, stdout, stderr } = run(["predict", iris, file(name)])
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout.split("\n")[0]).toBe("prediction_0,prediction_1,prediction_2")
    expect(numbers(stdout)).toEqual(expected())
  })

  it("finds columns by their names, and leaves out what it is told to", () => {
    const { code, stdout } = run(["predict", iris, file("mixed.csv"), "--ignore", "id", "--output", "margin"])
    expect(code).toBe(0)
    expect(numbers(stdout)).toEqual(expected("margin"))
    const { code: refused, stderr } = run(["predict", iris, file("mixed.csv")])
    expect(refused).toBe(3)
    expect(stderr).toMatch(/^error: rows\[0\]\.id: the model has no such feature/)
  })

  it("takes files without names, in the model's order", () => {
    const { stdout } = run(["predict", iris, file("bare.csv"), "--no-header", "--output", "leaf"])
    expect(numbers(stdout)).toEqual(expected("leaf"))
  })

  it("prints one document a row, with rounds of a range", () => {
    const { stdout } = run(["predict", iris, file("rows.csv"), "--json", "--iteration-range", "0,2"])
    const wanted = Array.from(booster.predict(flat, { numRows: 3, iterationRange: [0, 2] }))
    expect(documents(stdout)).toEqual([0, 3, 6].map(at => ({ prediction: wanted.slice(at, at + 3) })))
  })

  it("knows the categories of a model that stores them", () => {
    const model = readFixture("xgboost-3.4", "categorical_pandas", "model.json")
    const { info } = readBooster(model)
    const names = info.featureNames!
    const values = names.map((_, k) => info.categoryValues?.[k]?.values[0] ?? 0.5)
    const other = folderWith({ "model.json": model, "rows.csv": csv(names, [values]) })
    const { code, stdout, stderr } = run(["predict", join(other, "model.json"), join(other, "rows.csv")])
    expect([code, stderr]).toEqual([0, ""])
    expect(numbers(stdout)).toHaveLength(1)
  })

  it("answers a pipe before it ends", async () => {
    const child = spawn(process.execPath, [cli, "predict", iris, "-", "--from", "json", "--json"])
    child.stdin.write(`${JSON.stringify(records[0])}\n`)
    const first = await new Promise<string>(resolve =>
      child.stdout.once("data", chunk => resolve(String(chunk))),
    )
    expect(documents(first)).toEqual([{ prediction: expected()[0] }])
    child.stdin.end()
    expect(await new Promise(resolve => child.once("close", resolve))).toBe(0)
  })

  const refusals: [string, string[], string, number, RegExp][] = [
    [
      "text in a number's place",
      [],
      csv(NAMES, [[1, 2, "three", 4]]),
      2,
      /rows\[0\]\.petal length: expected a number/,
    ],
    ["a missing column", [], csv(NAMES.slice(1), [[1, 2, 3]]), 3, /rows\[0\]: features without a value/],
    ["a short line", [], `${csv(NAMES, [])}\n1,2,3`, 5, /not CSV; got Invalid Record Length/],
    ["a short row", ["--no-header"], "1,2,3", 2, /rows\[0\]: wrong length; expected 4 values, got 3/],
    [
      "a row far down",
      ["--no-header"],
      `${"1,2,3,4\n".repeat(5000)}1,2,3,x`,
      2,
      /rows\[5000\]\[3\]: expected a number/,
    ],
    ["rounds that are not there", ["--iteration-range", "0,31"], "", 2, /within 0\.\.10, got 0,31/],
  ]
  it.each(refusals)("refuses %s", (_, words, text, code, message) => {
    const outcome = run(["predict", iris, "-", "--from", "csv", ...words], text)
    expect(outcome.stderr).toMatch(message)
    expect(outcome.code).toBe(code)
  })

  it("says which formats it reads", () => {
    const { code, stderr } = run(["predict", iris, "rows.xlsx"])
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining("the ending does not tell the format; expected .csv,"),
    ])
    expect(run(["predict", iris, "nowhere.csv"]).code).toBe(3)
    const broken = folderWith({ "rows.parquet": "PAR1 not really" })
    const damaged = run(["predict", iris, join(broken, "rows.parquet")])
    expect([damaged.code, damaged.stderr]).toEqual([
      5,
      expect.stringContaining("not Parquet, or a damaged file"),
    ])
  })
})
