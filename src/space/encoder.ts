/**
 * Encodes configurations as feature rows. A model's own header rules: scikit-learn's
 * `OneHotEncoder(drop="if_binary")` blocks such as `Op1_0` to `Op1_4`, and plain columns, in any order.
 */

import { ModelFormatError, ShapeError, show } from "../errors.ts"
import type { Configuration, HyperparameterName } from "./configuration.ts"
import type { Hyperparameter, HyperparameterValue } from "./hyperparameter.ts"
import { epochFidelity, jahsSpace } from "./jahs-space.ts"

/** Writes configurations as rows for one model. */
export interface Encoder {
  /** The header, as given. */
  readonly featureNames: readonly string[]
  readonly numFeatures: number
  /** The column that holds the epoch; -1 when the model does not know the epoch. */
  readonly epochColumn: number
  /**
   * Writes one row. Allocates nothing. The configuration is trusted: `Space.validate` is the door.
   *
   * @param configuration a complete configuration
   * @param epoch the epoch, left unused by a model without an epoch column
   * @param out receives `numFeatures` values from `offset` on, each rounded to float32 by the store
   * @param offset index of the row's first value; 0 when left out
   * @throws ShapeError when the row does not fit into `out`
   */
  encode(configuration: Configuration, epoch: number, out: Float32Array, offset?: number): void
}

/** The columns of one one-hot block: `columns[i]` is 1 where the value is `values[i]`. */
interface Block {
  readonly name: HyperparameterName
  readonly values: readonly HyperparameterValue[]
  readonly columns: number[]
}

/** What a column name can stand for. */
type Meaning = { readonly block: Block; readonly index: number } | { readonly plain: string }

/** A value as scikit-learn writes it into a column name: Python's `str`. */
function columnSuffix(value: HyperparameterValue): string {
  if (typeof value === "boolean") return value ? "True" : "False"
  return String(value)
}

/** The values that get a column. Of exactly two, sorted, `drop="if_binary"` leaves the second. */
function encodedValues(hyperparameter: Hyperparameter): readonly HyperparameterValue[] | null {
  if (hyperparameter.kind === "constant") return [hyperparameter.value]
  if (hyperparameter.kind !== "categorical") return null
  const { values } = hyperparameter
  return values.length === 2 ? [values[0]! > values[1]! ? values[0]! : values[1]!] : values
}

/** Every column name of the design space, with its meaning. */
function columnMeanings(): Map<string, Meaning> {
  const meanings = new Map<string, Meaning>([[epochFidelity.name, { plain: epochFidelity.name }]])
  for (const hyperparameter of jahsSpace.hyperparameters) {
    const name = hyperparameter.name as HyperparameterName
    const values = encodedValues(hyperparameter)
    if (values === null) {
      meanings.set(name, { plain: name })
      continue
    }
    const block: Block = { name, values, columns: values.map(() => -1) }
    values.forEach((value, index) => {
      meanings.set(`${name}_${columnSuffix(value)}`, { block, index })
    })
  }
  return meanings
}

/**
 * The header that a model of the whole design space has.
 *
 * @returns the 41 columns: those of each hyperparameter in the space's order, and the epoch
 */
export function encodedColumns(): string[] {
  const [epoch, ...names] = columnMeanings().keys()
  return [...names, epoch]
}

function requireWhole(block: Block, source: string): void {
  const missing = block.columns.indexOf(-1)
  if (missing < 0) return
  const column = `${block.name}_${columnSuffix(block.values[missing]!)}`
  const expected = `a column for each of ${block.values.map(columnSuffix).join(", ")}`
  throw new ModelFormatError({ source, path: column, what: `missing column of ${block.name}`, expected })
}

/**
 * Reads a header and builds its encoder. A hyperparameter without any column is allowed: the model does
 * not depend on it.
 *
 * @param featureNames the model's column names, in its order
 * @param source what the header is called in messages
 * @returns the encoder
 * @throws ModelFormatError naming the column: unknown, there twice, or missing from a one-hot block
 * @example
 * ```ts
 * const encoder = createEncoder(["TrivialAugment_True", "LearningRate", "epoch"])
 * const row = new Float32Array(encoder.numFeatures)
 * encoder.encode(jahsSpace.defaultConfiguration(), 200, row)
 * row[2] // 200
 * ```
 */
export function createEncoder(featureNames: readonly string[], source = "header"): Encoder {
  const meanings = columnMeanings()
  const blocks = new Set<Block>()
  const plains: { name: HyperparameterName; column: number }[] = []
  const seen = new Map<string, number>()
  let epochColumn = -1
  featureNames.forEach((featureName, column) => {
    const path = `column ${column}`
    const meaning = meanings.get(featureName)
    if (!meaning) {
      const expected = "a column of the design space, such as Op1_0, LearningRate or epoch"
      throw new ModelFormatError({
        source,
        path,
        what: "unknown column",
        expected,
        actual: show(featureName),
      })
    }
    const first = seen.get(featureName)
    if (first !== undefined) {
      const expected = `"${featureName}" once (it is column ${first})`
      throw new ModelFormatError({ source, path, what: "duplicate column", expected, actual: "it again" })
    }
    seen.set(featureName, column)
    if ("block" in meaning) {
      blocks.add(meaning.block)
      meaning.block.columns[meaning.index] = column
    } else if (meaning.plain === epochFidelity.name) epochColumn = column
    else plains.push({ name: meaning.plain as HyperparameterName, column })
  })
  for (const block of blocks) requireWhole(block, source)
  return encoderOf(Object.freeze([...featureNames]), epochColumn, [...blocks], plains)
}

function encoderOf(
  featureNames: readonly string[],
  epochColumn: number,
  blocks: readonly Block[],
  plains: readonly { readonly name: HyperparameterName; readonly column: number }[],
): Encoder {
  const numFeatures = featureNames.length
  return {
    featureNames,
    numFeatures,
    epochColumn,
    encode(configuration: Configuration, epoch: number, out: Float32Array, offset = 0): void {
      if (!(offset >= 0 && offset + numFeatures <= out.length)) {
        const expected = `room for ${numFeatures} values from index ${offset} on`
        throw new ShapeError({
          path: "out",
          what: "row does not fit",
          expected,
          actual: `length ${out.length}`,
        })
      }
      out.fill(0, offset, offset + numFeatures)
      for (let i = 0; i < blocks.length; i++) {
        const { name, values, columns } = blocks[i]!
        const index = values.indexOf(configuration[name])
        if (index >= 0) out[offset + columns[index]!] = 1
      }
      for (let i = 0; i < plains.length; i++) {
        const { name, column } = plains[i]!
        out[offset + column] = configuration[name] as number
      }
      if (epochColumn >= 0) out[offset + epochColumn] = epoch
    },
  }
}
