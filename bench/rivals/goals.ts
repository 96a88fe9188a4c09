/** What the comparison is there to show, as ratios within one race. */
import { atLeast, atMost, type Goal } from "../support.ts"
import type { Agreement } from "./compare.ts"
import { type Entry, type Times, timesFaster } from "./race.ts"
import type { Sizes } from "./sizes.ts"

/** One race, with what came out of it. */
export interface Field {
  readonly name: string
  readonly entries: readonly Entry[]
  readonly times: Times
  readonly agreements: ReadonlyMap<Entry, Agreement>
  /** Bytes per node. */
  readonly sizes: Sizes
}

function find(field: Field, who: string, asked: string, models: number, runtime = ""): Entry | undefined {
  return field.entries.find(
    entry =>
      entry.who === who &&
      entry.asked === asked &&
      entry.models === models &&
      entry.server.hello.runtime.startsWith(runtime),
  )
}

/** The ratio of two entries, where the race had both. */
function faster(field: Field, ours: Entry | undefined, other: Entry | undefined): number | null {
  return ours && other ? timesFaster(field.times, ours, other) : null
}

interface Wanted {
  readonly set: string
  readonly asked: "row" | "batch" | "query"
  /** Loaded models on our side. */
  readonly models: number
  readonly than: string
  readonly thanAsked: string
  readonly thanModels: number
  readonly words: string
  readonly least: number
}

/** How many times faster than what; native has one model loaded also where we have seven. */
const WANTED: readonly Wanted[] = [
  ...(
    [
      ["A", 1, 25],
      ["A", 7, 12],
      ["large", 1, 15],
      ["large", 7, 4],
    ] as const
  ).map(([set, models, least]) => ({
    set,
    asked: "row" as const,
    models,
    than: "native",
    thanAsked: "row",
    thanModels: 1,
    words: `times native's speed, single row, ${set}, ${models === 1 ? "one model" : "seven models"} loaded`,
    least,
  })),
  ...(
    [
      ["A", 2.3],
      ["large", 2.5],
      ["C", 1.4],
    ] as const
  ).map(([set, least]) => ({
    set,
    asked: "batch" as const,
    models: 1,
    than: "native",
    thanAsked: "batch",
    thanModels: 1,
    words: `times native's speed, batch of 10,000 rows, ${set}`,
    least,
  })),
  ...(
    [
      ["A", 200],
      ["bundle", 80],
    ] as const
  ).map(([set, least]) => ({
    set,
    asked: "query" as const,
    models: 7,
    than: "jahs_bench",
    thanAsked: "query",
    thanModels: 7,
    words: `times the speed of jahs_bench's way, query of seven metrics, ${set}`,
    least,
  })),
  ...(
    [
      ["A", 0.8],
      ["large", 0.6],
    ] as const
  ).flatMap(([set, least]) =>
    (["batch", "walk"] as const).map(thanAsked => ({
      set,
      asked: "batch" as const,
      models: 1,
      than: "limit",
      thanAsked,
      thanModels: 1,
      words: `of the speed of the interleaved walk in C${thanAsked === "walk" ? " without its table of answers" : ""}, batch, ${set}`,
      least,
    })),
  ),
]

function differences(fields: readonly Field[]): Goal[] {
  return ["Node", "Deno", "Bun"].map(runtime => {
    let count = 0
    for (const { agreements } of fields) {
      for (const [{ who, asked, server }, found] of agreements) {
        if (who === "ours" && asked !== "query" && server.hello.runtime.startsWith(runtime)) {
          count += found.differences
        }
      }
    }
    return atMost(`predictions that differ from XGBoost's, on ${runtime}`, 0, count)
  })
}

/** The goals that the races at hand can speak of. */
export function goalsOf(fields: readonly Field[]): Goal[] {
  const goals = differences(fields)
  for (const wanted of WANTED) {
    const field = fields.find(({ name }) => name === wanted.set)
    if (field === undefined) continue
    const ours = find(field, "ours", wanted.asked, wanted.models, "Node")
    const other = find(field, wanted.than, wanted.thanAsked, wanted.thanModels)
    const measured = faster(field, ours, other)
    if (measured !== null) goals.push(atLeast(wanted.words, wanted.least, measured))
  }
  for (const field of fields) {
    const opened = faster(field, find(field, "ours", "open", 1), find(field, "json", "open", 1))
    if (opened !== null)
      goals.push(atLeast(`times the speed of JSON.parse and building, open, ${field.name}`, 50, opened))
    // C has 3,097 distinct thresholds on 12,526 nodes: its bytes are measured, nothing was set.
    if (field.name === "C") continue
    goals.push(atMost(`bytes per node in the file, gzipped, ${field.name}`, 2.5, field.sizes.gzipped))
    goals.push(atMost(`bytes per node in the file, plain, ${field.name}`, 3.3, field.sizes.plain))
    goals.push(atMost(`bytes per node in memory, ${field.name}`, 8, field.sizes.memory))
  }
  const bundle = fields.find(({ name }) => name === "bundle")
  if (bundle !== undefined) {
    for (const [asked, most] of [
      ["row", 0.25],
      ["batch", 0.15],
    ] as const) {
      const ratio = faster(bundle, find(bundle, "naive", asked, 7), find(bundle, "ours", asked, 7, "Node"))
      if (ratio === null) continue
      goals.push(atMost(`of a naive walk's time, ${asked}, the seven bundled models`, most, ratio))
    }
  }
  return goals
}
