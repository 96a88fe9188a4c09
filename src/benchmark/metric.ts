/** The seven metrics: unit, direction, meaning. Names as upstream spells them. */

export type MetricName = "FLOPS" | "latency" | "runtime" | "size_MB" | "train-acc" | "valid-acc" | "test-acc"

export interface Metric {
  readonly name: MetricName
  readonly unit: string
  readonly goal: "minimize" | "maximize"
  readonly description: string
}

/** In the order in which results list them. */
export const metrics: readonly Metric[] = [
  {
    name: "FLOPS",
    unit: "10⁶",
    goal: "minimize",
    description: "multiply-accumulates of convolutions and linear layers for one image",
  },
  { name: "latency", unit: "s", goal: "minimize", description: "time to classify one batch of 256 images" },
  { name: "runtime", unit: "s", goal: "minimize", description: "time of training up to the epoch" },
  { name: "size_MB", unit: "10⁶", goal: "minimize", description: "parameters of the network" },
  { name: "train-acc", unit: "%", goal: "maximize", description: "accuracy on the training split" },
  { name: "valid-acc", unit: "%", goal: "maximize", description: "accuracy on the validation split" },
  { name: "test-acc", unit: "%", goal: "maximize", description: "accuracy on the test split" },
]
