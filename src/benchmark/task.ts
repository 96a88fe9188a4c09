/** The tasks of JAHS-Bench-201, and which of them the package brings surrogates for. */

import { NotFoundError, show } from "../errors.ts"
import { didYouMean } from "../nearest.ts"

export type TaskName = "cifar10" | "colorectal_histology" | "fashion_mnist"

/** All tasks of the original. */
export const tasks: readonly TaskName[] = ["cifar10", "colorectal_histology", "fashion_mnist"]

/** Release that `openBenchmark` opens unless another is named. */
export const DEFAULT_RELEASE = "distilled-2"

/** Releases in the package and the tasks they have. */
export const bundledReleases: Readonly<Record<string, readonly TaskName[]>> = {
  "distilled-1": ["cifar10", "fashion_mnist"],
  "distilled-2": ["cifar10", "fashion_mnist"],
}

/**
 * Checks a task's name.
 *
 * @throws {NotFoundError} listing the tasks
 */
export function checkTask(task: unknown): TaskName {
  const found = tasks.find(known => known === task)
  if (found !== undefined) return found
  throw new NotFoundError({
    path: "task",
    what: "unknown task",
    expected: tasks.join(", "),
    actual: show(task),
    remedy: didYouMean(task, tasks),
  })
}

/**
 * Checks that a release bundled with the package has a task.
 *
 * @throws {NotFoundError} saying what is bundled and what to do instead
 */
export function checkBundled(task: TaskName, release: string): void {
  const bundled = Object.hasOwn(bundledReleases, release) ? bundledReleases[release] : []
  if (bundled.includes(task)) return
  const all = Object.entries(bundledReleases).map(([name, names]) => `${names.join(" and ")} (${name})`)
  const isReleaseBundled = bundled.length > 0
  throw new NotFoundError({
    path: isReleaseBundled ? "task" : "release",
    what: `${task} of release ${show(release)} is not bundled`,
    expected: all.join("; "),
    actual: isReleaseBundled ? task : show(release),
    remedy:
      "give its pack as `source`: a URL, bytes, a response or a stream; `npx jahs-bench-201 fetch` makes the packs " +
      "of the official release, which Node, Deno and Bun then find by its name",
  })
}
