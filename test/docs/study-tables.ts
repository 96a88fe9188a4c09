/** Tables of the committed study, `docs/study/csv`, as its guide shows them. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "csv-parse/sync"
import { root } from "./blocks.ts"
import { table } from "./service-tables.ts"

function read(name: string): string[][] {
  return parse(readFileSync(join(root, "docs", "study", "csv", `${name}.csv`), "utf8"))
}

/** A table of the report as it is. */
function studyTable(name: string): () => string {
  return () => {
    const [head, ...rows] = read(name)
    return table([head!, ...rows])
  }
}

/** Tables 9 and 10 of several studies under one another. */
function speedUpsTable(names: Readonly<Record<string, string>>): string {
  const columns = ["speed-up", "median", "5–95 % interval", "published", "published lies inside"]
  const rows = Object.entries(names).flatMap(([title, name]) => {
    const [head, ...found] = read(name)
    const at = columns.map(column => head!.indexOf(column))
    if (at.includes(-1)) throw new Error(`${name}: expected the columns ${columns}, got ${head}`)
    return found.map(row => [title, ...at.map(i => row[i]!)])
  })
  return table([["search", ...columns], ...rows])
}

/** By the part's name: a table of the report. */
const TABLES: Readonly<Record<string, string>> = {
  "first-release-table-8": "paper-model-free-3-table-8",
  "whole-space-table-8": "paper-model-free-whole-space-table-8",
  leaderboard: "leaderboard-leaderboard",
  "against-random": "leaderboard-against-random",
  rungs: "leaderboard-rungs",
  spending: "leaderboard-spending",
  fronts: "multi-objective-front-leaderboard",
  "fronts-against-random": "multi-objective-against-random",
  parego: "multi-objective-2-against-random",
  published: "paper-model-free-2-published-accuracies",
}

const SPEED_UPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "speed-ups": {
    "random search": "paper-model-free-random-joint-speed-ups",
    SMAC: "paper-model-based-smac-joint-speed-ups",
  },
  "first-release": {
    "in the domain": "paper-model-free-3-random-joint-speed-ups",
    "the whole space": "paper-model-free-whole-space-random-joint-speed-ups",
  },
}

/** The parts of `docs/study.md`. */
export const studyParts: readonly { file: string; name: string; make: () => string }[] = [
  ...Object.entries(SPEED_UPS).map(([name, tables]) => ({
    file: "docs/study.md",
    name,
    make: () => speedUpsTable(tables),
  })),
  ...Object.entries(TABLES).map(([name, csv]) => ({ file: "docs/study.md", name, make: studyTable(csv) })),
]
