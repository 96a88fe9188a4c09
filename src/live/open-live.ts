/** Opening live training, where processes can be started: which tasks there are to train. */

import { checkTask } from "../benchmark/task.ts"
import { NotFoundError } from "../errors.ts"
import { LiveBenchmark } from "./live-benchmark.ts"
import type { OpenLiveOptions } from "./open-live-options.ts"
import type { Trainer } from "./trainer.ts"

/**
 * Opens live training with what a runtime has for it.
 *
 * @param findTrainer finds what trains, or says what is missing
 * @throws {NotFoundError} for another task; as `findTrainer` does
 */
export async function openLiveWith(
  findTrainer: (options: OpenLiveOptions) => Promise<Trainer>,
  options: OpenLiveOptions,
): Promise<LiveBenchmark> {
  const task = checkTask(options.task)
  if (task !== "fashion_mnist") {
    throw new NotFoundError({
      path: "task",
      what: `${task} cannot be trained here`,
      expected: "fashion_mnist, whose images and pipeline the collector has",
      actual: task,
      remedy: `its surrogates answer in place of training: openBenchmark({ task: "${task}" })`,
    })
  }
  return new LiveBenchmark(await findTrainer(options))
}
