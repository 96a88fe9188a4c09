/** Families: the points around a given one that a law speaks about. */

import {
  type Architecture,
  type Configuration,
  type HyperparameterName,
  type HyperparameterValue,
  isConnected,
  jahsSpace,
  operations,
  topologyOf,
} from "../space/index.ts"
import { epochsOf, type Point, type Subject } from "./subject.ts"

/** What members of a family may differ in. */
type Varied = HyperparameterName | "epoch"

/** A list of values of one hyperparameter, or of the epoch. */
export interface Axis {
  readonly name: Varied
  readonly values: readonly HyperparameterValue[]
}

/** The points that belong together. */
export interface Family {
  /** In words, for tables: `all epochs`. */
  readonly words: string
  /** What members differ in, beside the cell. */
  readonly varied: readonly Varied[]
  /** The axes whose product is the family, at a point; empty for the point alone. */
  axes(subject: Subject, point: Point): readonly Axis[]
  /** The class of cells that belong together; null for a cell in no class. Left out where a cell stands alone. */
  readonly classOf?: (cell: Architecture) => string | null
}

export const opNames = ["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"] as const

/** All 15,625 cells, Op6 fastest. */
export function allCells(): Architecture[] {
  const indices = operations.map(({ index }) => index)
  let cells: Partial<Record<keyof Architecture, number>>[] = [{}]
  for (const name of opNames)
    cells = cells.flatMap(cell => indices.map(index => ({ ...cell, [name]: index })))
  return cells as Architecture[]
}

/** The point alone. */
export const alone: Family = { words: "one query", varied: [], axes: () => [] }

/** All epochs of a configuration. */
export const epochs: Family = {
  words: "all epochs",
  varied: ["epoch"],
  axes: subject => [{ name: "epoch", values: epochsOf(subject) }],
}

const STEPS = 9

/** Values of a hyperparameter within a subject's space: all of a list, some of a range. */
function valuesOf(subject: Subject, name: HyperparameterName): readonly HyperparameterValue[] {
  const hyperparameter = subject.space.get(name)
  if (hyperparameter.kind === "constant") return [hyperparameter.value]
  if ("values" in hyperparameter) return hyperparameter.values
  const { lower, upper } = hyperparameter
  return Array.from({ length: STEPS }, (_, i) => {
    if (i === 0) return lower
    return i === STEPS - 1 ? upper : lower * (upper / lower) ** (i / (STEPS - 1))
  })
}

/** All values of a hyperparameter, or nine of its range. */
export function along(name: HyperparameterName): Family {
  const isRange = jahsSpace.get(name).kind === "float"
  return {
    words: isRange ? `${STEPS} values of ${name}` : `all values of ${name}`,
    varied: [name],
    axes: subject => [{ name, values: valuesOf(subject, name) }],
  }
}

/** A value of a range and one a little above it. */
export function stepOf(name: "LearningRate" | "WeightDecay", step: number): Family {
  return {
    words: `a step of ${Number((step * 100).toPrecision(3))} % in ${name}`,
    varied: [name],
    axes: (subject, { configuration }) => {
      const hyperparameter = subject.space.get(name)
      const upper = "upper" in hyperparameter ? hyperparameter.upper : configuration[name]
      const value = configuration[name]
      const next = value * (1 + step)
      return [{ name, values: next <= upper ? [value, next] : [value / (1 + step), value] }]
    },
  }
}

/** Everything but the cell and the fidelities: corners of the ranges, all categories, some epochs. */
export const sameNetwork: Family = {
  words: "one network, however it is trained",
  varied: ["LearningRate", "WeightDecay", "Activation", "TrivialAugment", "epoch"],
  axes: subject => {
    const list = epochsOf(subject)
    const some = [list[0], list[(list.length - 1) >> 1], list[list.length - 1]]
    const ends = (name: HyperparameterName): HyperparameterValue[] => {
      const values = valuesOf(subject, name)
      return [values[0], values[(values.length - 1) >> 1], values[values.length - 1]]
    }
    return [
      { name: "LearningRate", values: ends("LearningRate") },
      { name: "WeightDecay", values: ends("WeightDecay") },
      { name: "Activation", values: valuesOf(subject, "Activation") },
      { name: "TrivialAugment", values: valuesOf(subject, "TrivialAugment") },
      { name: "epoch", values: some },
    ]
  },
}

/** Cells of one topology. */
export const isomorphic: Family = {
  words: "isomorphic cells",
  varied: [],
  axes: () => [],
  classOf: topologyOf,
}

/** Cells without a path from input to output. */
export const disconnected: Family = {
  words: "cells without a path",
  varied: [],
  axes: () => [],
  classOf: cell => (isConnected(cell) ? null : "disconnected"),
}

/** Cells with as many 3×3 and 1×1 convolutions, wherever they are. */
export const sameConvolutions: Family = {
  words: "cells with the same convolutions",
  varied: [],
  axes: () => [],
  classOf: cell => {
    const count = (index: number): number => opNames.filter(name => cell[name] === index).length
    return `${count(2)} conv 3x3, ${count(3)} conv 1x1`
  },
}

const classes: WeakMap<Family, ReadonlyMap<string, readonly Architecture[]>> = /* @__PURE__ */ new WeakMap()

/** All classes of a family of cells, each with its cells. */
export function cellClasses(family: Family): ReadonlyMap<string, readonly Architecture[]> {
  const known = classes.get(family)
  if (known !== undefined) return known
  const found = new Map<string, Architecture[]>()
  for (const cell of allCells()) {
    const name = family.classOf?.(cell) ?? null
    if (name === null) continue
    const members = found.get(name)
    if (members === undefined) found.set(name, [cell])
    else members.push(cell)
  }
  classes.set(family, found)
  return found
}

/** The product of axes around a point, the last axis fastest. */
export function product(axes: readonly Axis[], { configuration, epoch }: Point): Point[] {
  let points: Point[] = [{ configuration, epoch }]
  for (const { name, values } of axes) {
    points = points.flatMap(point =>
      values.map(value =>
        name === "epoch"
          ? { ...point, epoch: value as number }
          : { ...point, configuration: { ...point.configuration, [name]: value } as Configuration },
      ),
    )
  }
  return points
}
