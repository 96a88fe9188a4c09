/** The audit of a release: how often and how badly each law is broken, and where the worst can be seen. */

import { runSearch } from "../benchmark/regions/run-search.ts"
import { createRandom } from "../random/generator.ts"
import { wilsonInterval } from "./confidence.ts"
import type { Invariant, LawDescription } from "./invariant.ts"
import { chooseInvariants } from "./invariants.ts"
import { measure, whyUntestable } from "./measure.ts"
import { checkKeys, checkNumRuns, checkSeed } from "./settings.ts"
import { epochRange, type Point, type Subject } from "./subject.ts"
import { sweep } from "./sweep.ts"
import { type Tally, TallyCounter } from "./tally.ts"

/** Cases drawn at random from the whole domain. */
interface SampleTally extends Tally {
  /** 95 % confidence interval of the share. */
  readonly interval: readonly [low: number, high: number]
}

/** All cases over all cells, at one setting of the rest. */
interface SweepTally extends Tally {
  /** What the other hyperparameters were; its cell and epoch were varied. */
  readonly at: Point
}

/** What an audit found of one law. */
export interface AuditEntry extends Omit<LawDescription, "metrics"> {
  /** Why it cannot be tested here; null where it can. Never to be read as kept. */
  readonly untestable: string | null
  /** Exact: all cells. Null where the law is not about values, or was not swept. */
  readonly sweep: SweepTally | null
  /** Random points of the whole domain. Null where there is no such sample. */
  readonly sample: SampleTally | null
  /** Records, where that is what was audited. */
  readonly records: Tally | null
}

/** An audit, fit for JSON. */
export interface Audit {
  readonly format: 1
  readonly task: string
  readonly release: string
  /** What was audited: its card's notice, or where records came from. */
  readonly notice: string
  /** Digest of the release's file; null for records. */
  readonly sha256: string | null
  readonly seed: number
  readonly entries: readonly AuditEntry[]
}

export interface AuditOptions {
  /** Names, or invariants of one's own (default: all). */
  readonly invariants?: readonly (string | Invariant)[]
  /** Random points for each law (default 1000). */
  readonly numSamples?: number
  /** Equal seeds draw equal points (default 0). */
  readonly seed?: number
  /** Whether all cells are swept (default true); without, it takes seconds. */
  readonly sweep?: boolean
  /** Why laws about the data's bounds do not hold a release to them, where it was fitted to other data. */
  readonly otherData?: string
  readonly signal?: AbortSignal
  /** Is told how many laws are measured, and which is next. */
  readonly onProgress?: (done: number, total: number, next: string) => void
}

const OPTIONS: readonly string[] = [
  ...["invariants", "numSamples", "seed", "sweep", "otherData", "signal", "onProgress"],
]

/** Random points: the sampler of the space, and any epoch. The same for every law. */
function drawPoints(subject: Subject, count: number, seed: number): Point[] {
  const random = createRandom(seed)
  const [first, last] = epochRange(subject)
  return Array.from({ length: count }, () => ({
    configuration: subject.space.sample(random),
    epoch: random.integers(first, last + 1),
  }))
}

function* sampled(
  invariant: Invariant,
  subject: Subject,
  points: readonly Point[],
): Generator<void, SampleTally> {
  const counter = new TallyCounter(invariant.tolerance)
  for (const point of points) {
    if (invariant.kind === "values" && invariant.applies?.(point.configuration) === false) continue
    const { size, answers } = measure(invariant, subject, point)
    counter.add(size, () => answers)
    yield
  }
  const tally = counter.result()
  return { ...tally, interval: tally.cases === 0 ? [0, 1] : wilsonInterval(tally.broken, tally.cases) }
}

function* swept(invariant: Invariant, subject: Subject, at: Point): Generator<void, SweepTally | null> {
  if (invariant.kind !== "values") return null
  const counter = new TallyCounter(invariant.tolerance)
  yield* sweep(invariant, subject, at, counter)
  return { ...counter.result(), at }
}

/** What an entry says of its law, measured or not. */
export function described(
  invariant: Invariant,
): Omit<AuditEntry, "untestable" | "sweep" | "sample" | "records"> {
  const { name, meaning, reason, evidence, severity, unit, tolerance } = invariant
  return { name, meaning, reason, evidence, severity, unit, tolerance }
}

/**
 * Audits a release: each law exactly over all 15,625 cells (and all epochs) at the default hyperparameters, and by
 * random points of the whole domain, with confidence intervals. What cannot be tested says why.
 *
 * @param subject a benchmark, or what answers like one; its `sha256`, where it has one, goes into the audit
 * @throws {NotFoundError} for an unknown invariant
 * @throws {TypeError} {RangeError} for options that are none
 * @throws the reason of an aborted signal
 */
export async function audit(
  subject: Subject & { readonly sha256?: string },
  options: AuditOptions = {},
): Promise<Audit> {
  checkKeys(options, OPTIONS)
  const seed = checkSeed(options.seed)
  const numSamples = checkNumRuns(options.numSamples ?? 1000, "options.numSamples")
  const { otherData, signal, onProgress } = options
  const chosen = chooseInvariants(options.invariants)
  const points = drawPoints(subject, numSamples, seed)
  const at: Point = { configuration: subject.space.defaultConfiguration(), epoch: epochRange(subject)[1] }
  const entries: AuditEntry[] = []
  const run = <Tally>(measuring: Generator<void, Tally>): Promise<Tally> =>
    runSearch(measuring, signal, () => undefined)
  for (const invariant of chosen) {
    onProgress?.(entries.length, chosen.length, invariant.name)
    // Whoever waits for the signal, or draws the progress, has a turn between two laws, and within long ones.
    await new Promise(resolve => setTimeout(resolve))
    signal?.throwIfAborted()
    const isOfData = otherData !== undefined && invariant.name.endsWith("-within-data")
    const untestable = isOfData ? otherData : whyUntestable(invariant, subject)
    entries.push({
      ...described(invariant),
      untestable,
      sweep: untestable === null && options.sweep !== false ? await run(swept(invariant, subject, at)) : null,
      sample: untestable === null ? await run(sampled(invariant, subject, points)) : null,
      records: null,
    })
  }
  onProgress?.(chosen.length, chosen.length, "")
  const { task, release, card, sha256 = null } = subject
  return { format: 1, task, release, notice: card.notice, sha256, seed, entries }
}
