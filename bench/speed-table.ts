/** README's part on speed, as Markdown made of what bench/results holds. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { RESULTS } from "./support.ts"

interface Line {
  readonly who: string
  readonly runtime: string
  readonly asked: string
  readonly models: number
  readonly microseconds?: { readonly median: number }
}

interface RivalSet {
  readonly words: string
  readonly lines: readonly Line[]
  readonly sizes: { readonly gzipped: number; readonly plain: number; readonly memory: number }
}

interface Rivals {
  readonly date: string
  readonly cpu: string
  readonly commit: string
  readonly rounds: number
  readonly sets: Readonly<Record<string, RivalSet>>
}

interface RuntimeResult {
  readonly runtime: string
  readonly milliseconds: Readonly<Record<string, { readonly p50: number; readonly p99: number }>>
  readonly coldStart: {
    readonly empty: number
    readonly addedByOneMetric: number
    readonly addedBySeven: number
  }
}

interface Benchmark {
  readonly date: string
  readonly commit: string
  readonly runtimes: readonly RuntimeResult[]
}

type Row = readonly [label: string, who: string, runtime: string, asked: string, models: number]

const ROWS: readonly Row[] = [
  ["**one row**: this package, Node", "ours", "Node", "row", 1],
  ["this package, Node, seven models in turn", "ours", "Node", "row", 7],
  ["this package, Deno", "ours", "Deno", "row", 1],
  ["this package, Bun", "ours", "Bun", "row", 1],
  ["XGBoost from Python", "native", "Python", "row", 1],
  ["XGBoost from Python, seven models in turn", "native", "Python", "row", 7],
  ["onnxruntime-node", "onnxruntime_node", "Node", "row", 1],
  ["onnxruntime-web", "onnxruntime_web", "Node", "row", 1],
  ["nested ifs in JavaScript", "nested_js", "Node", "row", 1],
  ["xgboost-scorer", "xgboost_scorer", "Node", "row", 1],
  ["a plain walk over flat arrays in JavaScript", "naive", "Node", "row", 1],
  ["the walk of this package in C", "limit", "C", "row", 1],
  ["**batch**: this package, Node", "ours", "Node", "batch", 1],
  ["this package, Deno", "ours", "Deno", "batch", 1],
  ["this package, Bun", "ours", "Bun", "batch", 1],
  ["XGBoost", "native", "Python", "batch", 1],
  ["onnxruntime-node", "onnxruntime_node", "Node", "batch", 1],
  ["onnxruntime-web", "onnxruntime_web", "Node", "batch", 1],
  ["nested ifs in C", "nested_c", "C", "batch", 1],
  ["a plain walk over flat arrays in JavaScript", "naive", "Node", "batch", 1],
  ["the walk of this package in C", "limit", "C", "batch", 1],
  ["**seven metrics**: this package, `query`", "ours", "Node", "query", 7],
  ["jahs_bench's way: a pandas frame, encoder and model", "jahs_bench", "Python", "query", 7],
  ["**open**: a pack of this package, not compressed, Node", "ours", "Node", "open", 1],
  ["a pack of this package, gzipped, Node", "gzipped", "Node", "open", 1],
  ["`JSON.parse` and building arrays", "json", "Node", "open", 1],
  ["XGBoost, from UBJSON", "native", "Python", "open", 1],
]

function table(rows: readonly (readonly string[])[]): string {
  const [head, ...body] = rows.map(row => `| ${row.join(" | ")} |`)
  return [head, `| --- |${" ---: |".repeat(rows[0]!.length - 1)}`, ...body].join("\n")
}

/** Three significant digits, without an exponent. */
function short(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 })
}

function cell(lines: readonly Line[], [label, who, runtime, asked, models]: Row): string {
  const line = lines.find(
    found =>
      found.who === who &&
      found.runtime.startsWith(runtime) &&
      found.asked === asked &&
      found.models === models,
  )
  if (line?.microseconds === undefined) return "–"
  const text = short(line.microseconds.median)
  return label.startsWith("**") ? `**${text}**` : text
}

function rivalTable({ sets }: Rivals): string {
  const lists = Object.values(sets).map(({ lines }) => lines)
  const head = Object.entries(sets).map(([name, { words }]) => `${name}: ${words}`)
  return table([
    ["µs per row", ...head],
    ...ROWS.map(row => [row[0], ...lists.map(lines => cell(lines, row))]),
    ...(["gzipped", "plain", "memory"] as const).map(kind => [
      { gzipped: "**bytes per node**: a pack", plain: "a pack, not compressed", memory: "opened, in memory" }[
        kind
      ],
      ...Object.values(sets).map(({ sizes }) => short(sizes[kind])),
    ]),
  ])
}

/** Tasks of measure.ts by what the table calls them, with the factor from milliseconds. */
const TASKS: readonly (readonly [label: string, task: string, factor: number])[] = [
  ["`query`, seven metrics, µs", "query, 7 metrics", 1000],
  ["`query`, one metric, µs", "query, 1 metric", 1000],
  ["`trajectory`, 200 epochs, seven metrics, ms", "trajectory, 200 epochs × 7 metrics", 1],
  ["`queryMany`, 1000 configurations, seven metrics, ms", "queryMany, 1000 configurations × 7 metrics", 1],
  ["`openBenchmark`, seven metrics, ms", "open, 7 metrics", 1],
  ["`openBenchmark`, one metric, ms", "open, 1 metric", 1],
]

function runtimeTable({ runtimes }: Benchmark): string {
  return table([
    ["median (99 of 100 are below)", ...runtimes.map(({ runtime }) => runtime)],
    ...TASKS.map(([label, task, factor]) => [
      label,
      ...runtimes.map(({ runtime, milliseconds }) => {
        const found = milliseconds[task]
        if (found === undefined) throw new Error(`benchmark.json: ${runtime} has no ${task}`)
        return `${short(found.p50 * factor)} (${short(found.p99 * factor)})`
      }),
    ]),
    ["first query in a fresh process, one metric, ms", ...runtimes.map(added("addedByOneMetric"))],
    ["first query in a fresh process, seven metrics, ms", ...runtimes.map(added("addedBySeven"))],
  ])
}

function added(key: "addedByOneMetric" | "addedBySeven"): (result: RuntimeResult) => string {
  return ({ coldStart }) => `+${short(coldStart[key])}`
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(RESULTS, `${name}.json`), "utf8"))
}

/** What stands between `<!-- speed -->` and `<!-- /speed -->`. */
export function speedPart(): string {
  const rivals = read("rivals") as Rivals
  const benchmark = read("benchmark") as Benchmark
  return `CPU time on one thread, ${rivals.cpu}, ${rivals.date}, medians of ${rivals.rounds} rounds in which everything ran in turn, on the same models and rows. Outputs were compared first: this package's are XGBoost's, bit for bit, as are those of generated code; onnxruntime and xgboost-scorer sum in another order or precision and differ in the last digits. Trust the ratios: absolute figures move by some 20 % from run to run.

${rivalTable(rivals)}

A batch is 10,000 rows, fewer for what is slow, at the same price a row. Of \`bundle\` the seven are its metrics, elsewhere seven copies. A row "from Python" is \`inplace_predict\`, and an opened model has given its first answer. In a query of \`bundle\` the last step is a sigmoid, which numpy rounds otherwise in the last digit.

On the runtimes, wall-clock time on the same machine (${benchmark.date}); a fresh process's time is what it takes longer than one that does nothing:

${runtimeTable(benchmark)}`
}
