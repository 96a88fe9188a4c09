/** Where trials are trained: in threads, as many at a time as there are, or one by one on this thread. */

import { JobPool } from "../parallel/job-pool.ts"
import type { Port } from "../parallel/port.ts"
import { share } from "../parallel/share.ts"
import { boosterOf } from "../predict/booster/booster-of.ts"
import {
  runTrial,
  type SentTrial,
  type Trial,
  type TrialResult,
  type TrialSubject,
  trialJobs,
} from "./trial.ts"

/** How a runtime starts a thread that trains. */
export type StartTrainer = () => Port

/** What a runner is told beside the trials. */
export interface TrialRunnerOptions {
  /** Trees that were grown: one by one on this thread, all of a trial at its end by others. */
  readonly onTrees: (metric: string, count: number) => void
  readonly signal: AbortSignal | undefined
}

/** Runs trials. End it with `close`: threads keep a process running. */
export class TrialRunner {
  private readonly subject: TrialSubject
  private readonly pool: JobPool<TrialSubject> | null
  private readonly options: TrialRunnerOptions

  private constructor(
    subject: TrialSubject,
    pool: JobPool<TrialSubject> | null,
    options: TrialRunnerOptions,
  ) {
    this.subject = subject
    this.pool = pool
    this.options = options
    // A thread in the middle of a trial hears nothing: it is ended.
    options.signal?.addEventListener("abort", this.end)
  }

  private readonly end = (): void => {
    void this.pool?.close()
  }

  /**
   * Opens a runner.
   *
   * @param start null where the runtime has no threads
   * @param numThreads 0 for this thread
   * @throws what kept a thread from starting
   */
  static async open(
    subject: TrialSubject,
    start: StartTrainer | null,
    numThreads: number,
    options: TrialRunnerOptions,
  ): Promise<TrialRunner> {
    if (start === null || numThreads === 0) return new TrialRunner(subject, null, options)
    const ports = Array.from({ length: numThreads }, start)
    const shared = share(subject)
    return new TrialRunner(shared, await JobPool.open(ports, trialJobs, shared, shared), options)
  }

  /**
   * Runs a trial; the same bits wherever.
   *
   * @throws the reason of an aborted signal
   */
  async run(trial: Trial): Promise<TrialResult> {
    const { subject, pool } = this
    const { signal, onTrees } = this.options
    if (pool === null) {
      let grown = 0
      const onTree = (): void => {
        grown++
        onTrees(trial.metric, 1)
      }
      const result = await runTrial(subject, trial, { ...(signal === undefined ? {} : { signal }), onTree })
      if (grown < subject.numTrees) onTrees(trial.metric, subject.numTrees - grown)
      return result
    }
    try {
      const { model, tau } = (await pool.run({ name: "trial", input: trial }, signal)) as SentTrial
      onTrees(trial.metric, subject.numTrees)
      return { booster: boosterOf(model), tau }
    } catch (error) {
      signal?.throwIfAborted()
      throw error
    }
  }

  /** Ends the threads, whatever they are doing. */
  async close(): Promise<void> {
    this.options.signal?.removeEventListener("abort", this.end)
    await this.pool?.close()
  }
}
