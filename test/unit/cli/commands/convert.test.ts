import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { readBooster } from "../../../../src/predict/booster/read.ts"
import { dumpDot, dumpJson, dumpText, writeJson, writeUbjson } from "../../../../src/predict/booster/write.ts"
import { openPack } from "../../../../src/predict/pack/pack.ts"
import { caseRows, flatten, readCase, readFixture } from "../../../support/fixtures.ts"
import { documents, folderWith, type Outcome, root, runInTerminal } from "../run-cli.ts"

const NAME = "categorical_pandas"
const VERSION = "xgboost-3.4"
const json = readFixture(VERSION, NAME, "model.json")
const booster = readBooster(json)
const { flat, rows } = caseRows(readCase(VERSION, NAME))
const margins = flatten(readCase(VERSION, NAME).margin)

const newFolder = (): string =>
  folderWith({
    "model.json": json,
    "model.ubj": readFixture(VERSION, NAME, "model.ubj"),
    "handle.pkl": readFixture(VERSION, NAME, "pickle-handle.bin"),
    "plain.dump.json": readFixture("xgboost-1.7", "reg_squarederror", "dump.json"),
    "linear.json": readFixture("xgboost-1.7", "gblinear", "model.json"),
    "vector.json": readFixture("xgboost-2.1", "multi_output_vector_leaf", "model.json"),
  })

async function convert(folder: string, from: string, to: string, ...words: string[]): Promise<Outcome> {
  const paths = [from, to].map(file => (file === "-" ? file : join(folder, file)))
  return runInTerminal(["convert", ...paths, ...words], { isTTY: false })
}

const read = (folder: string, file: string): Uint8Array => new Uint8Array(readFileSync(join(folder, file)))

describe("convert", () => {
  it("tells the format by the ending, and writes what the library writes", async () => {
    const folder = newFolder()
    const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
    const expected: Record<string, Uint8Array> = {
      "a.json": writeJson(booster),
      "a.ubj": writeUbjson(booster),
      "a.dump.json": utf8(dumpJson(booster)),
      "a.txt": utf8(dumpText(booster)),
      "a.dot": utf8(dumpDot(booster, 0)),
      "A.UBJ": writeUbjson(booster),
    }
    for (const [file, bytes] of Object.entries(expected)) {
      expect((await convert(folder, "handle.pkl", file)).code).toBe(0)
      expect(read(folder, file), file).toEqual(bytes)
    }
  })

  it("writes XGBoost's own bytes in the source's version", async () => {
    const folder = newFolder()
    for (const from of ["model.json", "model.ubj", "handle.pkl"]) {
      for (const [to, original] of [
        ["x.json", "model.json"],
        ["x.ubj", "model.ubj"],
      ] as const) {
        expect((await convert(folder, from, to, "--version", "source", "--force")).code).toBe(0)
        expect(read(folder, to)).toEqual(read(folder, original))
      }
    }
  })

  it("writes packs that predict the same bits", async () => {
    const folder = newFolder()
    const { code, stdout } = await convert(folder, "model.ubj", "a.bin", "--json")
    expect(code).toBe(0)
    const pack = read(folder, "a.bin")
    expect(documents(stdout)).toEqual([
      {
        from: { file: join(folder, "model.ubj"), format: "ubjson", bytes: read(folder, "model.ubj").length },
        to: { file: join(folder, "a.bin"), format: "pack", bytes: pack.length },
        trees: booster.numTrees,
        nodes: booster.trees.numNodes,
      },
    ])
    const opened = await openPack(pack)
    expect(opened.predict(flat, { numRows: rows.length, output: "margin" })).toEqual(margins)
  })

  it("takes the format from --to, statistics from --with-stats, a tree from --tree", async () => {
    const folder = newFolder()
    await convert(folder, "model.json", "a", "--to", "dump-text", "--with-stats")
    await convert(folder, "model.json", "b", "--to", "dot", "--tree", "2")
    expect(new TextDecoder().decode(read(folder, "a"))).toBe(dumpText(booster, { withStats: true }))
    expect(new TextDecoder().decode(read(folder, "b"))).toBe(dumpDot(booster, 2))
  })

  it("reads dumps with what they leave out", async () => {
    const folder = newFolder()
    const words = ["--base-score", "0.5", "--objective", "reg:squarederror", "--num-features", "6"]
    expect((await convert(folder, "plain.dump.json", "a.json", ...words)).code).toBe(0)
    const golden = readCase("xgboost-1.7", "reg_squarederror")
    const { flat, rows } = caseRows(golden)
    const margin = readBooster(read(folder, "a.json")).predict(flat, {
      numRows: rows.length,
      output: "margin",
    })
    expect(margin).toEqual(flatten(golden.margin))
  })

  it("tells people sizes, nodes and what is left out", async () => {
    const folder = newFolder()
    const { code, stdout, stderr } = await convert(folder, "model.json", "a.bin")
    expect([code, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(/^read +.*model\.json: save_model JSON, [\d,]+ bytes, [\d.]+ a$/m)
    expect(stdout).toContain("6 trees, 162 nodes")
    expect(stdout).toMatch(/^left out +what only model files need/m)
    const lost = await convert(folder, "model.json", "a.json")
    expect(lost.stdout).toMatch(/^left out +category values/m)
    expect((await convert(folder, "model.json", "b.json", "--version", "source")).stdout).not.toContain(
      "left out",
    )
  })

  const wrong: [string, number, string[], RegExp][] = [
    [
      "an ending that tells nothing",
      2,
      ["model.json", "a.model"],
      /<out>: the ending does not tell the format; expected \.dump\.json, .* --to$/,
    ],
    [
      "standard output",
      2,
      ["model.json", "-"],
      /<out>: models are not written to standard output; expected a file$/,
    ],
    [
      "a file that exists",
      2,
      ["model.json", "model.ubj"],
      /model\.ubj: there is such a file already; expected a new file; --force replaces it$/,
    ],
    [
      "a version of a dump",
      2,
      ["model.json", "a.txt", "--version", "1.7"],
      /--version: not an option of the format; expected --to json or --to ubjson, got dump-text$/,
    ],
    [
      "statistics of a model",
      2,
      ["model.json", "a.ubj", "--with-stats"],
      /--with-stats: not an option of the format/,
    ],
    [
      "another version",
      2,
      ["model.json", "a.ubj", "--version", "2"],
      /argument '2' is invalid; expected 1\.7, source; see jahs-bench-201 convert --help$/,
    ],
    [
      "another format",
      2,
      ["model.json", "a.x", "--to", "onnx"],
      /argument 'onnx' is invalid; expected json, ubjson, /,
    ],
    [
      "a tree too many",
      2,
      ["model.json", "a.dot", "--tree", "6"],
      /--tree: no such tree; expected 0\.\.5, got 6$/,
    ],
    [
      "a tree of a linear booster",
      2,
      ["linear.json", "a.dot"],
      /--tree: no such tree; expected a booster with trees, got gblinear$/,
    ],
    [
      "a dump without base score",
      2,
      ["plain.dump.json", "a.json"],
      /does not hold the base score; expected --base-score <numbers>/,
    ],
    [
      "what 1.7 cannot hold",
      6,
      ["vector.json", "a.json"],
      /XGBoost 1\.7 cannot hold vector leaves;.* version "source"/,
    ],
    [
      "a folder that is not there",
      74,
      ["model.json", "no/a.json"],
      /a\.json: could not be written; got ENOENT$/,
    ],
    ["a model that is not there", 3, ["none.json", "a.json"], /none\.json: the file could not be read/],
  ]
  it.each(wrong)(
    "%s: exit code %i, and nothing is written",
    async (_, expected, [from, to, ...words], message) => {
      const folder = newFolder()
      const before = readdirSync(folder)
      const { code, stdout, stderr } = await convert(folder, from!, to!, ...words)
      expect({ code, stdout }).toEqual({ code: expected, stdout: "" })
      expect(stderr.trimEnd().split("\n")).toHaveLength(1)
      expect(stderr.trimEnd()).toMatch(message)
      expect(readdirSync(folder)).toEqual(before)
    },
  )

  it("makes nothing but a pack of a pack, and nothing of a release", async () => {
    const folder = newFolder()
    await convert(folder, "model.json", "a.bin")
    expect((await convert(folder, "a.bin", "b.bin")).code).toBe(0)
    expect(read(folder, "b.bin")).toEqual(read(folder, "a.bin"))
    const refused = await convert(folder, "a.bin", "b.json")
    expect([refused.code, refused.stderr]).toEqual([6, expect.stringContaining("a booster out of a pack")])
    const release = join(root, "models", "distilled-2", "cifar10.bin")
    const { code, stderr } = await runInTerminal(["convert", release, join(folder, "c.bin")], {})
    expect([code, stderr]).toEqual([
      5,
      expect.stringMatching(/not a pack of one booster; expected 1 model, got 7$/m),
    ])
  })
})
