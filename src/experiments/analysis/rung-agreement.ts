/** What a rung tells of a full evaluation. */

import type { TaskName } from "../../benchmark/index.ts"
import type { Fidelity } from "../../search/index.ts"

/** A rung beside full evaluations of the same random configurations, by validation accuracy. */
export interface RungAgreement {
  readonly task: TaskName
  readonly fidelity: Fidelity
  readonly numConfigurations: number
  /** Kendall's tau-b between rung and full evaluation. */
  readonly tau: number
  /** The same among the tenth that is best in full. */
  readonly tauOfBest: number
  /** Share of that tenth that is in the rung's best third, which is promoted; blind choice keeps a third. */
  readonly promotedOfBest: number
  /** Mean runtime from scratch, as a share of a full evaluation's. */
  readonly cost: number
}
