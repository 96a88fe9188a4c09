/** The tables of docs/tables.md: what the bundled table holds, and what a million rows take. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { jahsSpace } from "../../src/space/index.ts"
import type { TableCard } from "../../src/table/index.ts"
import { root } from "./blocks.ts"
import { table } from "./service-tables.ts"

const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), "utf8"))
const card = (): TableCard => read("models/measured-1/fashion_mnist.card.json") as TableCard

export function measuredTable(): string {
  const { fidelities = [], numRows } = card()
  const rows = fidelities.map(({ N, W, Resolution, configurations, runs, diverged, collections = [] }) => {
    const first = collections.find(({ collection }) => collection === 1)?.configurations ?? 0
    return [N, W, Resolution, first, configurations, runs, diverged].map(String)
  })
  const total = [3, 4, 5, 6].map(at => String(rows.reduce((sum, row) => sum + Number(row[at]), 0)))
  rows.push(["all", "", "", ...total])
  const head = ["N", "W", "Resolution", "configurations at first", "configurations", "runs", "diverged"]
  return `${table([head, ...rows])}\n\n${numRows.toLocaleString("en")} rows in all.`
}

export function measuredColumnsTable(): string {
  const features = [...jahsSpace.names, "epoch"]
  const rows = card()
    .columns.filter(({ name }) => !features.includes(name))
    .map(({ name, unit, description }) => [`\`${name}\``, unit, description])
  return table([["column", "unit", "meaning"], ...rows])
}

interface Measured {
  readonly rows: number
  readonly configurations: number
  readonly columns: number
  readonly openCpuMs: number
  readonly queryMicros: number
  readonly trajectoryMicros: number
  readonly nearestMs: number
  readonly peakOpeningMB: number
}

export function recordedPart(): string {
  const { environment, labels, fileBytes } = read("bench/results/recorded.json") as {
    readonly environment: { readonly node: string; readonly cpu: string; readonly date: string }
    readonly labels: { readonly all: Measured; readonly one: Measured }
    readonly fileBytes: number
  }
  const { all, one } = labels
  const row = (what: string, pick: (measured: Measured) => number, unit: string): string[] => [
    what,
    `${pick(all)} ${unit}`,
    `${pick(one)} ${unit}`,
  ]
  const rows = [
    row("opening", measured => measured.openCpuMs, "ms"),
    row("a query of all that was opened", measured => measured.queryMicros, "µs"),
    row("a trajectory of 200 epochs of one metric", measured => measured.trajectoryMicros, "µs"),
    row("`nearest`", measured => measured.nearestMs, "ms"),
    row("peak resident memory of the process", measured => measured.peakOpeningMB, "MB"),
  ]
  const millions = (fileBytes / 1e6).toFixed(0)
  return `A synthetic table of ${all.rows.toLocaleString("en")} rows, ${all.configurations.toLocaleString("en")} configurations of 200 epochs, ${millions} MB, in a fresh process (\`npm run bench:recorded\`; Node ${environment.node.slice(1)}, ${environment.cpu}, ${environment.date}; processor time, medians of three):

${table([["", `${all.columns} metrics`, "one metric"], ...rows])}`
}
