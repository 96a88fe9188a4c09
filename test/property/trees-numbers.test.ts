/** Numbers of a model's JSON text, however they are written, are the float32 that JavaScript makes of them. */

import { expect, it } from "vitest"
import { readJson } from "../../src/entries/trees.ts"
import fc from "../support/fast-check.ts"

const PER_MODEL = 50

/** A forest of single leaves whose values are these texts, without a base score. */
function forestOf(texts: readonly string[]): string {
  const trees = texts.map(
    (text, id) =>
      `{"id":${id},"tree_param":{"num_nodes":"1"},"left_children":[-1],"right_children":[-1],` +
      `"split_indices":[0],"default_left":[0],"split_conditions":[${text}]}`,
  )
  return `{"version":[1,7,4],"learner":{"gradient_booster":{"name":"gbtree","model":{
    "gbtree_model_param":{"num_trees":"${texts.length}","num_parallel_tree":"1"},
    "tree_info":[${texts.map(() => 0)}],"trees":[${trees}]}},
    "learner_model_param":{"base_score":"0E0","num_class":"0","num_feature":"1","num_target":"1"},
    "objective":{"name":"reg:squarederror"}}}`
}

const digits = (least: number, most: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: least, maxLength: most })

const whole = fc.oneof(
  fc.constant("0"),
  fc.tuple(fc.constantFrom(..."123456789"), digits(0, 30)).map(parts => parts.join("")),
)

const decimal = fc
  .tuple(
    fc.constantFrom("", "-"),
    whole,
    fc.option(digits(1, 30), { nil: "" }),
    fc.option(fc.tuple(fc.constantFrom("e", "E", "e+", "E-", "e-"), fc.nat(60)), { nil: null }),
  )
  .map(
    ([sign, integer, fraction, power]) =>
      sign + integer + (fraction && `.${fraction}`) + (power?.join("") ?? ""),
  )

/** Texts halfway between two float32, and just beside: where rounding twice would show. */
const halfway = fc.float({ noNaN: true, noDefaultInfinity: true }).map(value => {
  const text = (value * (1 + 2 ** -25)).toPrecision(17)
  return Number.isFinite(Number(text)) ? text : "1.5"
})

const shortest = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
)

it("reads every way to write a number", () => {
  const text = fc.oneof(
    decimal,
    halfway,
    shortest.map(String),
    shortest.map(value => value.toExponential().toUpperCase()),
  )
  const texts = fc.array(text, { minLength: PER_MODEL, maxLength: PER_MODEL })
  fc.assert(
    fc.property(texts, texts => {
      const booster = readJson(forestOf(texts))
      texts.forEach((text, k) => {
        const iterationRange = [k, k + 1] as const
        const [margin] = booster.predict(Float32Array.of(0), { iterationRange, output: "margin" })
        // The margin starts at 0, and 0 + -0 is 0.
        expect(margin, text).toBe(Math.fround(Math.fround(JSON.parse(text)) + 0))
      })
    }),
    { numRuns: process.env["DEEP"] ? 20_000 : 200, seed: 7 },
  )
}, 3_600_000)
