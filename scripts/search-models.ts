/**
 * Looks for better recipes of `distilled-2`: `npm run models:search -- --predictions <dir> [--trials 30]
 * [--workers 2] [--only cifar10/valid-acc] [--background] [--journals <dir>]`. Bayesian optimisation around the
 * committed recipe, a journal a metric in `.tmp/models-search/`, from which a run that was stopped goes on. It proposes; what is
 * committed is decided by who reads the journals.
 */
import { spawn } from "node:child_process"
import { existsSync, mkdirSync, openSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type MetricName, metrics } from "../src/benchmark/index.ts"
import { fileJournal } from "../src/node/file-journal.ts"
import { BayesianOptimiser, type SearchConfiguration } from "../src/search/index.ts"
import { openJournal, readEntry } from "../src/training/journal.ts"
import { releaseEncoder } from "./distil/fit-metric.ts"
import { readPredictions } from "./distil/predictions.ts"
import { type DistilledTask, distilledTasks, readRecipe } from "./distil/recipe.ts"
import { recipeOf, runTrial, searchedParameters, type TrialOutcome } from "./distil/trial.ts"

const root = join(import.meta.dirname, "..")
const MAX_WORKERS = 2
/** What ends a search from outside: at the terminal, by `kill`. */
const STOPPING: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM"]

/** A line of a journal. */
interface JournalLine extends TrialOutcome {
  readonly configuration: SearchConfiguration
}

function isLine(value: unknown): value is JournalLine {
  return typeof value === "object" && value !== null && "configuration" in value && "value" in value
}

/** Searches for one metric, from where its journal ends. */
async function search(
  task: DistilledTask,
  metric: MetricName,
  path: string,
  journals: string,
  numTrials: number,
): Promise<void> {
  const { tasks } = readRecipe("distilled-2")
  const recipe = tasks[task].metrics[metric]
  const predictions = await readPredictions(path, releaseEncoder())
  const searched = searchedParameters(recipe)
  const prior = Object.fromEntries(
    searched.map(one => [
      one.name,
      { value: (one as { defaultValue: number }).defaultValue, confidence: "medium" as const },
    ]),
  )
  const optimiser = new BayesianOptimiser(searched, { goal: "maximize", seed: 0, prior })
  const file = join(journals, `${task}-${metric}.jsonl`)
  const journal = fileJournal(file)
  const { holdoutRuns, choosingRuns } = tasks[task]
  const { numRows } = predictions
  // An answer of another recipe, or of other predictions, is none of this search.
  const heading = JSON.stringify({ recipe, holdoutRuns, choosingRuns, numRows })
  const lines = await openJournal(journal, heading, `${file} is of another recipe or other predictions`)
  const known = lines.map((line, at) => readEntry(line, at, isLine, "JSON with configuration and value"))
  for (let trial = 0; trial < numTrials; trial++) {
    const { id, configuration } = optimiser.ask()
    const stored = known[trial]
    if (stored !== undefined) {
      // The optimiser draws the same trials for the same answers.
      if (JSON.stringify(stored.configuration) !== JSON.stringify(configuration)) {
        throw new Error(`${file}: line ${trial + 2} is of another search; move the file away`)
      }
      optimiser.tell(id, stored.value)
      continue
    }
    const outcome = await runTrial(metric, recipeOf(recipe, configuration), tasks[task], predictions)
    await journal.appendLine(JSON.stringify({ configuration, ...outcome }))
    optimiser.tell(id, outcome.value)
    console.log(
      `${task}/${metric} ${trial + 1} of ${numTrials}: ${outcome.value.toFixed(5)}, ${outcome.bytes} bytes`,
    )
  }
  const { best } = optimiser
  console.log(`${task}/${metric}: best ${best?.value.toFixed(5)} with ${JSON.stringify(best?.configuration)}`)
}

/** Runs this script again for one metric, in a process of its own. */
function searchApart(name: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [...process.execArgv, import.meta.filename, "--only", name, ...args],
      {
        stdio: "inherit",
      },
    )
    // Whoever stops the search stops what it has started.
    const stop = (signal: NodeJS.Signals): void => void child.kill(signal)
    for (const signal of STOPPING) process.once(signal, stop)
    child.on("error", reject)
    child.on("exit", (code, signal) => {
      for (const one of STOPPING) process.off(one, stop)
      if (code === 0) resolve()
      else reject(new Error(`${name}: ${signal === null ? `exit code ${code}` : `ended by ${signal}`}`))
    })
  })
}

const { values } = parseArgs({
  options: {
    predictions: { type: "string" },
    trials: { type: "string", default: "30" },
    workers: { type: "string", default: "1" },
    only: { type: "string" },
    journals: { type: "string", default: join(root, ".tmp", "models-search") },
    background: { type: "boolean", default: false },
  },
})
const names = distilledTasks.flatMap(task => metrics.map(metric => [task, metric.name] as const))
const isGiven = values.predictions !== undefined && existsSync(values.predictions)
const [numTrials, numWorkers] = [Number(values.trials), Number(values.workers)]
const isCounted = numTrials >= 1 && numWorkers >= 1 && numWorkers <= MAX_WORKERS
const only = names.find(([task, metric]) => `${task}/${metric}` === values.only)
if (!isGiven || !isCounted || (values.only !== undefined && only === undefined)) {
  console.error(
    "usage: npm run models:search -- --predictions <folder of cifar10.csv.gz and fashion_mnist.csv.gz> " +
      `[--trials 30] [--workers 1..${MAX_WORKERS}] [--only ${names[0]?.join("/")}] [--background] [--journals <folder>]`,
  )
  process.exit(2)
}
const { journals } = values
mkdirSync(journals, { recursive: true })
const predictions = values.predictions as string
const args = ["--predictions", predictions, "--trials", `${numTrials}`, "--journals", journals]
if (values.background) {
  const log = openSync(join(journals, "log.txt"), "a")
  const rest = values.only === undefined ? ["--workers", `${numWorkers}`] : ["--only", values.only]
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, ...args, ...rest], {
    detached: true,
    stdio: ["ignore", log, log],
  })
  child.unref()
  console.log(`process ${child.pid} writes to ${join(journals, "log.txt")}; kill ${child.pid} stops it`)
} else {
  const waiting = names.map(([task, metric]) => `${task}/${metric}`)
  const work = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await searchApart(name, args)
  }
  try {
    if (only === undefined) await Promise.all(Array.from({ length: numWorkers }, work))
    else await search(only[0], only[1], join(predictions, `${only[0]}.csv.gz`), journals, numTrials)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
