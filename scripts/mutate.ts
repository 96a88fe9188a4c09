/**
 * Mutation tests of one folder of `src/`: `npm run mutate -- space`. What was found is kept in `.tmp/stryker`, so
 * that the next run tries only what changed. One process, at the lowest priority: it takes long.
 */
import { spawnSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { constants, setPriority } from "node:os"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
const FOLDERS = ["predict", "forest", "formats", "space", "surrogate"]
const [folder] = process.argv.slice(2)
if (folder === undefined || !FOLDERS.includes(folder)) {
  console.error(`usage: npm run mutate -- <folder>, one of ${FOLDERS.join(", ")}`)
  process.exit(2)
}
mkdirSync(join(root, ".tmp", "stryker"), { recursive: true })
setPriority(constants.priority.PRIORITY_LOW)
const { status } = spawnSync(
  process.execPath,
  [
    join(root, "node_modules/@stryker-mutator/core/bin/stryker.js"),
    "run",
    ...["--mutate", `src/${folder}/**/*.ts`],
    ...["--incrementalFile", `.tmp/stryker/${folder}.json`],
  ],
  { cwd: root, stdio: "inherit", env: { ...process.env, MUTATE_FOLDER: folder } },
)
process.exit(status ?? 1)
