import { describe, expect, test } from "vitest"
import { decodeUtf8, encodeUtf8 } from "../../../src/bytes/utf8.ts"
import { ModelFormatError, UnsupportedModelError } from "../../../src/errors.ts"
import type { NdArray, PickleObject, PickleValue } from "../../../src/pickle/value.ts"
import { type OfficialFields, officialSurrogates } from "../../../src/release/official-surrogates.ts"
import { jahsSpace } from "../../../src/space/index.ts"
import { alter, dict, instance, pickled, type Step, tuple, valueAt } from "./altered.ts"

const COLUMNS: readonly Step[] = ["steps", 0, 1]
const ENCODER: readonly Step[] = [...COLUMNS, "transformers_", 0, 1]
const REGRESSOR: readonly Step[] = ["steps", 1, 1]
const INNER: readonly Step[] = [...REGRESSOR, "regressor_"]
const XGB: readonly Step[] = [...INNER, "regressor_"]
const BOOSTER: readonly Step[] = [...XGB, "_Booster"]

/** The chain's model with one value changed. */
function changed(path: readonly Step[], value: PickleValue | undefined): OfficialFields {
  const fields = pickled("chain")
  alter(fields.model, path, value)
  return fields
}

function refusal(fields: OfficialFields): Error {
  try {
    officialSurrogates(fields)
  } catch (error) {
    return error as Error
  }
  throw new Error("nothing was refused")
}

const some = jahsSpace.defaultConfiguration()

/** Answers at some epochs. */
function answers(fields: OfficialFields): number[] {
  const [surrogate] = officialSurrogates(fields)
  const row = new Float32Array(surrogate!.encoder.numFeatures)
  return [1, 20, 60, 120, 200].map(epoch => {
    surrogate!.encoder.encode(some, epoch, row)
    return surrogate!.evaluate(row)
  })
}

function float64s(...values: number[]): NdArray {
  const dtype = { kind: "dtype", letter: "f", itemSize: 8, isLittleEndian: true, name: "<f8" } as const
  return { kind: "ndarray", dtype, shape: [values.length], order: "C", values: Float64Array.from(values) }
}

test("the chain's transforms stand in training's order", () => {
  const [surrogate] = officialSurrogates(pickled("chain"))
  expect(surrogate!.metric).toBe("latency")
  expect(surrogate!.transforms.map(({ kind }) => kind)).toEqual(["min-max", "inverse-sigmoid"])
  expect(surrogate!.encoder.featureNames).toHaveLength(41)
})

test("transforms in the other order are undone in that order", () => {
  const fields = pickled("chain")
  const outer = valueAt(fields.model, [...REGRESSOR, "transformer_"])!
  const inner = valueAt(fields.model, [...INNER, "transformer_"])!
  alter(fields.model, [...REGRESSOR, "transformer_"], inner)
  alter(fields.model, [...INNER, "transformer_"], outer)
  const [surrogate] = officialSurrogates(fields)
  expect(surrogate!.transforms.map(({ kind }) => kind)).toEqual(["inverse-sigmoid", "min-max"])
})

describe("other versions of the same", () => {
  const expected = answers(pickled("chain"))

  test.each<[string, readonly Step[], PickleValue | undefined]>([
    ["an encoder that knows no grouping", [...ENCODER, "min_frequency"], undefined],
    ["an unknown key", [...ENCODER, "a_new_option"], "x"],
    ["no names of its own", [...COLUMNS, "feature_names_in_"], undefined],
    [
      "names of the remaining columns",
      [...COLUMNS, "transformers_", 1, 2],
      ["LearningRate", "N", "Resolution", "W", "WeightDecay", "epoch"],
    ],
    [
      "a wrapped list of the remaining columns",
      [...COLUMNS, "transformers_", 1, 2],
      instance("sklearn.compose._column_transformer", "_RemainderColsList", { data: [1, 2, 10, 12, 13, 14] }),
    ],
    [
      "a function that passes on",
      [...COLUMNS, "transformers_", 1, 1],
      instance("sklearn.preprocessing._function_transformer", "FunctionTransformer", {
        func: null,
        inverse_func: null,
      }),
    ],
    ["flags as zero and one", [...ENCODER, "categories_", 8], [0, 1]],
    ["missing as None", [...XGB, "missing"], null],
    ["a scaler that clips what it is given", [...REGRESSOR, "transformer_", "clip"], true],
    ["k where it is 1 anyway", [...INNER, "transformer_", "inv_kw_args"], null],
    ["no best round", [...BOOSTER, "best_iteration"], undefined],
    ["classes in another module", [...COLUMNS, "transformers_", 0, 1], undefined],
  ])("%s", (what, path, value) => {
    const fields = pickled("chain")
    const moved = {
      ...(valueAt(fields.model, ENCODER) as PickleObject),
      module: "sklearn.preprocessing.elsewhere",
    }
    alter(fields.model, path, what.startsWith("classes") ? moved : value)
    expect(answers(fields)).toEqual(expected)
  })
})

describe("the best round", () => {
  test.each([0, 9, 23])("%i: as the booster's own range of rounds", best => {
    const [whole] = officialSurrogates(pickled("chain"))
    const [cut] = officialSurrogates(changed([...BOOSTER, "best_iteration"], best))
    expect(cut!.booster.numTrees).toBe(best + 1)
    const row = new Float32Array(41)
    whole!.encoder.encode(some, 200, row)
    const iterationRange = [0, best + 1] as const
    expect(cut!.booster.predict(row, { output: "margin" })).toEqual(
      whole!.booster.predict(row, { output: "margin", iterationRange }),
    )
  })

  test("the last one is all of them; one that is not there is refused", () => {
    const [surrogate] = officialSurrogates(changed([...BOOSTER, "best_iteration"], 24))
    expect(surrogate!.booster.numTrees).toBe(25)
    const error = refusal(changed([...BOOSTER, "best_iteration"], 25))
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(error.message).toContain(
      "_Booster.best_iteration: a round that the model does not have; expected at most 24, got 25",
    )
  })
})

describe("what would change the answers and is not evaluated is refused by path and class", () => {
  const scaler = instance("sklearn.preprocessing._data", "StandardScaler")
  const sys = { kind: "global", module: "os", name: "system" } as const

  test.each<[string, readonly Step[], PickleValue | undefined, string]>([
    ["unknown categories ignored", [...ENCODER, "handle_unknown"], "ignore", "handle_unknown"],
    ["grouped categories", [...ENCODER, "min_frequency"], 3, "min_frequency"],
    ["sparse output", [...COLUMNS, "sparse_output_"], true, "sparse_output_"],
    ["weights", [...COLUMNS, "transformer_weights"], dict({ remainder: 2 }), "transformer_weights"],
    ["another transformer", [...COLUMNS, "transformers_", 1, 1], scaler, "StandardScaler"],
    [
      "another encoder",
      ENCODER,
      instance("sklearn.preprocessing._encoders", "OrdinalEncoder"),
      "OrdinalEncoder",
    ],
    ["an encoder of another library", ENCODER, instance("evil", "OneHotEncoder"), "evil.OneHotEncoder"],
    ["another scaler", [...REGRESSOR, "transformer_"], scaler, "steps[1][1].transformer_"],
    [
      "another regressor",
      REGRESSOR,
      instance("sklearn.ensemble._forest", "RandomForestRegressor"),
      "RandomForestRegressor",
    ],
    ["another function", [...INNER, "transformer_", "inverse_func"], sys, "os.system"],
    ["another argument", [...INNER, "transformer_", "inv_kw_args"], dict({ base: 2 }), "inv_kw_args.base"],
    ["a missing value", [...XGB, "missing"], 0, "missing"],
  ])("%s", (_, path, value, named) => {
    const error = refusal(changed(path, value))
    expect(error).toBeInstanceOf(UnsupportedModelError)
    expect(error.message).toContain("model.pkl.gz")
    expect(error.message).toContain(named)
  })

  test("a third step", () => {
    const fields = pickled("chain")
    ;(valueAt(fields.model, ["steps"]) as PickleValue[]).push(tuple("again", null))
    expect(refusal(fields)).toBeInstanceOf(UnsupportedModelError)
  })

  test("an objective with a link of its own", () => {
    const fields = pickled("chain")
    const handle = decodeUtf8(valueAt(fields.model, [...BOOSTER, "handle"]) as Uint8Array)!
    const other = encodeUtf8(handle.replaceAll("reg:squarederror", "reg:logistic"))
    alter(fields.model, [...BOOSTER, "handle"], other)
    const error = refusal(fields)
    expect(error).toBeInstanceOf(UnsupportedModelError)
    expect(error.message).toContain("expected reg:squarederror, got reg:logistic")
  })

  test("one regressor for several labels", () => {
    const fields = pickled("multi_output")
    const [one] = valueAt(fields.model, [...REGRESSOR, "estimators_"]) as PickleValue[]
    alter(fields.model, REGRESSOR, one)
    expect(refusal(fields).message).toContain("one regressor for several labels")
  })
})

describe("what is broken is refused by path", () => {
  test.each<[string, readonly Step[], PickleValue | undefined, string]>([
    [
      "never fitted transformer",
      [...COLUMNS, "transformers_"],
      undefined,
      "transformers_: the transformer was never fitted",
    ],
    ["never trained", [...REGRESSOR, "regressor_"], undefined, "regressor_: the regressor was never trained"],
    ["no booster", BOOSTER, undefined, "_Booster: the regressor was never trained"],
    ["no handle", [...BOOSTER, "handle"], null, "handle: the booster was never trained"],
    ["no model in the handle", [...BOOSTER, "handle"], Uint8Array.of(1, 2, 3), "handle"],
    ["no scale", [...REGRESSOR, "transformer_", "scale_"], undefined, "scale_"],
    [
      "two scales for one label",
      [...REGRESSOR, "transformer_", "scale_"],
      float64s(1, 2),
      "expected 1 entries, got 2",
    ],
    ["a scale of zero", [...REGRESSOR, "transformer_", "scale_"], float64s(0), "a scale of zero"],
    [
      "a scale that is no number",
      [...REGRESSOR, "transformer_", "scale_"],
      float64s(Number.NaN),
      "not finite",
    ],
    ["k of zero", [...INNER, "transformer_", "inv_kw_args"], dict({ k: 0 }), "inv_kw_args.k: out of range"],
    ["lost categories", [...ENCODER, "categories_", 0], ["Mish", "ReLU"], "Activation"],
    [
      "categories of another type",
      [...ENCODER, "categories_", 1],
      ["0", "1", "2", "3", "4"],
      "categories_[1][0]",
    ],
    ["fewer lists of categories", [...ENCODER, "categories_"], [], "length mismatch"],
    ["nothing dropped", [...ENCODER, "drop_idx_"], new Array(9).fill(null), "TrivialAugment_False"],
    ["a column that nobody has", [...COLUMNS, "transformers_", 1, 2], [99], "out of range"],
    ["columns of another header", [...COLUMNS, "transformers_", 1, 2], ["Momentum"], "unknown column"],
    ["too few columns", [...COLUMNS, "transformers_", 1, 2], [1], "other features than the encoder writes"],
    ["not a pipeline", ["steps"], undefined, "steps"],
  ])("%s", (_, path, value, message) => {
    const error = refusal(changed(path, value))
    expect(error).toBeInstanceOf(ModelFormatError)
    expect(error.message).toContain("model.pkl.gz")
    expect(error.message).toContain(message)
  })

  test("a chain that holds itself", () => {
    const fields = pickled("chain")
    alter(fields.model, [...REGRESSOR, "regressor_"], valueAt(fields.model, REGRESSOR))
    expect(refusal(fields).message).toContain("nested too deep; expected at most 32 regressors")
  })

  test("labels and features that the files do not agree on", () => {
    const others = pickled("multi_output")
    const chain = pickled("chain")
    expect(refusal({ ...chain, labelHeaders: others.labelHeaders }).message).toBe(
      "label_headers.pkl.gz: labels that do not fit the parameters; expected latency, got valid-acc, latency, size_MB",
    )
    alter(chain.model, [...COLUMNS, "feature_names_in_"], ["Activation"])
    expect(refusal(chain).message).toContain("other features than those of feature_headers")
  })

  test("files in each other's place", () => {
    const fields = pickled("chain")
    for (const mixed of [
      { ...fields, params: fields.model },
      { ...fields, labelHeaders: fields.params },
      { ...fields, model: fields.params },
    ]) {
      expect(refusal(mixed)).toBeInstanceOf(ModelFormatError)
    }
  })
})
