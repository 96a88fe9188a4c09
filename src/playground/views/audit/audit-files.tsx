/** The audit as files: JSON as the command line prints it, and a table. */

import type { JSX } from "preact"
import type { Audit } from "../../../entries/fast-check.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { csvText } from "../../parts/csv.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import type { AuditRun } from "./audit-run.ts"
import { verdictOf, worstOf } from "./verdict.ts"

export interface AuditFilesProps {
  readonly benchmark: BenchmarkFacts
  readonly run: AuditRun
}

function jsonOf({ benchmark, run }: AuditFilesProps): string {
  const { task, release, card, sha256 } = benchmark
  const { seed } = run.settings
  const audit: Audit = { format: 1, task, release, notice: card.notice, sha256, seed, entries: run.entries }
  return `${JSON.stringify(audit, null, 1)}\n`
}

const HEAD = [
  ...["law", "severity", "verdict", "untestable", "cells", "cells_broken"],
  ...["points", "points_broken", "points_low", "points_high", "worst", "unit", "tolerance"],
]

function csvOf({ run }: AuditFilesProps): string {
  const rows = run.entries.map(entry => {
    const { name, severity, untestable, sweep, sample, unit, tolerance } = entry
    return [
      ...[name, severity, verdictOf(entry), untestable ?? "", sweep?.cases ?? "", sweep?.broken ?? ""],
      ...[sample?.cases ?? "", sample?.broken ?? "", sample?.interval[0] ?? "", sample?.interval[1] ?? ""],
      ...[worstOf(entry)?.worst ?? "", unit, tolerance],
    ]
  })
  return csvText(HEAD, rows)
}

/** Two buttons. */
export function AuditFiles(props: AuditFilesProps): JSX.Element {
  const { task, release } = props.benchmark
  const file = `audit-${release}-${task}`
  return (
    <div class="button-row">
      <DownloadButton label="Save as CSV" name={`${file}.csv`} type="text/csv" content={() => csvOf(props)} />
      <DownloadButton
        label="Save as JSON"
        name={`${file}.json`}
        type="application/json"
        content={() => jsonOf(props)}
      />
    </div>
  )
}
