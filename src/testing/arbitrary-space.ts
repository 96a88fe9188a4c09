/** Arbitraries of the design space: configurations, cells, fidelities, boxes and grids. */

import * as fc from "fast-check"
import type { GridInput, Part } from "../benchmark/index.ts"
import type {
  Architecture,
  Configuration,
  Hyperparameter,
  HyperparameterName,
  HyperparameterValue,
  Space,
} from "../space/index.ts"
import { epochFidelity, jahsSpace } from "../space/index.ts"
import { opNames } from "./family.ts"

/** What any arbitrary of the space needs; a benchmark serves as it is. */
export interface SpaceSource {
  readonly space: Space
}

const whole: SpaceSource = { space: jahsSpace }

/** The digits of numbers that people choose. */
const DIGITS = 2
const STEPS = 300

/** A number of a range: shrinks to the default, then to few digits; sometimes with all digits, or an end. */
function arbitraryFloat(hyperparameter: Extract<Hyperparameter, { kind: "float" }>): fc.Arbitrary<number> {
  const { lower, upper, defaultValue } = hyperparameter
  const at = (share: number): number => Math.min(upper, Math.max(lower, lower * (upper / lower) ** share))
  const clamp = (value: number): number => Math.min(upper, Math.max(lower, value))
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.constant(defaultValue), weight: 1 },
    {
      arbitrary: fc.nat(STEPS).map(step => clamp(Number(at(step / STEPS).toPrecision(DIGITS)))),
      weight: 4,
    },
    { arbitrary: fc.constantFrom(lower, upper), weight: 1 },
    { arbitrary: fc.double({ min: lower, max: upper, noNaN: true, noDefaultInfinity: true }), weight: 2 },
  )
}

/** A value of a hyperparameter; shrinks to its default. */
export function arbitraryValue(hyperparameter: Hyperparameter): fc.Arbitrary<HyperparameterValue> {
  if (hyperparameter.kind === "constant") return fc.constant(hyperparameter.value)
  if (hyperparameter.kind === "float") return arbitraryFloat(hyperparameter)
  if (hyperparameter.kind === "integer") {
    return fc.integer({ min: hyperparameter.lower, max: hyperparameter.upper })
  }
  const { values, defaultValue } = hyperparameter
  const others = (values as readonly HyperparameterValue[]).filter(value => value !== defaultValue)
  return fc.constantFrom<HyperparameterValue>(defaultValue, ...others)
}

function arbitrariesOf(space: Space): Record<string, fc.Arbitrary<HyperparameterValue>> {
  return Object.fromEntries(
    space.hyperparameters.map(hyperparameter => [hyperparameter.name, arbitraryValue(hyperparameter)]),
  )
}

/**
 * Configurations of a space: complete ones, which shrink to the default configuration.
 *
 * @param source a benchmark, or an object with a `space` (default: the whole design space)
 * @example
 * ```ts
 * import * as fc from "fast-check"
 * const [first] = fc.sample(arbitraryConfiguration(benchmark), { seed: 1, numRuns: 1 })
 * benchmark.space.validate(first).N // 5
 * ```
 */
export function arbitraryConfiguration(source: SpaceSource = whole): fc.Arbitrary<Configuration> {
  return fc.record(arbitrariesOf(source.space), { noNullPrototype: true }).map(values => {
    return Object.freeze(values) as unknown as Configuration
  })
}

/**
 * Configurations of which any hyperparameters may be missing: what a form holds before it is filled in.
 * `validate` takes those that lack constants only.
 */
export function arbitraryPartialConfiguration(
  source: SpaceSource = whole,
): fc.Arbitrary<Partial<Configuration>> {
  return fc.record(arbitrariesOf(source.space), { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<
    Partial<Configuration>
  >
}

/** Cells of a space; they shrink to skip-connections. */
export function arbitraryCell(source: SpaceSource = whole): fc.Arbitrary<Architecture> {
  const all = arbitrariesOf(source.space)
  const ops = Object.fromEntries(opNames.map(name => [name, all[name]]))
  return fc.record(ops, { noNullPrototype: true }) as unknown as fc.Arbitrary<Architecture>
}

/** A fidelity: everything that decides how much an evaluation costs. */
export interface Fidelity extends Pick<Configuration, "N" | "W" | "Resolution"> {
  readonly epoch: number
}

/** Epochs, the ends more often than others; they shrink to the first. */
export function arbitraryEpoch(
  [first, last]: readonly [number, number] = [epochFidelity.lower, epochFidelity.upper],
): fc.Arbitrary<number> {
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: fc.integer({ min: first, max: last }), weight: 6 },
    { arbitrary: fc.constantFrom(first, last), weight: 1 },
  )
}

/** Fidelities of a space, which is all that differs between two evaluations of one configuration. */
export function arbitraryFidelity(source: SpaceSource = whole): fc.Arbitrary<Fidelity> {
  const { N, W, Resolution } = arbitrariesOf(source.space)
  return fc.record(
    { N, W, Resolution, epoch: arbitraryEpoch() },
    { noNullPrototype: true },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<Fidelity>
}

/** A range in order, from two values. */
const ordered = ([a, b]: readonly [number, number]): readonly number[] => (a <= b ? [a, b] : [b, a])

function arbitrarySide(hyperparameter: Hyperparameter): fc.Arbitrary<Part[HyperparameterName]> {
  const value = arbitraryValue(hyperparameter)
  if (hyperparameter.kind === "constant") return value
  if (hyperparameter.kind === "float" || hyperparameter.kind === "integer") {
    const number = value as fc.Arbitrary<number>
    return fc.tuple(number, number).map(ordered)
  }
  const values = hyperparameter.values as readonly HyperparameterValue[]
  return fc.oneof(value, fc.subarray([...values], { minLength: 1 }))
}

/**
 * Boxes: for some hyperparameters a value, a list or a range, and for the epoch a range; the rest is free. They are
 * what `specialiseBenchmark` takes, and shrink to the whole space.
 */
export function arbitraryBox(source: SpaceSource = whole): fc.Arbitrary<Part> {
  const sides = Object.fromEntries(
    source.space.hyperparameters.map(hyperparameter => [hyperparameter.name, arbitrarySide(hyperparameter)]),
  )
  const epoch = fc.tuple(arbitraryEpoch(), arbitraryEpoch()).map(ordered)
  return fc.record({ ...sides, epoch }, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Part>
}

/** How large a random grid may be. */
export interface ArbitraryGridOptions {
  /** Default: 2000. */
  readonly maxCells?: number
}

/** Values along one axis: some in any order, repeats allowed, or all of a list. */
function arbitraryAxis(
  hyperparameter: Hyperparameter,
): fc.Arbitrary<HyperparameterValue | readonly HyperparameterValue[] | "all"> {
  const value = arbitraryValue(hyperparameter)
  const several = fc.array(value, { minLength: 1, maxLength: 6 })
  const hasList = hyperparameter.kind !== "float"
  return fc.oneof(
    { withCrossShrink: true },
    { arbitrary: value, weight: 6 },
    { arbitrary: several, weight: 2 },
    { arbitrary: hasList ? fc.constant("all" as const) : several, weight: 1 },
  )
}

/** Cells of a grid. */
function cellsOf(grid: Readonly<Record<string, unknown>>, space: Space): number {
  return Object.entries(grid).reduce((product, [name, given]) => {
    if (Array.isArray(given)) return product * given.length
    if (given !== "all") return product
    if (name === "epoch") return product * (epochFidelity.upper - epochFidelity.lower + 1)
    const hyperparameter = space.get(name)
    return "values" in hyperparameter ? product * hyperparameter.values.length : product
  }, 1)
}

/** Grids as `benchmark.grid` takes them, axes in any order; they shrink to one cell. */
export function arbitraryGrid(
  source: SpaceSource = whole,
  options: ArbitraryGridOptions = {},
): fc.Arbitrary<GridInput> {
  const { maxCells = 2000 } = options
  const { space } = source
  const sides = [...space.hyperparameters, epochFidelity].map(hyperparameter => ({
    name: hyperparameter.name,
    arbitrary: arbitraryAxis(hyperparameter),
  }))
  const values = fc.tuple(...sides.map(({ arbitrary }) => arbitrary))
  const order = fc.shuffledSubarray(
    sides.map((_, i) => i),
    { minLength: sides.length, maxLength: sides.length },
  )
  return fc
    .tuple(values, order)
    .map(([all, order]) => Object.fromEntries(order.map(i => [sides[i].name, all[i]])))
    .filter(grid => cellsOf(grid, space) <= maxCells) as fc.Arbitrary<unknown> as fc.Arbitrary<GridInput>
}
