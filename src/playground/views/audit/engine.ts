/** What Audit asks of the engine: laws measured one by one, and what is around their worst cases. */

import {
  type Answer,
  type AuditEntry,
  audit as auditLaws,
  invariants,
  type Severity,
} from "../../../entries/fast-check.ts"
import type { Operations, Work } from "../../engine/operation.ts"
import type { PackId } from "../../engine/pack-id.ts"
import { type Picture, pictureOf } from "./picture.ts"

export interface AuditInput {
  readonly id: PackId
  /** Laws that are this sure, or all. */
  readonly severity: Severity | "all"
  /** Names of laws that are measured already. */
  readonly measured: readonly string[]
  /** Random points a law. */
  readonly numSamples: number
  readonly seed: number
  /** Whether all cells are counted, too. */
  readonly sweep: boolean
}

/** How far an audit is; every law is told once it is measured. */
export interface AuditProgress {
  readonly done: number
  readonly total: number
  /** The law that is measured. */
  readonly next: string
  /** The law that was measured last. */
  readonly entry: AuditEntry | null
}

async function audit(input: AuditInput, { benchmark, report, signal }: Work<AuditProgress>): Promise<void> {
  const { id, severity, measured, numSamples, seed, sweep } = input
  const subject = await benchmark(id)
  const laws = invariants.filter(law => severity === "all" || law.severity === severity)
  const total = laws.length
  const open = laws.filter(({ name }) => !measured.includes(name))
  const known = total - open.length
  let entry: AuditEntry | null = null
  for (const [i, law] of open.entries()) {
    report({ done: known + i, total, next: law.name, entry })
    // Law by law, with the same points for each: as one audit of all would measure them.
    const { entries } = await auditLaws(subject, { invariants: [law], numSamples, seed, sweep, signal })
    entry = entries[0]!
  }
  report({ done: total, total, next: "", entry })
}

interface WorstInput {
  readonly id: PackId
  readonly answers: readonly Answer[]
}

async function worst({ id, answers }: WorstInput, { benchmark, breathe }: Work): Promise<Picture> {
  const subject = await benchmark(id)
  await breathe()
  return pictureOf(subject, answers)
}

export const auditOperations = { audit, worst } satisfies Operations
