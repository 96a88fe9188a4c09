/** What a training run is measured by after every epoch, named as the collector's shards and `measured-1` name it. */

/** In the order in which results list them. */
export const liveMetrics = [
  "FLOPS",
  "latency",
  "runtime",
  "size_MB",
  "train-acc",
  "valid-acc",
  "test-acc",
  "train-loss",
  "valid-loss",
  "test-loss",
  "train_s",
  "augment_s",
  "valid_s",
  "test_s",
  "runtime_wall",
  "lr",
  "diverged",
  "carried",
] as const

/** A column of a live run. */
export type LiveMetricName = (typeof liveMetrics)[number]

/** What was measured after an epoch, in float64: NaN where it was not, as the losses of a diverged run. */
export type LiveEpoch = { readonly epoch: number } & { readonly [K in LiveMetricName]: number }
