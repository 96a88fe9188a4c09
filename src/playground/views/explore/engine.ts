/** What Explore asks of the engine. */

import type { QueryResult, Trajectory } from "../../../entries/index.web.ts"
import type { Operations, Work } from "../../engine/operation.ts"
import type { PackId } from "../../engine/pack-id.ts"
import type { Point } from "../../state/point.ts"
import { type Heat, type HeatInput, heat } from "./heat.ts"
import { type Importance, type ImportanceInput, importance } from "./importance.ts"
import { type Response, type ResponseInput, response } from "./response.ts"

export interface CurvesInput {
  readonly pack: PackId
  readonly point: Point
}

export interface CompareInput {
  readonly pack: PackId
  readonly points: readonly Point[]
}

/** What is shown of a pin: its learning curves, and its metrics at its own epoch. */
export interface Compared {
  readonly curves: Trajectory
  readonly metrics: QueryResult
}

export const exploreOperations = {
  /** Learning curves of all metrics. */
  async curves({ pack, point }: CurvesInput, work: Work): Promise<Trajectory> {
    return (await work.benchmark(pack)).trajectory(point.configuration)
  },

  /** Several points, side by side. */
  async compare({ pack, points }: CompareInput, work: Work): Promise<Compared[]> {
    const benchmark = await work.benchmark(pack)
    return points.map(({ configuration, epoch }) => ({
      curves: benchmark.trajectory(configuration, { extrapolate: true }),
      metrics: benchmark.query(configuration, { epoch, extrapolate: true }),
    }))
  },

  /** A metric along one axis. */
  async response(input: ResponseInput, work: Work): Promise<Response> {
    return response(await work.benchmark(input.pack), input, work.signal)
  },

  /** A metric over two axes. */
  async heat(input: HeatInput, work: Work): Promise<Heat> {
    return heat(await work.benchmark(input.pack), input)
  },

  /** What each hyperparameter contributes. */
  async importance(input: ImportanceInput, work: Work): Promise<Importance> {
    return importance(await work.benchmark(input.pack), input, work.breathe)
  },
} satisfies Operations
