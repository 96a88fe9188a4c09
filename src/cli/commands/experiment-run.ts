/** `experiment run`: a study, by threads, from its journal on, to files of results. */

import { rm } from "node:fs/promises"
import { availableParallelism } from "node:os"
import { join } from "node:path"
import { DEFAULT_RELEASE } from "../../benchmark/task.ts"
import { BLOCK_SIZE } from "../../experiments/analysis/speed-up.ts"
import { type Protocol, type StudyOutcome, studyToJson } from "../../experiments/index.ts"
import { fileJournal } from "../../node/file-journal.ts"
import { runStudy } from "../../node/run-study.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { integer, names, positive } from "../input/options.ts"
import { openBenchmarks, type StudyChoice, studyOf, withFidelities } from "../input/study-of.ts"
import { printStudy, summariesOf } from "../lines/study-lines.ts"
import { checkWritable, makeFolder, writeWhole } from "../output/write-file.ts"

interface Options extends StudyChoice {
  readonly out?: string
  readonly force?: boolean
  readonly threads?: number
  readonly blocks?: number
}

/** Files of a study's folder. */
export const FILES = { json: "results.json", parquet: "results.parquet", cost: "cost.json" } as const
const JOURNAL = "journal.ndjson"

async function runIn(
  screen: Screen,
  folder: string,
  protocol: Protocol,
  benchmarks: Awaited<ReturnType<typeof openBenchmarks>>,
  threads: number,
): Promise<StudyOutcome> {
  let progress: ReturnType<Screen["progress"]> | null = null
  return untilInterrupted(signal =>
    runStudy(benchmarks, protocol, {
      ...{ threads, signal, journal: fileJournal(join(folder, JOURNAL)) },
      onProgress({ task, arm, done, total }) {
        progress ??= screen.progress("runs", total)
        progress.label(`${task}, ${arm}, runs`)
        progress.update(done)
      },
    }),
  ).finally(() => progress?.end())
}

async function writeFiles(
  folder: string,
  { results, cost }: StudyOutcome,
  force: boolean,
): Promise<string[]> {
  const { studyToParquet } = await import("../output/study-parquet.ts")
  const encoder = new TextEncoder()
  const paths = Object.values(FILES).map(name => join(folder, name))
  const [json, parquet, costs] = paths
  await writeWhole(
    json,
    async append => {
      for (const piece of studyToJson(results)) await append(encoder.encode(piece))
    },
    force,
  )
  await writeWhole(
    parquet,
    async append => {
      for await (const piece of studyToParquet(results)) await append(piece)
    },
    force,
  )
  await writeWhole(costs, encoder.encode(`${JSON.stringify(cost, null, 2)}\n`), force)
  return paths
}

export const experimentRun: CommandDefinition = defineCommand<Options>({
  name: "run",
  summary: "Runs a study: a ready one of `experiment list`, or a JSON file of your own.",
  description:
    "Every arm on every task with every seed, on the simulated clock. The folder gets results.json, " +
    "results.parquet and cost.json; until then a journal is in it: the same command goes on where it was stopped, " +
    "to the same bytes. A file has {arms: [{optimiser, space, fidelity, …}], seeds, budget, …}.",
  examples: [
    "jahs-bench-201 experiment run paper-model-free --seeds 2 --budget 10 --out study --force",
    "jahs-bench-201 experiment run leaderboard --arms random-joint,tpe-joint --tasks cifar10 \\\n    --seeds 2 --budget 5 --threads 0 --out board --force",
  ],
  json: "one document {files,arms,cost}",
  configure(command) {
    command
      .argument("<study>", "name of a ready study, or a .json file")
      .option("--out <folder>", "where results go (required)")
      .option("--force", "replace results that are there")
      .option("--release <name>", `release of the surrogates (default: the study's, or ${DEFAULT_RELEASE})`)
      .option("--source <where>", "release pack: a folder of <task>.bin files, or a URL")
      .option("--tasks <names>", "tasks between commas (default: all of the release)", names)
      .option("--arms <names>", "only these arms of the study, between commas", names)
      .option("--seeds <count>", "runs of each arm: seeds 0, 1, 2, …", integer(1, 1_000_000))
      .option(
        "--blocks <count>",
        "the same in blocks of ten seeds, as reports show them",
        integer(1, 100_000),
      )
      .option("--budget <number>", "of a run, in mean full evaluations (default: 100)", positive)
      .option("--workers <count>", "simulated workers of a run (default: 1)", integer(1, 1_000_000))
      .option("--synchronous", "simulated workers wait for the slowest")
      .option("--extrapolate", "search the whole design space, beyond the release's domain")
      .option("--improvements", "record only evaluations that no earlier one of the run dominates")
      .option("--threads <count>", "threads that run it; 0 is none (default: processors)", integer(0, 256))
  },
  async run(screen, options, [study]) {
    const { out, force = false, source, threads = availableParallelism() } = options
    if (out === undefined) {
      throw new UsageError({ path: "--out", what: "missing", expected: "a folder for the results" })
    }
    for (const name of Object.values(FILES)) await checkWritable(join(out, name), force)
    const { blocks } = options
    if (blocks !== undefined && options.seeds !== undefined) {
      throw new UsageError({ path: "--blocks", what: "excludes --seeds", expected: "one of the two" })
    }
    const seeds = blocks === undefined ? {} : { seeds: blocks * BLOCK_SIZE }
    const asked = await studyOf(study, { ...options, ...seeds })
    const benchmarks = await openBenchmarks(asked.protocol, source, options.tasks !== undefined)
    const tasks = benchmarks.map(({ task }) => task)
    const protocol = withFidelities(screen, { ...asked, protocol: { ...asked.protocol, tasks } }, benchmarks)
    await makeFolder(out)
    const outcome = await runIn(screen, out, protocol, benchmarks, threads)
    const files = await writeFiles(out, outcome, force)
    // Everything in it is in the results now.
    await rm(join(out, JOURNAL), { force: true })
    if (screen.json) {
      await screen.document({ files, arms: summariesOf(outcome.results), cost: outcome.cost })
      return undefined
    }
    await printStudy(screen, outcome)
    await screen.print(`written: ${files.join(", ")}`)
    return undefined
  },
})
