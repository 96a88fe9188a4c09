/**
 * Mutation tests of one folder of `src/`: `npm run mutate -- space`, or some of its files: `-- predict box bound`.
 * What was found is kept in `.tmp/stryker`, so that the next run tries only what changed, and counted in
 * `test/mutation/scores.json`. One process, at the lowest priority: it takes long.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { constants, setPriority } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { FOLDERS, type Folder, testsOf } from "../test/mutation/folders.ts"
import { countsOf, type MutationReport, type Scores, withoutStopped } from "../test/mutation/score.ts"

const root = join(import.meta.dirname, "..")
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { share: { type: "string", default: "1" }, seed: { type: "string", default: "1" } },
})
const [folder, ...files] = positionals
const isFolder = (name: string | undefined): name is Folder => FOLDERS.some(known => known === name)
if (!isFolder(folder) || !/^[1-9]\d?$/.test(values.share) || !/^\d{1,10}$/.test(values.seed)) {
  console.error(
    `usage: npm run mutate -- <folder> [file …] [--share n] [--seed n]
  folder   one of ${FOLDERS.join(", ")}
  file     only these, without rooms and ending
  --share  mutates one function in n
  --seed   says which ones; always the same ones (default 1)`,
  )
  process.exit(2)
}

const kept = join(".tmp", "stryker")
mkdirSync(join(root, kept), { recursive: true })
setPriority(constants.priority.PRIORITY_LOW)
const { share, seed } = values
const found = join(kept, share === "1" ? `${folder}.json` : `${folder}-${share}-${seed}.json`)
const readReport = (): MutationReport => JSON.parse(readFileSync(join(root, found), "utf8"))
if (existsSync(join(root, found))) {
  writeFileSync(join(root, found), JSON.stringify(withoutStopped(readReport())))
}
const mutated =
  files.length === 0 ? [`src/${folder}/**/*.ts`] : files.map(file => `src/${folder}/**/${file}.ts`)
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/@stryker-mutator/core/bin/stryker.js"),
    "run",
    ...["--mutate", mutated.join(",")],
    ...["--incrementalFile", found],
  ],
  {
    cwd: root,
    stdio: "inherit",
    env: { ...process.env, MUTATE_FOLDER: folder, MUTATE_SHARE: share, MUTATE_SEED: seed },
  },
)
if (status !== 0) process.exit(status ?? 1)

const scoresFile = join(root, "test/mutation/scores.json")
const scores = JSON.parse(readFileSync(scoresFile, "utf8")) as Scores
const date = new Date().toISOString().slice(0, 10)
scores[folder] = {
  date,
  share: Number(share),
  ...(share === "1" ? {} : { seed: Number(seed) }),
  ...countsOf(readReport(), folder),
  tests: testsOf(folder),
}
writeFileSync(scoresFile, `${JSON.stringify(scores, null, 2)}\n`)
