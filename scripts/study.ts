/**
 * The study in `docs/study/`: what it consists of, as the commands that anybody can give. Studies that a folder has
 * whole are not run again, and one that was stopped goes on where it was; then the report is written anew.
 *
 * `npm run study` keeps results in `.tmp/study` (`-- --folder <dir>` elsewhere) and takes an hour of processor time.
 */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"

const root = join(import.meta.dirname, "..")
const { values } = parseArgs({
  options: { folder: { type: "string", default: join(root, ".tmp", "study") }, threads: { type: "string" } },
})
const { folder, threads } = values

const SPACES = "random-joint,random-hpo-only,random-nas-only"
const MODELS = "smac-joint,smac-hpo-only,smac-nas-only"
const OBJECTIVES = "random-joint,hyperband-joint-epoch,smac-joint,bohb-joint-epoch,nsga2-joint"
const REPLICA = "official-replica"

/** By folder: a ready study and its options, in the order of the report. */
const STUDIES: Readonly<Record<string, string>> = {
  // Table 9 in 200 blocks of ten seeds, table 10 in ten.
  spaces: `paper-model-free --arms ${SPACES} --seeds 2000 --release distilled-2 --improvements`,
  models: `paper-model-based --arms ${MODELS} --seeds 100 --release distilled-2 --improvements`,
  fidelity: "paper-model-free --seeds 100 --release distilled-2 --improvements",
  leaderboard: "leaderboard --seeds 30 --release distilled-2",
  objectives: `multi-objective --arms ${OBJECTIVES} --seeds 30 --release distilled-2`,
  // Gaussian processes over a hundred observations take most of a minute a run.
  parego: "multi-objective --arms random-joint,parego-joint --seeds 10 --release distilled-2",
  // The reference points of the release that came first, within its domain and beyond.
  "first-release": `paper-model-free --arms ${SPACES} --seeds 2000 --release distilled-1 --improvements`,
  "first-release-whole": `paper-model-free --arms ${SPACES} --seeds 2000 --release distilled-1 --improvements --extrapolate`,
  // Fidelities that the bundle does not have, on labels that mean nothing.
  fidelities: `paper-fidelities --tasks cifar10,fashion_mnist --seeds 10 --release ${REPLICA} --improvements`,
}

function run(line: readonly string[]): void {
  console.log(`jahs-bench-201 ${line.join(" ")}`)
  const { status } = spawnSync(process.execPath, [join(root, "dist", "cli.js"), ...line], {
    stdio: "inherit",
    env: { ...process.env, JAHS_BENCH_HOME: join(folder, "home") },
  })
  if (status !== 0) process.exit(status ?? 1)
}

mkdirSync(folder, { recursive: true })
const archive = join(root, "test", "fixtures", "official-1.7", "assembled_surrogates.tar")
run(["import", archive, "--release", REPLICA])
const folders = Object.keys(STUDIES).map(name => join(folder, name))
for (const [at, study] of Object.values(STUDIES).entries()) {
  if (existsSync(join(folders[at], "results.json"))) continue
  const workers = threads === undefined ? [] : ["--threads", threads]
  run(["experiment", "run", ...study.split(" "), ...workers, "--out", folders[at]])
}
run(["experiment", "report", ...folders, "--out", join(root, "docs", "study"), "--force"])
