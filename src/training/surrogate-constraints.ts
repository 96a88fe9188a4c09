/** Constraints of a surrogate by the names of its columns, as parameters of the trainer. */

import { show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import type { TrainingParameters } from "./parameters.ts"

/**
 * Which way a metric may go, and what may act together. A name is a column of the encoder, or a hyperparameter's, which
 * stands for all of its columns.
 */
export interface SurrogateConstraints {
  /** 1 where the metric must not fall as the column grows, -1 where it must not rise. */
  readonly monotone?: Readonly<Record<string, -1 | 0 | 1>>
  /** Sets of names whose columns may be on one path together; a column of no set is alone on its path. */
  readonly interaction?: readonly (readonly string[])[]
}

/** The part of the trainer's parameters that constraints are. */
export type ConstraintParameters = Pick<TrainingParameters, "monotoneConstraints" | "interactionConstraints">

function columnsOf(name: string, columns: readonly string[], path: string): number[] {
  const exact = columns.indexOf(name)
  if (exact >= 0) return [exact]
  const own = [...columns.keys()].filter(at => columns[at].startsWith(`${name}_`))
  if (own.length > 0) return own
  const names = [...new Set(columns.flatMap(column => [column, column.replace(/_.*$/, "")]))]
  const remedy = didYouMean(name, names)
  throw new RangeError(
    `${path}: expected a column or a hyperparameter, got ${show(name)}${remedy === undefined ? "" : `; ${remedy}`}`,
  )
}

/**
 * Constraints as the trainer takes them.
 *
 * @param columns the encoder's, in order
 * @param path of the constraints, for messages
 * @throws {RangeError} for names that no column has, directions that are none, and one for several columns, which have
 *   no order
 */
export function constraintParameters(
  { monotone, interaction }: SurrogateConstraints,
  columns: readonly string[],
  path: string,
): ConstraintParameters {
  const signs = columns.map((): -1 | 0 | 1 => 0)
  for (const [name, sign] of Object.entries(monotone ?? {})) {
    const where = `${path}.monotone.${name}`
    if (sign !== -1 && sign !== 0 && sign !== 1)
      throw new RangeError(`${where}: expected -1, 0 or 1, got ${show(sign)}`)
    const own = columnsOf(name, columns, where)
    if (own.length > 1) {
      const shown = own.map(at => columns[at]).join(", ")
      throw new RangeError(`${where}: expected one column, got ${show(name)}, which is ${shown}`)
    }
    signs[own[0]] = sign
  }
  const sets = interaction?.map((set, at) =>
    set.flatMap(name => columnsOf(name, columns, `${path}.interaction[${at}]`)),
  )
  return {
    ...(monotone === undefined ? {} : { monotoneConstraints: signs }),
    ...(sets === undefined ? {} : { interactionConstraints: sets }),
  }
}
