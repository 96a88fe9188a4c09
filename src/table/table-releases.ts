/** Releases of tables that the package brings. */

import type { TaskName } from "../benchmark/index.ts"
import { NotFoundError, show } from "../errors.ts"

/** Release that `openBenchmark({ kind: "table" })` opens unless another is named. */
export const DEFAULT_TABLE = "measured-1"

/** Releases of tables in the package and the tasks they have. */
export const bundledTables: Readonly<Record<string, readonly TaskName[]>> = {
  "measured-1": ["fashion_mnist"],
}

/** Whether a release of tables is in the package, be it for another task. */
export function isBundledTable(release: string): boolean {
  return Object.hasOwn(bundledTables, release)
}

/**
 * Checks that a table is bundled with the package.
 *
 * @throws {NotFoundError} saying what is bundled and what to do instead
 */
export function checkBundledTable(task: TaskName, release: string): void {
  const isReleaseBundled = isBundledTable(release)
  if (isReleaseBundled && bundledTables[release]!.includes(task)) return
  const all = Object.entries(bundledTables).map(([name, names]) => `${names.join(" and ")} (${name})`)
  throw new NotFoundError({
    path: isReleaseBundled ? "task" : "release",
    what: `the table of ${task} of release ${show(release)} is not bundled`,
    expected: all.join("; "),
    actual: isReleaseBundled ? task : show(release),
    remedy:
      "give its Parquet file as `source`; `npx jahs-bench-201 fetch --target metric_data` makes those of the " +
      'official release, which Node, Deno and Bun then find as release "official-1.1.0"',
  })
}
