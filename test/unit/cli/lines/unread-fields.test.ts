import { describe, expect, it } from "vitest"
import { type GivenFile, readGivenModel } from "../../../../src/cli/input/read-model.ts"
import { type UnreadFields, unreadFields } from "../../../../src/cli/lines/unread-fields.ts"
import { readDump } from "../../../../src/predict/booster/read.ts"
import { encodeUbjson, type Value } from "../../../hostile/encode.ts"
import { decodeJson } from "../../../oracle/json-decoder.ts"
import { listCases, readFixture } from "../../../support/fixtures.ts"

const FILES = [
  "model.json",
  "model.ubj",
  "model.deprecated.bin",
  "pickle-handle.bin",
  "pickle-handle.config-offset.bin",
]

function unreadOf(given: GivenFile): UnreadFields {
  const { model } = readGivenModel(given, {}).booster
  return unreadFields(given.bytes, model!)
}

const fixture = (version: string, name: string, file: string): GivenFile => {
  return { source: file, bytes: readFixture(version, name, file) }
}

const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe("fields that are not evaluated", () => {
  const cases = listCases()

  it.each(FILES)("are all known in %s, whichever XGBoost wrote it", file => {
    let files = 0
    for (const { version, name, files: stored } of cases) {
      if (!stored.includes(file)) continue
      const found = unreadOf(fixture(version, name, file))
      expect(found.unknown, `${version}/${name}`).toEqual([])
      expect(found.training.length, `${version}/${name}`).toBeGreaterThan(0)
      files++
    }
    expect(files).toBeGreaterThanOrEqual(15)
  })

  it("are those that a model can lose without another prediction", () => {
    const document = JSON.parse(
      new TextDecoder().decode(readFixture("xgboost-1.7", "jahs_like", "model.json")),
    )
    const found = unreadOf({ source: "model.json", bytes: encode(document) })
    expect(found.statistics).toEqual(
      ["base_weights", "loss_changes", "sum_hessian"].map(
        name => `learner.gradient_booster.model.trees[].${name}`,
      ),
    )
    expect(found.training).toEqual([
      "learner.learner_model_param.boost_from_average",
      "learner.objective.reg_loss_param",
    ])
    const { learner } = document
    const remove = (path: string): void => {
      const steps = path.split(".")
      const last = steps.pop()!
      let places: Record<string, unknown>[] = [document]
      for (const step of steps) {
        places = places.flatMap(place => {
          return step.endsWith("[]") ? (place[step.slice(0, -2)] as never) : [place[step] as never]
        })
      }
      for (const place of places) delete place[last]
    }
    for (const path of [...found.statistics, ...found.training, ...found.implied]) remove(path)
    expect(learner.gradient_booster.model.trees[0]).not.toHaveProperty("parents")
    const before = readGivenModel(fixture("xgboost-1.7", "jahs_like", "model.json"), {}).booster
    const after = readGivenModel({ source: "model.json", bytes: encode(document) }, {}).booster
    const rows = Float32Array.from({ length: 41 * 20 }, (_, k) => Math.sin(k))
    expect(after.predict(rows, { numRows: 20 })).toEqual(before.predict(rows, { numRows: 20 }))
  })

  it("name what this version does not know, by its path", () => {
    const document = decodeJson(readFixture("xgboost-3.4", "jahs_like", "model.json")) as {
      learner: { gradient_booster: { model: { trees: Record<string, unknown>[] } }; [key: string]: unknown }
      [key: string]: unknown
    }
    document["signature"] = "x"
    document.learner["uncertainty"] = [1, 2]
    document.learner.gradient_booster.model.trees[3]!["leaf_models"] = [1]
    const unknown = ["learner.gradient_booster.model.trees[].leaf_models", "learner.uncertainty", "signature"]
    expect(unreadOf({ source: "a", bytes: encode(document) }).unknown).toEqual(unknown)
    expect(unreadOf({ source: "a", bytes: encodeUbjson(document as Value).bytes }).unknown).toEqual(unknown)
    const handle = encode({ Config: {}, Model: document, Extra: 1 })
    expect(unreadOf({ source: "a", bytes: handle }).unknown).toEqual([
      "Extra",
      ...unknown.map(path => `Model.${path}`),
    ])
  })

  it("leave out the base weights of trees whose vector leaves they are", () => {
    const old = unreadOf(fixture("xgboost-2.1", "multi_output_vector_leaf", "model.json"))
    expect(old.statistics).toEqual([])
    const present = unreadOf(fixture("xgboost-3.4", "multi_output_vector_leaf", "model.json"))
    expect(present.statistics).toContain("learner.gradient_booster.model.trees[].base_weights")
  })

  it("are found in every node of a dump, as trees and as texts", () => {
    const trees = JSON.parse(
      new TextDecoder().decode(readFixture("xgboost-1.7", "reg_squarederror", "dump.json")),
    )
    trees[2].children[0].children[1].colour = "red"
    const expected: UnreadFields = {
      training: [],
      statistics: ["node.cover", "node.gain"],
      implied: ["node.depth"],
      unknown: ["node.colour"],
    }
    for (const dump of [trees, trees.map((tree: unknown) => JSON.stringify(tree))]) {
      const bytes = encode(dump)
      expect(unreadFields(bytes, readDump(bytes, { baseScore: 0.5 }).model!)).toEqual(expected)
    }
  })

  it("are the binary's own names in old files", () => {
    const training = ["attributes.objective", "learner_model_param.boost_from_average"]
    const handle = unreadOf(fixture("xgboost-1.7", "early_stopped", "pickle-handle.config-offset.bin"))
    expect(handle.training).toEqual(["Config", ...training])
    expect(handle.statistics).toHaveLength(4)
    const given = fixture("xgboost-1.7", "early_stopped", "model.deprecated.bin")
    expect(unreadOf(given).training).toEqual(training)
    // The flag that says that evaluation metrics are among the attributes, behind the magic.
    given.bytes[4 + 16] = 1
    expect(unreadOf(given).training).toEqual(["attributes.metrics", ...training])
    const linear = unreadOf(fixture("xgboost-1.7", "gblinear", "model.deprecated.bin"))
    expect(linear.statistics).toEqual([])
  })
})
