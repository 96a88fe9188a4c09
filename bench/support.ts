/** What the benches share: medians, the environment, where results go. */
import { execFileSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"

export const ROOT: string = join(import.meta.dirname, "..")
export const RESULTS: string = join(import.meta.dirname, "results")

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

/** Three significant digits: more is noise. */
export function rounded(value: number): number {
  return Number(value.toPrecision(3))
}

/** What a result was measured on. */
export interface Environment {
  readonly date: string
  readonly cpu: string
  readonly cores: number
  readonly node: string
  readonly commit: string
}

export function environment(): Environment {
  const git = (...args: string[]): string => execFileSync("git", args, { encoding: "utf8", cwd: ROOT }).trim()
  const changed = git("status", "--porcelain", "--", "src", "models") === "" ? "" : " and changes"
  const list = cpus()
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: list[0]?.model ?? "unknown",
    cores: list.length,
    node: process.version,
    commit: git("rev-parse", "--short", "HEAD") + changed,
  }
}

/** Something the bench is there to show. */
export interface Goal {
  readonly what: string
  readonly wanted: string
  readonly measured: number
  readonly met: boolean
}

export function atLeast(what: string, wanted: number, measured: number): Goal {
  return { what, wanted: `≥ ${wanted}`, measured: rounded(measured), met: measured >= wanted }
}

export function atMost(what: string, wanted: number, measured: number): Goal {
  return { what, wanted: `≤ ${wanted}`, measured: rounded(measured), met: measured <= wanted }
}

/** Keeps a result in a folder, bench/results if none is named. */
export function writeResult(name: string, result: object, folder: string = RESULTS): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}
