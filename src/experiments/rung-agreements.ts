/** How well rungs tell full evaluations: whether a search that promotes by them can win. */

import { kendallTau } from "../numeric/kendall-tau.ts"
import { mean } from "../numeric/moments.ts"
import { evaluateMetric, type Fidelity, RandomSearch, studySpace } from "../search/index.ts"
import { jahsSpace } from "../space/index.ts"
import type { RungAgreement } from "./analysis/rung-agreement.ts"
import type { Arm, Protocol } from "./protocol.ts"
import type { StudyBenchmark } from "./study-benchmark.ts"

/** How rungs are compared with full evaluations. */
export interface RungAgreementOptions {
  /** Random configurations a task. Default: 2,000. */
  readonly numConfigurations?: number
  /** Of their drawing. Default: 0. */
  readonly seed?: number
}

/** Of the configurations, those that a search is after. */
const BEST = 0.1
/** Those that a rung promotes: one of eta, 3 unless settings say otherwise. */
const PROMOTED = 1 / 3

function rungsOf(arms: readonly Arm[]): readonly Fidelity[] {
  const found = new Map<string, Fidelity>()
  for (const rung of arms.flatMap(({ rungs }) => rungs?.slice(0, -1) ?? [])) {
    found.set(JSON.stringify(rung), rung)
  }
  return [...found.values()]
}

const highestFirst = (values: readonly number[]): number[] =>
  [...values.keys()].sort((a, b) => values[b] - values[a] || a - b)

/**
 * Evaluates the same random configurations on every rung below the last and in full.
 *
 * @param benchmarks of the protocol's tasks
 * @returns by task, then by rung in the order of the arms; empty where no arm has rungs
 * @throws what `benchmark.query` throws
 */
export function rungAgreements(
  benchmarks: readonly StudyBenchmark[],
  { arms, extrapolate }: Pick<Protocol, "arms" | "extrapolate">,
  { numConfigurations = 2000, seed = 0 }: RungAgreementOptions = {},
): readonly RungAgreement[] {
  const rungs = rungsOf(arms)
  if (rungs.length === 0) return []
  return benchmarks.flatMap(benchmark => {
    const space = studySpace(extrapolate ? jahsSpace : benchmark.space, { kind: "joint" })
    const search = new RandomSearch(space, { goal: "maximize", seed })
    const configurations = Array.from({ length: numConfigurations }, () => search.ask().configuration)
    const evaluate = evaluateMetric(benchmark, "valid-acc", { extrapolate })
    const evaluateAll = (fidelity: Fidelity | null): { values: number[]; seconds: number } => {
      const found = configurations.map(configuration => evaluate(configuration, fidelity))
      return { values: found.map(({ value }) => value), seconds: mean(found.map(({ runtime }) => runtime)) }
    }
    const full = evaluateAll(null)
    const best = highestFirst(full.values).slice(0, Math.max(2, Math.round(BEST * numConfigurations)))
    return rungs.map(fidelity => {
      const { values, seconds } = evaluateAll(fidelity)
      const promoted = new Set(highestFirst(values).slice(0, Math.floor(PROMOTED * numConfigurations)))
      return {
        ...{ task: benchmark.task, fidelity, numConfigurations },
        tau: kendallTau(values, full.values),
        tauOfBest: kendallTau(
          best.map(at => values[at]),
          best.map(at => full.values[at]),
        ),
        promotedOfBest: best.filter(at => promoted.has(at)).length / best.length,
        cost: seconds / full.seconds,
      }
    })
  })
}
