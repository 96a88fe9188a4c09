/**
 * Least and greatest value of each metric in the data of JAHS-Bench-201 v1.1.0, rounded outwards: targets that the
 * official surrogates were fitted to, and intervals that their transforms cannot leave.
 */

import type { MetricName } from "../benchmark/index.ts"

type Bounds = Readonly<Record<MetricName, readonly [low: number, high: number]>>

/** Task → metric → bounds, in the metric's unit. */
export const dataBounds: Readonly<Record<string, Bounds>> = {
  cifar10: {
    FLOPS: [0.035753, 220.1197],
    latency: [0.0063556, 119.7418],
    runtime: [20.00798, 702458.56],
    size_MB: [0.004893, 1.531547],
    "train-acc": [7.2679, 100],
    "valid-acc": [1.7079, 92.9241],
    "test-acc": [1.6199, 92.7301],
  },
  colorectal_histology: {
    FLOPS: [0.035719, 2515.2723],
    latency: [0.0061434, 798.95477],
    runtime: [1.498921, 252615.94],
    size_MB: [0.004859, 1.531417],
    "train-acc": [0.3481, 100],
    "valid-acc": [0, 97.395834],
    "test-acc": [0, 97.17742],
  },
  fashion_mnist: {
    FLOPS: [0.031145, 152.97806],
    latency: [0.0075628, 34.072633],
    runtime: [19.68943, 638326.53],
    size_MB: [0.004821, 1.073179],
    "train-acc": [6.603174, 100],
    "valid-acc": [0, 95.566139],
    "test-acc": [0, 95.600001],
  },
}
