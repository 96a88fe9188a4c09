import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readFixture } from "../../support/fixtures.ts"
import { documents, folderWith, run } from "./run-cli.ts"

const json = readFixture("xgboost-1.7", "jahs_like", "model.json")
const dump = readFixture("xgboost-1.7", "jahs_like", "dump.json")
const text = new TextDecoder().decode(json)
const model = JSON.parse(text)
const names: string[] = model.learner.feature_names
const folder = folderWith({
  "model.json": json,
  "model.ubj": readFixture("xgboost-1.7", "jahs_like", "model.ubj"),
  "dump.json": dump,
  "booster.json": text.replace('"name":"gbtree"', '"name":"gbforest"'),
  "objective.json": text.replaceAll("reg:squarederror", "custom:mine"),
  "cut.json": json.subarray(0, 2000),
  "text.txt": "hello",
})
const inspect = (file: string, ...words: string[]): ReturnType<typeof run> =>
  run(["inspect", join(folder, file), ...words])

interface Found {
  readonly bytes: number
  readonly numTrees: number
  readonly numNodes: number
  readonly splits: readonly { readonly feature: string; readonly splits: number }[]
}

/** Splits by feature, counted in the file's own arrays. */
function countSplits(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const tree of model.learner.gradient_booster.model.trees) {
    tree.left_children.forEach((left: number, node: number) => {
      const name = names[tree.split_indices[node]]
      if (left >= 0) counts.set(name, (counts.get(name) ?? 0) + 1)
    })
  }
  return counts
}

describe("inspect", () => {
  it("describes a model as a document", () => {
    const { code, stdout, stderr } = inspect("model.json", "--json")
    expect([code, stderr]).toEqual([0, ""])
    const [found] = documents(stdout) as Found[]
    expect(found).toMatchObject({
      file: join(folder, "model.json"),
      format: "json",
      bytes: json.length,
      objective: "reg:squarederror",
      booster: "gbtree",
      version: model.version.join("."),
      numTrees: model.learner.gradient_booster.model.trees.length,
      numFeatures: names.length,
      numOutputs: 1,
      featureNames: names,
      baseScore: [0.5],
    })
    const counted = countSplits()
    expect(new Map(found.splits.map(({ feature, splits }) => [feature, splits]))).toEqual(counted)
    const order = found.splits.map(({ splits }) => splits)
    expect(order).toEqual(order.toSorted((a, b) => b - a))
  })

  it("finds the same forest in every format", () => {
    const [found] = documents(inspect("model.json", "--json").stdout) as Found[]
    const [ubjson] = documents(inspect("model.ubj", "--json").stdout) as Found[]
    expect(ubjson).toMatchObject({ format: "ubjson", numNodes: found.numNodes, splits: found.splits })
    const options = [
      "--base-score",
      "0.5",
      "--objective",
      "reg:squarederror",
      "--feature-names",
      names.join(","),
    ]
    const [dumped] = documents(inspect("dump.json", ...options, "--json").stdout) as Found[]
    expect(dumped).toMatchObject({ format: "json-dump", numNodes: found.numNodes, splits: found.splits })
    const [piped] = documents(run(["inspect", "-", "--json"], json).stdout) as Found[]
    expect(piped).toMatchObject({ file: "stdin", bytes: json.length, splits: found.splits })
  })

  it("shows people a list and the ten features with most splits", () => {
    const { code, stdout } = inspect("model.json")
    expect(code).toBe(0)
    expect(stdout).toMatch(/^objective +reg:squarederror$/m)
    const counted = [...countSplits()].sort((a, b) => b[1] - a[1])
    expect(stdout).toMatch(new RegExp(`^${counted[0][0]} +${counted[0][1]} +[\\d.]+ %$`, "m"))
    expect(stdout.match(/ %$/gm)).toHaveLength(10)
    expect(stdout).toMatch(new RegExp(`^and ${counted.length - 10} features more$`, "m"))
  })

  it("says when only margins can be computed", () => {
    expect(inspect("objective.json").stdout).toMatch(
      /^objective +custom:mine, unknown to this version: margins only$/m,
    )
  })

  const wrong: [string, number, string[], RegExp][] = [
    [
      "a booster nobody knows",
      5,
      ["booster.json"],
      /learner\.gradient_booster\.name: unknown booster;.* got "gbforest"$/,
    ],
    ["a file cut short", 5, ["cut.json"], /^error: .*cut\.json @ byte \d+/],
    ["no model", 5, ["text.txt"], /text\.txt @ byte 0: not an XGBoost model; /],
    [
      "no file",
      3,
      ["nothing.json"],
      /nothing\.json: the file could not be read; expected a file, got ENOENT$/,
    ],
    [
      "a dump without base score",
      2,
      ["dump.json"],
      /dump\.json: a JSON dump does not hold the base score; expected --base-score <numbers>;/,
    ],
    [
      "a dump without names",
      5,
      ["dump.json", "--base-score", "0.5"],
      /unknown feature; expected f<column>, or --feature-names to look it up in/,
    ],
    [
      "base scores for other outputs",
      2,
      ["dump.json", "--base-score", "1,2", "--num-outputs", "3"],
      /^error: --base-score: wrong number of values; expected 1 or 3 \(--num-outputs\), got 2$/,
    ],
    [
      "a base score in letters",
      2,
      ["dump.json", "--base-score", "x"],
      /argument 'x' is invalid; expected a number; see /,
    ],
  ]
  it.each(wrong)("%s: exit code %i", (_, expectedCode, [file, ...words], message) => {
    const { code, stdout, stderr } = inspect(file, ...words)
    expect({ code, stdout }).toEqual({ code: expectedCode, stdout: "" })
    const lines = stderr.trimEnd().split("\n")
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(message)
  })
})
