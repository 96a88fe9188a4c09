/** What the paper measured of its own data's noise (Bansal et al. 2022, appendix F, tables 11 and 12). */

import type { MetricName } from "../../benchmark/index.ts"

/** Kendall's tau by metric. */
type TauByMetric = Readonly<Record<MetricName, number>>

/** Table 11: two initialisations of the same 20 configurations at N=5, W=16, Resolution=1, after 200 epochs. */
export const publishedReruns: Readonly<Record<"cifar10" | "colorectal_histology", TauByMetric>> = {
  cifar10: {
    ...{ FLOPS: 1, latency: 0.523, runtime: 0.843, size_MB: 1 },
    ...{ "train-acc": 0.966, "valid-acc": 0.866, "test-acc": 0.865 },
  },
  colorectal_histology: {
    ...{ FLOPS: 1, latency: 0.547, runtime: 0.847, size_MB: 1 },
    ...{ "train-acc": 0.886, "valid-acc": 0.718, "test-acc": 0.72 },
  },
}

/** Rows of table 12, by N and W: tau at Resolution 0.25, 0.5 and 1. */
const TABLE_12: readonly (readonly [N: number, W: number, ...tau: readonly number[]])[] = [
  [1, 4, 0.488, 0.744, 0.647],
  [1, 8, 0.624, 0.992, 0.991],
  [1, 16, 0.928, 0.983, 0.97],
  [3, 4, 0.993, 0.989, 0.988],
  [3, 8, 0.792, 0.724, 0.733],
  [3, 16, 0.983, 0.9, 0.993],
  [5, 4, 0.897, 0.987, 0.902],
  [5, 8, 0.9, 0.98, 0.657],
  [5, 16, 0.422, 0.961, 0.996],
]

/** Table 12: recorded FLOPS of Colorectal-Histology against FLOPS that were measured anew, by fidelity. */
export const publishedFlops: ReadonlyMap<string, number> = /* @__PURE__ */ new Map(
  /* @__PURE__ */ TABLE_12.flatMap(([N, W, ...taus]) =>
    [0.25, 0.5, 1].map((Resolution, at): [string, number] => [
      `N=${N} W=${W} Resolution=${Resolution}`,
      taus[at]!,
    ]),
  ),
)
