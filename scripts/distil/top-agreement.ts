/** Whether the best by a surrogate are the best by the official one. */
import { metrics } from "../../src/benchmark/index.ts"
import { kendallTau } from "../../src/numeric/kendall-tau.ts"
import type { Compared } from "./scores.ts"

/** Agreement on the best rows of one metric. */
export interface TopAgreement {
  /** Rows in a hundredth. */
  readonly numTop: number
  /** Share of the official best 1 % that are among the distilled best 1 %. */
  readonly sameTop: number
  /** Likewise among the distilled best 5 %. */
  readonly nearTop: number
  /** Rank correlation within the official best 10 %. */
  readonly tauAmongBest: number
}

export function topAgreement({ metric, official, distilled }: Compared): TopAgreement {
  const sign = metrics.find(({ name }) => name === metric)?.goal === "minimize" ? 1 : -1
  const order = (values: Float32Array): number[] =>
    Array.from(values.keys()).sort((a, b) => sign * ((values[a] ?? 0) - (values[b] ?? 0)) || a - b)
  const [byOfficial, byDistilled] = [order(official), order(distilled)]
  const numTop = Math.ceil(official.length / 100)
  const top = byOfficial.slice(0, numTop)
  const shareWithin = (count: number): number => {
    const found = new Set(byDistilled.slice(0, count))
    return top.filter(row => found.has(row)).length / numTop
  }
  const best = byOfficial.slice(0, Math.ceil(official.length / 10))
  return {
    numTop,
    sameTop: shareWithin(numTop),
    nearTop: shareWithin(5 * numTop),
    tauAmongBest: kendallTau(
      best.map(row => official[row] ?? 0),
      best.map(row => distilled[row] ?? 0),
    ),
  }
}
