/** What a journal's first line says: which fit its trials are of. */

import { sha256, toHex } from "../bytes/sha256.ts"
import { type Journal, openJournal } from "./journal.ts"
import type { SurrogateParameters } from "./surrogate-parameters.ts"
import type { TrialSubject } from "./trial.ts"

/** What a search depends on beside its trials' data. */
export interface SearchSettings {
  readonly trials: number
  readonly workers: number
  /** Those that are not searched. */
  readonly parameters: Partial<SurrogateParameters> | undefined
}

async function digest({ buffer, byteOffset, byteLength }: ArrayBufferView): Promise<string> {
  return toHex(await sha256(new Uint8Array(buffer, byteOffset, byteLength))).slice(0, 16)
}

async function identityOf(
  rows: Float32Array,
  subject: TrialSubject,
  settings: SearchSettings,
): Promise<string> {
  const { metrics, numTrees, earlyStoppingRounds, seed } = subject
  const { trials, workers, parameters } = settings
  const labels = await Promise.all(
    metrics.map(async ({ metric, labels: values, bounds }) => [metric, await digest(values), ...bounds]),
  )
  const constraints = metrics.map(own => own.constraints)
  const isConstrained = constraints.some(own => Object.keys(own).length > 0)
  const parts = [await digest(rows), await digest(subject.training), await digest(subject.validation)]
  return JSON.stringify({
    format: "jahs-bench-201 fit 1",
    ...{ trials, workers, numTrees, seed, parameters, labels },
    // Only where they are asked for, so that journals from before there were such go on.
    ...(earlyStoppingRounds === null ? {} : { earlyStoppingRounds }),
    ...(isConstrained ? { constraints } : {}),
    rows: parts,
  })
}

/**
 * The journal's lines, once its first one is this fit's.
 *
 * @param rows of the whole table, encoded
 * @param subject not in shared memory, which platforms do not hash
 * @throws {ModelFormatError} for a journal of another fit
 */
export async function journalLines(
  journal: Journal,
  rows: Float32Array,
  subject: TrialSubject,
  settings: SearchSettings,
): Promise<readonly string[]> {
  const identity = await identityOf(rows, subject, settings)
  return openJournal(journal, identity, "a journal of another fit: other rows, metrics or settings")
}
