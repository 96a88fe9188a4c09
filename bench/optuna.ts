/** Our optimisers and Optuna's on one problem, and whether ours are worse. */
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { hypervolume } from "../src/numeric/hypervolume.ts"
import { quantile } from "../src/numeric/ranks.ts"
import { Nsga2, Tpe } from "../src/search/index.ts"
import { regretOf } from "../test/unit/search/functions.ts"
import { functions, pairs } from "../test/unit/search/problems.ts"
import { ROOT } from "./support.ts"

const script = fileURLToPath(new URL("optimisers.py", import.meta.url))

/** What `bench/optimisers.py` answers. */
function python(request: object): unknown {
  const { status, stdout, stderr } = spawnSync("/usr/bin/python3", [script], {
    input: JSON.stringify(request),
    encoding: "utf8",
    // A hundred fronts are more than the megabyte that it would be.
    maxBuffer: 1 << 28,
  })
  if (status !== 0) throw new Error(`bench/optimisers.py: ${stderr}`)
  return JSON.parse(stdout)
}

/** Trials that each side has. */
const BUDGETS = { tpe: 100, nsga2: 300 } as const

/** Two sides, many seeds each. */
export interface Comparison {
  readonly optimiser: "tpe" | "nsga2"
  readonly problem: string
  readonly trials: number
  /** Final regret, where low is good, or hypervolume, where high is. */
  readonly measure: "regret" | "hypervolume"
  /** Medians. */
  readonly ours: number
  readonly optuna: number
  /** One-sided Mann-Whitney: how likely a difference like this is where ours is not worse. */
  readonly p: number
}

const seedsOf = (numSeeds: number): number[] => Array.from({ length: numSeeds }, (_, seed) => seed)

/** Optuna takes half an hour for all of it: its answers are kept in `.tmp/optuna`, and asked for once. */
function optunaAnswers(kind: string, problem: string, trials: number, seeds: readonly number[]): unknown {
  const folder = join(ROOT, ".tmp", "optuna")
  const file = join(folder, `${kind}-${problem}-${trials}-${seeds.length}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"))
  const answers = python({ kind, problem, trials, seeds })
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(answers))
  return answers
}

/** A set of points, and up to where what they dominate is measured. */
export interface PointSet {
  readonly points: readonly (readonly number[])[]
  readonly reference: readonly number[]
}

/** Optuna's hypervolumes; it takes no point beyond the reference. */
export function optunaHypervolumes(sets: readonly PointSet[]): number[] {
  return python({ kind: "hypervolume", sets }) as number[]
}

/** TPE on a function of one objective. */
export function compareTpe(problem: string, numSeeds: number, trials: number = BUDGETS.tpe): Comparison {
  const [known, seeds] = [functions[problem]!, seedsOf(numSeeds)]
  const ours = seeds.map(seed => regretOf(new Tpe(known.space, { goal: "minimize", seed }), known, trials))
  const best = optunaAnswers("tpe", problem, trials, seeds) as number[]
  const theirs = best.map(value => value - known.minimum)
  const p = python({ kind: "judge", ours, theirs }) as number
  const [median, optuna] = [quantile(ours, 0.5), quantile(theirs, 0.5)]
  return { optimiser: "tpe", problem, trials, measure: "regret", ours: median, optuna, p }
}

/** NSGA-II on a problem of two objectives, both with a population of 50. */
export function compareNsga2(problem: string, numSeeds: number, trials: number = BUDGETS.nsga2): Comparison {
  const [pair, seeds] = [pairs[problem]!, seedsOf(numSeeds)]
  const ours = seeds.map(seed => {
    const search = new Nsga2(pair.space, { goals: ["minimize", "minimize"], seed })
    for (let i = 0; i < trials; i++) {
      const { id, configuration } = search.ask()
      search.tell(id, pair.at(configuration))
    }
    return hypervolume(
      search.front.map(({ values }) => values),
      pair.reference,
    )
  })
  const fronts = optunaAnswers("nsga2", problem, trials, seeds) as number[][][]
  const theirs = fronts.map(front => hypervolume(front, pair.reference))
  // The judge asks whether ours are greater: of volumes, the lower is the worse.
  const p = python({ kind: "judge", ours: ours.map(x => -x), theirs: theirs.map(x => -x) }) as number
  const [median, optuna] = [quantile(ours, 0.5), quantile(theirs, 0.5)]
  return { optimiser: "nsga2", problem, trials, measure: "hypervolume", ours: median, optuna, p }
}
