/** What live training is opened with. */

import type { TaskName } from "../benchmark/index.ts"

/** Opens training runs on this machine, instead of surrogates or records of runs. */
export interface OpenLiveOptions {
  /** `fashion_mnist`: the collector has no pipeline for the other tasks. */
  readonly task: TaskName
  readonly kind: "live"
  /**
   * A Python with PyTorch, NumPy and Pillow (default: the environment variable `JAHS_BENCH_PYTHON`, else `python3` of
   * the `PATH`, else `/usr/bin/python3`).
   */
  readonly python?: string
  /**
   * Folder of Fashion-MNIST's four `*-ubyte.gz` files (default: the environment variable `JAHS_BENCH_IMAGES`, else
   * where Debian's `dataset-fashion-mnist` puts them).
   */
  readonly images?: string
  /** Folder that keeps the resized images (default: `images` in the package's cache); null makes them for each run. */
  readonly cache?: string | null
}
