import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { parquetWriteBuffer } from "hyparquet-writer"
import { describe, expect, it } from "vitest"
import { readBooster } from "../../../../src/predict/booster/read.ts"
import { readFixture } from "../../../support/fixtures.ts"
import { csvOf, jahsRows } from "../../../support/jahs-rows.ts"
import { documents, folderWith, run } from "../run-cli.ts"

const numbers = Array.from({ length: 60 }, (_, x) => ({ x, z: x % 7, y: 2 * x + (x % 7) }))
/** Classes that x decides but for noise; z rises with the class. */
const classes = Array.from({ length: 90 }, (_, x) => ({
  ...{ x, z: (x * 7) % 11, two: +(x > 44 !== (x % 13 === 0)), three: Math.floor(x / 30) },
}))
const folder = folderWith({
  "numbers.csv.gz": gzipSync(csvOf(numbers)),
  "numbers.ndjson.gz": gzipSync(numbers.map(row => JSON.stringify(row)).join("\n")),
  "damaged.csv.gz": gzipSync(csvOf(numbers)).subarray(0, 60),
  "classes.csv": csvOf(classes),
  "noisy.csv": csvOf(numbers.map(({ x, z }) => ({ x, z, y: 2 * x + ((x * 31) % 17) }))),
  "watched.csv": csvOf(numbers.map(({ x, z }) => ({ x: x + 0.5, z, y: 2 * x + 9 }))),
  "runs.csv": csvOf(jahsRows(60, 1, false)),
  "numbers.csv": csvOf(numbers),
  "numbers.parquet": new Uint8Array(
    parquetWriteBuffer({
      columnData: (["x", "z", "y"] as const).map(name => ({
        name,
        data: numbers.map(row => row[name]),
        type: "DOUBLE" as const,
      })),
    }),
  ),
})
const file = (name: string): string => join(folder, name)
const constants = ["--constants", "N=5,W=16,Resolution=1"]

describe("train", () => {
  it("fits a pack that evaluate scores and query asks, and resumes", () => {
    const fit = [
      ...["train", file("runs.csv"), "--metrics", "valid-acc", "--trials", "5", "--trees", "12"],
      ...["--seed", "3", "--release", "mine-1", ...constants, "--journal", file("fit.ndjson"), "--json"],
    ]
    const first = run([...fit, "--out", file("first.bin")])
    expect([first.code, first.stderr]).toEqual([0, ""])
    const [{ fits }] = documents(first.stdout) as [{ fits: { trials: unknown[] }[] }]
    expect(fits[0]!.trials).toHaveLength(5)
    expect(run([...fit, "--out", file("again.bin")]).code).toBe(0)
    expect(readFileSync(file("again.bin"))).toEqual(readFileSync(file("first.bin")))

    const scored = run(["evaluate", file("first.bin"), file("runs.csv"), ...constants])
    expect([scored.code, scored.stderr]).toEqual([0, ""])
    expect(scored.stdout).toMatch(/^metric +rows +R² +Kendall's τ +RMSE +MAE\nvalid-acc +180 /)
    expect(scored.stdout).toContain("epoch 51 to 100")
    const card = run(["card", "--task", "cifar10", "--source", file("first.bin"), "--json"])
    expect(card.stdout).toContain('"mine-1"')
  })

  it("stops early, keeps to constraints, and writes a card that says so", () => {
    const fit = ["train", file("runs.csv"), "--metrics", "valid-acc", "--trials", "0", "--trees", "300"]
    const limits = ["--early-stopping", "5", "--monotone", "epoch=1", "--interaction", "Op1,Op2,epoch"]
    const said = ["--data", "sixty runs", "--licence", "CC-BY-4.0", "--attribution", "A. Author"]
    const written = ["--out", file("limited.bin"), "--card", file("limited.json"), "--json"]
    const { code, stderr, stdout } = run([...fit, ...constants, ...limits, ...said, ...written])
    expect([code, stderr]).toEqual([0, ""])
    const [{ bytes, fits }] = documents(stdout) as [{ bytes: number; fits: { numTrees: number }[] }]
    expect(fits[0]!.numTrees).toBeLessThan(300)
    const card = JSON.parse(readFileSync(file("limited.json"), "utf8"))
    expect(card).toMatchObject({
      ...{ trainedOn: "sixty runs", licence: "CC-BY-4.0", attribution: "A. Author", bytes },
      domain: { N: [5], W: [16], Resolution: [1] },
      fit: {
        split: { training: 126, validation: 27, test: 27 },
        metrics: {
          "valid-acc": {
            earlyStoppingRounds: 5,
            constraints: { monotone: { epoch: 1 }, interaction: [["Op1", "Op2", "epoch"]] },
            parameters: { numTrees: fits[0]!.numTrees, k: 1, maxDepth: 6 },
          },
        },
      },
    })
    expect(card.scores.holdout["valid-acc"].rows).toBe(27)
    expect(card.worst).toHaveLength(3)
    expect(readFileSync(file("limited.bin"))).toHaveLength(bytes)
    const shown = run(["card", "--task", "cifar10", "--source", file("limited.bin")])
    expect([shown.code, shown.stderr]).toEqual([0, ""])
    expect(shown.stdout).toMatch(/attribution +A\. Author/)
    const misspelt = run([...fit, ...constants, "--monotone", "epohc=1", "--out", file("x.bin")])
    expect(misspelt.stderr).toContain("options.constraints.valid-acc.monotone.epohc: expected a column")
  })

  it.each(["csv", "csv.gz", "ndjson.gz", "parquet"])("makes a model of a table of numbers: %s", format => {
    const out = file(`model-${format}.json`)
    const words = ["train", file(`numbers.${format}`), "--label", "y", "--trees", "40", "--out", out]
    const { code, stderr, stdout } = run(words)
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toContain("40 trees of 2 features, 60 rows")
    expect(readBooster(readFileSync(out)).info.featureNames).toEqual(["x", "z"])
    const scored = run(["evaluate", out, file(`numbers.${format}`), "--label", "y", "--worst", "2", "--json"])
    const [{ scores, worst }] = documents(scored.stdout) as [{ scores: { R2: number }; worst: unknown[] }]
    expect(scores.R2).toBeGreaterThan(0.98)
    expect(worst).toHaveLength(2)
    expect(run(words).stderr).toContain("there is such a file already")
  })

  it("stops early by rows that it does not train on, and says after which tree", () => {
    const words = ["train", file("noisy.csv"), "--label", "y", "--trees", "400", "--learning-rate", "0.5"]
    const watched = [...words, "--validation", file("watched.csv"), "--early-stopping", "4", "--out"]
    const { code, stdout, stderr } = run([...watched, file("early.json"), "--json"])
    expect([code, stderr]).toEqual([0, ""])
    const [{ numTrees, bestIteration, validationLoss, trainingLoss }] = documents(stdout) as [
      Record<"numTrees" | "bestIteration" | "validationLoss" | "trainingLoss", number>,
    ]
    expect(numTrees).toBe(bestIteration + 1 + 4)
    expect(numTrees).toBeLessThan(400)
    expect(validationLoss).toBeGreaterThan(trainingLoss)
    const booster = readBooster(readFileSync(file("early.json")))
    expect([booster.numTrees, booster.info.attributes.get("best_iteration")]).toEqual([
      ...[numTrees, `${bestIteration}`],
    ])
    // Watched alone, all trees are grown; for people there is what to do with them.
    const shown = run([...watched, file("early-2.json")])
    expect(shown.stdout).toContain(`least after ${bestIteration + 1} trees`)
    expect(shown.stderr).toContain(`predict --iteration-range 0,${bestIteration + 1}`)
    const whole = [...words, "--trees", "40", "--validation", file("watched.csv"), "--json"]
    const all = documents(run([...whole, "--out", file("whole.json")]).stdout)
    expect(all).toMatchObject([{ numTrees: 40 }])
  })

  it("keeps to constraints by the names of columns", () => {
    const words = ["train", file("numbers.csv"), "--label", "y", "--trees", "20", "--out"]
    const predictions = (name: string): Float32Array => {
      const booster = readBooster(readFileSync(file(name)))
      const rows = Float32Array.from(numbers.flatMap(({ x }) => [x, 3]))
      return booster.predict(rows, { numRows: numbers.length }) as Float32Array
    }
    expect(run([...words, file("falling.json"), "--monotone", "x=-1"]).code).toBe(0)
    const falling = predictions("falling.json")
    expect(falling.every((value, row) => row === 0 || value <= falling[row - 1]!)).toBe(true)
    expect(run([...words, file("free.json")]).code).toBe(0)
    const free = predictions("free.json")
    expect(free[59]!).toBeGreaterThan(free[0]!)
    // Alone on its path, a column's effect does not depend on the other.
    const apart = [...words, file("apart.json"), "--interaction", "x", "--interaction", "z"]
    expect(run(apart).code).toBe(0)
    const used = readBooster(readFileSync(file("apart.json"))).model!.trees.map(tree => {
      const inner = Array.from(tree.leftChildren.keys()).filter(node => tree.leftChildren[node] !== -1)
      return new Set(inner.map(node => tree.splitIndices[node])).size
    })
    expect(Math.max(...used)).toBe(1)
  })

  const refusals: [string, string[], RegExp][] = [
    ["no file to write", ["--metrics", "valid-acc"], /^error: --out: missing/],
    ["neither metrics nor label", ["--out", "x.bin"], /what to train is not clear/],
    ["no constants", ["--metrics", "valid-acc", "--out", "x.bin"], /N: no such column/],
    [
      "an unknown task",
      ["--metrics", "valid-acc", "--out", "x.bin", "--task", "cifar"],
      /task: unknown task/,
    ],
  ]
  const models: [string, string[], RegExp][] = [
    ["early stopping of nothing", ["--early-stopping", "3"], /--early-stopping: nothing to watch/],
    [
      "a constraint on no column",
      ["--monotone", "w=1"],
      /--monotone: no such column; expected one of x, z, got w/,
    ],
    ["no direction", ["--monotone", "x=2"], /--monotone, x: no direction/],
    ["an interaction of the label", ["--interaction", "x,y"], /--interaction: no such column/],
    ["rows to watch without the columns", ["--validation", file("classes.csv")], /y: no such column/],
  ]
  it.each(models)("of a model refuses %s", (_, words, message) => {
    const { code, stderr } = run(["train", file("numbers.csv"), "--label", "y", "--out", "x.json", ...words])
    expect([2, 3]).toContain(code)
    expect(stderr).toMatch(message)
  })

  it("refuses a damaged file, and options of models where surrogates are fitted", () => {
    const damaged = run(["train", file("damaged.csv.gz"), "--label", "y", "--out", "x.json"])
    expect(damaged.code).toBe(5)
    expect(damaged.stderr).toMatch(/damaged\.csv\.gz/)
    const fit = ["train", file("runs.csv"), "--metrics", "valid-acc", "--out", "x.bin"]
    const watched = run([...fit, "--validation", file("runs.csv")])
    expect(watched.stderr).toMatch(/--validation: an option of the other kind of training; expected --label/)
    const model = ["train", file("numbers.csv"), "--label", "y", "--out", "x.json", "--licence", "MIT"]
    expect(run(model).stderr).toMatch(
      /--licence: an option of the other kind of training; expected --metrics/,
    )
  })

  it.each(refusals)("refuses %s", (_, words, message) => {
    const { code, stderr } = run(["train", file("runs.csv"), ...words])
    expect([2, 3]).toContain(code)
    expect(stderr).toMatch(message)
  })
})

describe("evaluate", () => {
  const train = (label: string, objective: string): string => {
    const out = file(`${label}.json`)
    const table = documents(
      run(["train", file("classes.csv"), "--label", label, "--objective", objective, "--out", out, "--json"])
        .stdout,
    )
    expect(table).toHaveLength(1)
    return out
  }

  it("scores classes of a binary model, beside what it scores of numbers", () => {
    const model = train("two", "binary:logistic")
    const words = ["evaluate", model, file("classes.csv"), "--label", "two"]
    const [{ classScores, scores }] = documents(run([...words, "--json"]).stdout) as [
      Record<"classScores" | "scores", Record<string, number>>,
    ]
    const booster = readBooster(readFileSync(model))
    const rows = Float32Array.from(classes.flatMap(({ x, z, three }) => [x, z, three]))
    const predicted = booster.predict(rows, { numRows: 90 })
    const right = classes.filter(({ two }, row) => +(predicted[row]! > 0.5) === two).length
    expect(classScores["accuracy"]).toBeCloseTo(right / 90, 12)
    const losses = classes.map(({ two }, row) => -Math.log(two === 1 ? predicted[row]! : 1 - predicted[row]!))
    expect(classScores["logLoss"]).toBeCloseTo(losses.reduce((a, b) => a + b) / 90, 6)
    expect(classScores["AUC"]).toBeGreaterThan(0.9)
    expect(scores["R2"]).toBeGreaterThan(0.5)
    const shown = run(words).stdout
    expect(shown).toMatch(/^classes +rows +accuracy +log loss +AUC\ntwo +90 +0\.9/)
    expect(shown).toContain("Kendall's τ")
    // A class that there is not.
    const third = file("third.csv")
    writeFileSync(third, csvOf(classes.map((row, at) => (at === 3 ? { ...row, two: 2 } : row))))
    const { code, stderr } = run(["evaluate", model, third, "--label", "two"])
    expect(code).toBe(2)
    expect(stderr).toContain("two: no class in row 3; expected an integer in 0..1, got 2")
  })

  it.each(["multi_softprob", "multi_softmax"])("scores several classes: %s", name => {
    const bytes = readFixture("xgboost-1.7", name, "model.json")
    const booster = readBooster(bytes)
    const { numFeatures, numOutputs } = booster
    const rows = Float32Array.from({ length: 40 * numFeatures }, (_, at) => ((at * 37) % 101) / 25 - 2)
    const margins = booster.predict(rows, { numRows: 40, output: "margin" })
    const expected = { right: 0, loss: 0 }
    const table = Array.from({ length: 40 }, (_, row) => {
      const own = Array.from(margins.subarray(row * numOutputs, (row + 1) * numOutputs))
      const likeliest = own.indexOf(Math.max(...own))
      // Every class has rows, and some rows are labelled otherwise than the model answers.
      const label = row % 4 === 0 ? (row / 4) % numOutputs : likeliest
      const sum = own.reduce((total, margin) => total + Math.exp(margin), 0)
      expected.right += +(label === likeliest)
      expected.loss += Math.log(sum) - own[label]!
      const values = rows.subarray(row * numFeatures, (row + 1) * numFeatures)
      return { ...Object.fromEntries(Array.from(values, (value, k) => [`f${k}`, value])), label }
    })
    const own = folderWith({ "model.json": bytes, "table.csv": csvOf(table) })
    const words = ["evaluate", join(own, "model.json"), join(own, "table.csv"), "--label", "label"]
    const [{ classScores, scores }] = documents(run([...words, "--json"]).stdout) as [
      { classScores: Record<string, number>; scores?: unknown },
    ]
    expect(scores).toBeUndefined()
    expect(classScores["accuracy"]).toBe(expected.right / 40)
    expect(expected.right).toBeLessThan(40)
    expect(classScores["logLoss"]).toBeCloseTo(expected.loss / 40, 5)
    expect(classScores["AUC"]).toBeGreaterThan(0.5)
    const shown = run(words).stdout
    expect(shown).toMatch(/^classes +rows +accuracy +log loss +AUC\nlabel +40 /)
    expect(shown).toContain(` ${(expected.right / 40).toFixed(4)} `)
    expect(shown).not.toContain("R²")
  })

  it("says what it wants of a model with several outputs", () => {
    const bytes = readFixture("xgboost-1.7", "multi_output_one_per_target", "model.json")
    const { numFeatures, numOutputs } = readBooster(bytes)
    const row = Object.fromEntries(Array.from({ length: numFeatures + 1 }, (_, k) => [`f${k}`, k]))
    const own = folderWith({ "model.json": bytes, "table.csv": csvOf([row]) })
    const label = `f${numFeatures}`
    const { code, stderr } = run([
      "evaluate",
      join(own, "model.json"),
      join(own, "table.csv"),
      "--label",
      label,
    ])
    expect(code).toBe(2)
    expect(stderr).toContain(
      `a model with several outputs a row that are no classes; expected one output, or the objective multi:softprob or multi:softmax, got ${numOutputs} outputs of reg:squarederror; \`predict\` gives each of them a column`,
    )
  })
})
