/** Writes README's speed table from bench/results/rivals.json: `npm run bench:table`. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { RESULTS, ROOT } from "./support.ts"

interface Line {
  readonly who: string
  readonly runtime: string
  readonly asked: string
  readonly models: number
  readonly microseconds?: { readonly median: number }
}

interface Results {
  readonly date: string
  readonly cpu: string
  readonly node: string
  readonly commit: string
  readonly rounds: number
  readonly sets: Readonly<Record<string, { readonly words: string; readonly lines: readonly Line[] }>>
}

const ROWS: readonly (readonly [
  label: string,
  who: string,
  runtime: string,
  asked: string,
  models: number,
])[] = [
  ["this package, Node, one row", "ours", "Node", "row", 1],
  ["this package, Node, one row, seven models in turn", "ours", "Node", "row", 7],
  ["this package, Deno, one row", "ours", "Deno", "row", 1],
  ["this package, Bun, one row", "ours", "Bun", "row", 1],
  ["XGBoost 1.7.4 from Python, one row", "native", "Python", "row", 1],
  ["onnxruntime-node, one row", "onnxruntime_node", "Node", "row", 1],
  ["onnxruntime-web, one row", "onnxruntime_web", "Node", "row", 1],
  ["nested ifs in JavaScript, one row", "nested_js", "Node", "row", 1],
  ["xgboost-scorer, one row", "xgboost_scorer", "Node", "row", 1],
  ["this package, Node, batch", "ours", "Node", "batch", 1],
  ["XGBoost 1.7.4, batch, one thread", "native", "Python", "batch", 1],
  ["onnxruntime-node, batch", "onnxruntime_node", "Node", "batch", 1],
  ["nested ifs in C, batch", "nested_c", "C", "batch", 1],
  ["the same walk in C, batch: the limit", "limit", "C", "batch", 1],
  ["this package, a query of seven metrics", "ours", "Node", "query", 7],
  ["jahs_bench's way, a query of seven metrics", "jahs_bench", "Python", "query", 7],
]

/** The table's Markdown, between its markers. */
function speedTable(results: Results): string {
  const sets = Object.entries(results.sets)
  const cell = (lines: readonly Line[], [, who, runtime, asked, models]: (typeof ROWS)[number]): string => {
    const line = lines.find(
      found =>
        found.who === who &&
        found.runtime.startsWith(runtime) &&
        found.asked === asked &&
        found.models === models,
    )
    return line?.microseconds === undefined ? "" : `${line.microseconds.median.toLocaleString("en")}`
  }
  return [
    "<!-- speed -->",
    `Microseconds a row (a query: all seven metrics), medians of ${results.rounds} interleaved rounds of CPU time in one run, ` +
      `outputs compared before: ${results.cpu}, ${results.date}. Ratios within the run are to be trusted, absolute figures to ` +
      "some 20 %. onnxruntime and xgboost-scorer do not give XGBoost's bits; this package does, in every cell.",
    "",
    `| | ${sets.map(([name, { words }]) => `${name}: ${words}`).join(" | ")} |`,
    `| --- |${" ---: |".repeat(sets.length)}`,
    ...ROWS.map(row => `| ${row[0]} | ${sets.map(([, { lines }]) => cell(lines, row)).join(" | ")} |`),
    "<!-- /speed -->",
  ].join("\n")
}

const readme = join(ROOT, "README.md")
const results = JSON.parse(readFileSync(join(RESULTS, "rivals.json"), "utf8")) as Results
const text = readFileSync(readme, "utf8")
const marked = /<!-- speed -->[\s\S]*<!-- \/speed -->/
if (!marked.test(text)) throw new Error("README.md: no <!-- speed --> … <!-- /speed --> to fill")
writeFileSync(
  readme,
  text.replace(marked, () => speedTable(results)),
)
