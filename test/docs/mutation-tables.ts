/** The table of mutation tests in CONTRIBUTING: the counts of `test/mutation/scores.json`. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { FOLDERS } from "../mutation/folders.ts"
import { percentOf, type Scores } from "../mutation/score.ts"
import { root } from "./blocks.ts"
import { table } from "./service-tables.ts"

export function mutationTable(): string {
  const scores = JSON.parse(readFileSync(join(root, "test/mutation/scores.json"), "utf8")) as Scores
  const rows = FOLDERS.flatMap(folder => {
    const score = scores[folder]
    if (score === undefined) return []
    const { share, files, mutants, killed, endless, stopped, survived, notCovered, equivalent, date, tests } =
      score
    const counts = [files, mutants, killed, endless, stopped, survived, notCovered, equivalent].map(String)
    return [
      [
        folder,
        share === 1 ? "all" : `one function in ${share}`,
        ...counts,
        `${percentOf(score).toFixed(1)} %`,
        date,
        tests.map(test => `\`${test}\``).join(" "),
      ],
    ]
  })
  const head = [
    "folder",
    "mutated",
    "files",
    "mutants",
    "killed",
    "endless",
    "stopped",
    "survived",
    "not reached",
    "equivalent",
    "score",
    "date",
    "tests",
  ]
  return table([head, ...rows])
}
