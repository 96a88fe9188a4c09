/**
 * How answers change with one or two features of a row, the others as they are. Trees are constant between their
 * conditions: a value of every interval is the whole truth.
 */

import { predictGrid } from "../../../entries/trees.ts"
import { modelOf, type OpenModel } from "./open-model.ts"

/** Predictions where there are any. */
export type Output = "prediction" | "margin"

/** The values along which a feature is looked at. */
export interface FeatureAxis {
  /**
   * `steps`: each value stands for all from it up to the next; the first for all below the second.
   * `categories`: codes. `line`: of a linear booster, evenly spaced.
   */
  readonly kind: "steps" | "categories" | "line"
  /** The last one is NaN: missing. */
  readonly values: Float32Array
  /** What categories are called. */
  readonly labels: readonly string[] | null
  /** Whether there are more conditions than are shown. */
  readonly isThinned: boolean
}

export interface Response {
  /** One a feature. */
  readonly axes: readonly FeatureAxis[]
  /** C-ordered over the axes, columns of an answer side by side. */
  readonly answers: Float32Array
  readonly numColumns: number
}

export interface ResponseInput {
  readonly model: number
  readonly row: Float32Array
  /** One or two columns. */
  readonly features: readonly number[]
  readonly output: Output
}

/** Cells of a picture beyond this are narrower than its pixels. */
const MOST_CELLS_A_SIDE = 160
const MOST_STEPS = 20_000
const LINE_POINTS = 41

/** So many of them, evenly spread, the first and the last among them. */
function thinned(conditions: Float32Array, most: number): Float32Array {
  if (conditions.length <= most) return conditions
  const step = (conditions.length - 1) / (most - 1)
  return Float32Array.from({ length: most }, (_, i) => conditions[Math.round(i * step)]!)
}

/** Around the row's own value: a line has no places of its own. */
function lineAxis(value: number): FeatureAxis {
  const middle = Number.isFinite(value) ? value : 0
  const reach = Math.max(1, Math.abs(middle))
  const values = Array.from(
    { length: LINE_POINTS },
    (_, i) => middle + reach * ((2 * i) / (LINE_POINTS - 1) - 1),
  )
  return { kind: "line", values: Float32Array.of(...values, Number.NaN), labels: null, isThinned: false }
}

function axisOf({ cuts, facts }: OpenModel, feature: number, value: number, most: number): FeatureAxis {
  const { conditions, numCodes } = cuts[feature]!
  const { categories, type } = facts.features[feature]!
  if (facts.description.booster === "gblinear") return lineAxis(value)
  if (categories !== null || type === "c" || numCodes > 0) {
    // A code beyond all sets goes left everywhere: so does every other.
    const count = categories?.length ?? numCodes + 1
    const codes = Array.from({ length: count }, (_, code) => code)
    const labels = categories?.map(String) ?? codes.map(code => (code < numCodes ? `${code}` : "any other"))
    return {
      kind: "categories",
      values: Float32Array.of(...codes, Number.NaN),
      labels: [...labels, "missing"],
      isThinned: false,
    }
  }
  const shown = thinned(conditions, most)
  const values = new Float32Array(shown.length + 2)
  values[0] = -Infinity
  values.set(shown, 1)
  values[shown.length + 1] = Number.NaN
  return { kind: "steps", values, labels: null, isThinned: shown.length < conditions.length }
}

/** Answers along one feature, or over two. */
export function respond({ model, row, features, output }: ResponseInput): Response {
  const open = modelOf(model)
  const most = features.length === 1 ? MOST_STEPS : MOST_CELLS_A_SIDE
  const axes = features.map(feature => axisOf(open, feature, row[feature]!, most))
  const answers = predictGrid(
    open.booster,
    axes.map(({ values }, i) => ({ features: features[i]!, values })),
    { base: row, output },
  )
  const numCells = axes.reduce((product, { values }) => product * values.length, 1)
  return { axes, answers, numColumns: answers.length / numCells }
}
