import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { metrics } from "../../../../src/benchmark/index.ts"
import { readBooster } from "../../../../src/predict/booster/read.ts"
import { writePack } from "../../../../src/predict/pack/pack.ts"
import { readCase, readFixture } from "../../../support/fixtures.ts"
import { documents, folderWith, root, run, runInTerminal } from "../run-cli.ts"

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

  const lines = async (file: string, ...words: string[]): Promise<Map<string, string>> => {
    const { code, stdout } = await runInTerminal(["inspect", file, ...words], { isTTY: false, columns: 400 })
    expect(code, file).toBe(0)
    return new Map(stdout.split("\n").map(line => [line.split(/ {2,}/)[0], line.replace(/^.*? {2,}/, "")]))
  }
  const fixture = (version: string, name: string, file: string): string =>
    join(folderWith({ [file]: readFixture(version, name, file) }), file)

  it("says of every format what it is and which XGBoost wrote it", async () => {
    const cases: [string, string, RegExp, RegExp][] = [
      ["model.json", "xgboost-3.4", /^save_model JSON, /, /^3\.4\.1$/],
      ["model.ubj", "xgboost-2.1", /^save_model UBJSON, /, /^2\.1\.4$/],
      [
        "model.deprecated.bin",
        "xgboost-1.7",
        /^save_model binary, /,
        /^1\.7; the patch number is not stated$/,
      ],
      ["pickle-handle.bin", "xgboost-1.5", /^pickled Booster, /, /^1\.5\.2$/],
      ["pickle-handle.config-offset.bin", "xgboost-1.7", /^pickled Booster, /, /^1\.7\.4$/],
    ]
    for (const [file, version, format, xgboost] of cases) {
      const found = await lines(fixture(version, "jahs_like", file))
      expect(found.get("format"), file).toMatch(format)
      expect(found.get("XGBoost"), file).toMatch(xgboost)
      expect(found.get("unknown fields")).toBe("none")
    }
    const dumps: [string, string, string, RegExp][] = [
      ["xgboost-1.7", "reg_squarederror", "0.5", /^not stated, as in all dumps$/],
      ["xgboost-1.7", "categorical_onehot_hist", "0.5", /at least 1\.3, for its categorical splits$/],
      ["xgboost-3.4", "multi_output_vector_leaf", "1,2", /at least 2\.0, for its vector leaves$/],
    ]
    for (const [version, name, scores, note] of dumps) {
      const path = fixture(version, name, "dump.json")
      const model = readBooster(readFixture(version, name, "model.json"))
      const given = Array.from({ length: model.numOutputs }, () => "0.5").join(",")
      const features =
        model.info.featureNames === null ? [] : ["--feature-names", model.info.featureNames.join(",")]
      const found = await lines(path, "--base-score", scores === "0.5" ? scores : given, ...features)
      expect(found.get("XGBoost")).toMatch(note)
    }
  })

  it("says what the base score is, and the margin it stands for", async () => {
    const text = async (name: string): Promise<string | undefined> =>
      (await lines(fixture("xgboost-1.7", name, "model.json"))).get("base score")
    expect(await text("binary_logistic")).toBe("0.5, a probability; as a margin 0")
    expect(await text("count_poisson")).toBe("0.5, a prediction; as a margin -0.6931472")
    expect(await text("reg_squarederror")).toBe("0.5, a margin")
    expect((await lines(join(folder, "objective.json"))).get("base score")).toMatch(
      /^0\.5, taken as a margin: the objective is not known$/,
    )
  })

  it("counts deleted nodes, parallel trees, categorical splits, values of leaves and categories", async () => {
    const pruned = JSON.parse(
      new TextDecoder().decode(readFixture("xgboost-1.7", "pruned_gamma", "model.json")),
    ).learner.gradient_booster.model.trees as { tree_param: { num_deleted: string } }[]
    const deleted = pruned.reduce((sum, tree) => sum + Number(tree.tree_param.num_deleted), 0)
    expect(deleted).toBeGreaterThan(100)
    expect((await lines(fixture("xgboost-1.7", "pruned_gamma", "model.json"))).get("nodes")).toContain(
      `; ${deleted.toLocaleString("en")} deleted ones left out`,
    )
    const forest = await lines(fixture("xgboost-1.7", "multi_softprob_forest", "model.ubj"))
    expect(forest.get("rounds")).toMatch(/^\d+ of \d+ parallel trees per output and round$/)
    const forgetful = await lines(fixture("xgboost-1.5", "jahs_like", "model.json"))
    expect(forgetful.get("rounds")).toMatch(/^8 of 1 tree per round, as far as the file tells/)
    const pandas = await lines(fixture("xgboost-3.4", "categorical_pandas", "model.json"))
    expect(pandas.get("categorical splits")).toBe("40")
    expect(pandas.get("category values")).toMatch(
      /^colour: red, green, blue, violet, naïve; size: 10, 20, .*\(12\)$/,
    )
    const vectors = await lines(fixture("xgboost-2.1", "multi_output_vector_leaf", "model.json"))
    expect(vectors.get("leaves")).toMatch(/^vectors of \d values$/)
    expect(vectors.get("in memory")).toMatch(/; nodes as they are$/)
    const attributes = await lines(fixture("xgboost-1.7", "attributes", "model.json"))
    expect(attributes.get("attributes")).toContain("best_iteration = ")
    const linear = await lines(fixture("xgboost-1.7", "gblinear", "model.deprecated.bin"))
    expect([linear.get("booster"), linear.get("trees"), linear.get("rounds")]).toEqual([
      "gblinear",
      "0",
      "not counted in a linear booster",
    ])
  })

  it("names unknown fields, and shows feature types", async () => {
    const changed = folderWith({ "new.json": text.replace('"version"', '"calibration":{"a":1},"version"') })
    expect((await lines(join(changed, "new.json"))).get("unknown fields")).toBe("calibration")
    const typed = await lines(fixture("xgboost-1.7", "names_types", "model.json"))
    expect(typed.get("feature")).toMatch(/^type +splits +share$/)
    const { stdout } = run(["inspect", fixture("xgboost-1.7", "names_types", "model.json"), "--json"])
    const [found] = documents(stdout) as { featureTypes: string[]; splits: { type: string }[] }[]
    expect(found.featureTypes).toEqual(readCase("xgboost-1.7", "names_types").feature_types)
    expect(new Set(found.splits.map(({ type }) => type)).size).toBeGreaterThan(1)
  })

  it("describes packs: of one booster as a model, of a release as a list", async () => {
    const booster = readBooster(json)
    const path = join(folderWith({ "a.bin": await writePack(booster) }), "a.bin")
    const found = await lines(path)
    expect(found.get("format")).toMatch(/^pack, /)
    expect(found.get("XGBoost")).toBe("1.7.4; of the model that the pack was made of")
    expect(found.get("statistics")).toBe("not stored: no explanations")
    const [single] = documents((await runInTerminal(["inspect", path, "--json"], {})).stdout) as Found[]
    expect(single).toMatchObject({ format: "pack", numNodes: booster.trees.numNodes })

    const bundled = join(root, "models", "distilled-2", "cifar10.bin")
    const card = JSON.parse(readFileSync(join(root, "models", "distilled-2", "cifar10.card.json"), "utf8"))
    const release = await lines(bundled)
    expect(release.get("release")).toBe("distilled-2")
    expect(release.get("SHA-256")).toBe(card.sha256)
    expect(release.get("valid-acc")).toMatch(/^reg:squarederror +600 +249,000 +9 +deep +[\d,]+$/)
    const [pack] = documents((await runInTerminal(["inspect", bundled, "--json"], {})).stdout) as {
      bytes: number
      models: { name: string; numTrees: number }[]
      sections: { kind: string; bytes: number }[]
    }[]
    expect(pack.models.map(({ name }) => name)).toEqual(metrics.map(({ name }) => name))
    expect(pack.sections.map(({ kind }) => kind).slice(0, 2)).toEqual(["description", "dictionary"])
    // Besides the sections: the prefix, their table, and up to 15 bytes between any two.
    const rest = pack.bytes - pack.sections.reduce((sum, { bytes }) => sum + bytes, 0) - 64 * 10
    expect(rest).toBeGreaterThanOrEqual(0)
    expect(rest).toBeLessThan(16 * 9)
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
