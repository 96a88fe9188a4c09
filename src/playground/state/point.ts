/** A configuration and its epoch, and both as a short text for addresses. */

import { type Configuration, type HyperparameterValue, jahsSpace } from "../../entries/index.web.ts"

/** What a query asks for. */
export interface Point {
  readonly configuration: Configuration
  readonly epoch: number
}

const SEPARATOR = "_"

/** What an address tells of: everything that is not the same in the whole design space. */
const told = jahsSpace.hyperparameters.filter(({ kind }) => kind !== "constant")
const operations = told.filter(({ role }) => role === "architecture")
const others = told.filter(({ role }) => role !== "architecture")

/**
 * Writes a point: the six operations as digits, the other hyperparameters in the space's order, the epoch, as in
 * `204131_0.1_0.0005_ReLU_false_5_16_1_200`.
 */
export function pointText({ configuration, epoch }: Point): string {
  const values = configuration as unknown as Readonly<Record<string, HyperparameterValue>>
  const cell = operations.map(({ name }) => values[name]).join("")
  return [cell, ...others.map(({ name }) => values[name]), epoch].join(SEPARATOR)
}

function valueFrom(text: string, example: HyperparameterValue): HyperparameterValue {
  if (typeof example === "boolean") return text === "true" || (text === "false" ? false : text)
  return typeof example === "number" ? Number(text) : text
}

/**
 * Reads what `pointText` wrote.
 *
 * @returns null where the text is of no point of the design space
 */
export function pointOf(text: string): Point | null {
  const [cell = "", ...rest] = text.split(SEPARATOR)
  if (cell.length !== operations.length || rest.length !== others.length + 1) return null
  const values: Record<string, HyperparameterValue> = {}
  for (const [i, { name }] of operations.entries()) values[name] = Number(cell[i])
  for (const [i, hyperparameter] of others.entries()) {
    if ("defaultValue" in hyperparameter)
      values[hyperparameter.name] = valueFrom(rest[i]!, hyperparameter.defaultValue)
  }
  const epoch = Number(rest.at(-1))
  if (!Number.isInteger(epoch) || epoch < 1 || epoch > 200) return null
  try {
    return { configuration: jahsSpace.validate(values), epoch }
  } catch {
    return null
  }
}

/** Whether two points are the same question. */
export function isSamePoint(a: Point, b: Point): boolean {
  return pointText(a) === pointText(b)
}
