/** What the benches share: medians, the environment, where results go. */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

/** CPU, runtime and commit of a result. */
export function environment(): { cpu: string; node: string; commit: string } {
  const commit = execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim()
  return { cpu: cpus()[0].model, node: process.version, commit }
}

/** Prints a result and keeps it in bench/results. */
export function writeResult(name: string, result: object): void {
  const folder = join(import.meta.dirname, "results")
  mkdirSync(folder, { recursive: true })
  const text = `${JSON.stringify(result, null, 2)}\n`
  writeFileSync(join(folder, `${name}.json`), text)
  console.log(text)
}
