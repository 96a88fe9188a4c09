/** What Explore was told beside the point: in the address, as all state is. */

import type { MetricName } from "../../../entries/index.web.ts"
import { choiceParameter, type Parameter, textParameter } from "../../state/parameter.ts"

const METRICS: readonly MetricName[] = [
  "valid-acc",
  "test-acc",
  "train-acc",
  "latency",
  "runtime",
  "FLOPS",
  "size_MB",
]

/** The metric of responses, heat map and contributions. */
export const metricChoice: Parameter<MetricName> = choiceParameter("metric", METRICS)

/** An axis by its name; which there are depends on the release. */
function axisParameter(name: string, fallback: string): Parameter<string> {
  return textParameter(name, fallback, text => text)
}

/** The axis of the response. */
export const along: Parameter<string> = axisParameter("along", "LearningRate")
/** The axes of the heat map. */
export const heatX: Parameter<string> = axisParameter("x", "LearningRate")
export const heatY: Parameter<string> = axisParameter("y", "WeightDecay")
