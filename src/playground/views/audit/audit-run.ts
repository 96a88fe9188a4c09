/** The audit while it runs, and what it found: it outlives the view. */

import { type ReadonlySignal, signal } from "@preact/signals"
import type { AuditEntry } from "../../../entries/fast-check.ts"
import { engine } from "../../engine/the-engine.ts"
import { announce } from "../../state/announcement.ts"
import type { AuditInput, AuditProgress } from "./engine.ts"

/** What is audited, and how thoroughly. */
export type AuditSettings = Omit<AuditInput, "measured">

export interface AuditRun {
  readonly settings: AuditSettings
  readonly entries: readonly AuditEntry[]
  readonly progress: AuditProgress | null
  readonly error: unknown
  readonly state: "running" | "done" | "stopped" | "failed"
}

const current = signal<AuditRun | null>(null)
let controller: AbortController | null = null

/** The audit that runs, or ran last. */
export const auditRun: ReadonlySignal<AuditRun | null> = current

/** Stops the audit, if one runs; the laws that are measured stay. */
export function stopAudit(): void {
  controller?.abort()
  controller = null
  const run = current.value
  if (run?.state === "running") current.value = { ...run, state: "stopped" }
}

/** Runs an audit, in the place of the last. */
export async function startAudit(
  settings: AuditSettings,
  entries: readonly AuditEntry[] = [],
): Promise<void> {
  stopAudit()
  const own = new AbortController()
  controller = own
  const update = (change: Partial<AuditRun>): void => {
    if (controller === own) current.value = { ...current.value!, ...change }
  }
  current.value = { settings, entries, progress: null, error: null, state: "running" }
  const onProgress = (progress: AuditProgress): void => {
    const { entries: before } = current.value!
    const { entry } = progress
    update({ progress, entries: entry === null ? before : [...before, entry] })
  }
  try {
    const measured = entries.map(({ name }) => name)
    await engine.ask("audit", "audit", { ...settings, measured }, { signal: own.signal, onProgress })
    update({ state: "done" })
    announce("The audit is done")
  } catch (error) {
    if (!own.signal.aborted) update({ error, state: "failed" })
  }
}

/** Goes on with an audit that was stopped: what is measured is not measured again. */
export function resumeAudit(): void {
  const run = current.value
  if (run !== null) void startAudit(run.settings, run.entries)
}
