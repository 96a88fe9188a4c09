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
export function studyTable(name: string): () => string {
  return () => {
    const [head, ...rows] = read(name)
    return table([head!, ...rows])
  }
}

/** Tables 9 and 10 of several studies under one another. */
export function speedUpsTable(names: Readonly<Record<string, string>>): string {
  const columns = ["speed-up", "median", "5–95 % interval", "published", "published lies inside"]
  const rows = Object.entries(names).flatMap(([title, name]) => {
    const [head, ...found] = read(name)
    const at = columns.map(column => head!.indexOf(column))
    if (at.includes(-1)) throw new Error(`${name}: expected the columns ${columns}, got ${head}`)
    return found.map(row => [title, ...at.map(i => row[i]!)])
  })
  return table([["search", ...columns], ...rows])
}
