/** Audit: which laws the release's answers break, how often, and where it is worst. */

import type { JSX } from "preact"
import { useEffect } from "preact/hooks"
import { isSamePack } from "../../engine/pack-id.ts"
import { Choice } from "../../parts/choice.tsx"
import { formatNumber } from "../../parts/format-number.ts"
import { Problem } from "../../parts/problem.tsx"
import { ProgressBar } from "../../parts/progress-bar.tsx"
import { Select } from "../../parts/select.tsx"
import { choiceParameter } from "../../state/parameter.ts"
import type { BenchmarkViewProps } from "../../view.ts"
import { AuditFiles } from "./audit-files.tsx"
import { type AuditRun, auditRun, resumeAudit, startAudit, stopAudit } from "./audit-run.ts"
import { LawsTable } from "./laws-table.tsx"
import { Meaning } from "./meaning.tsx"
import { verdictOf } from "./verdict.ts"
import { WorstCase } from "./worst-case.tsx"

const numSamples = choiceParameter("audit-points", ["100", "300", "1000"])
const severity = choiceParameter("audit-laws", ["all", "certain", "expected", "usual"])
const sweep = choiceParameter("audit-cells", ["no", "yes"])

const SEED = 0

function Settings({ benchmark }: BenchmarkViewProps): JSX.Element {
  const { task, release } = benchmark
  const isRunning = auditRun.value?.state === "running"
  const start = (): void => {
    void startAudit({
      id: { task, release },
      severity: severity.signal.value,
      numSamples: Number(numSamples.signal.value),
      seed: SEED,
      sweep: sweep.signal.value === "yes",
    })
  }
  return (
    <div class="audit-settings">
      <Select
        label="Laws"
        values={["all", "certain", "expected", "usual"] as const}
        chosen={severity.signal.value}
        onChoose={severity.set}
      />
      <Choice
        label="Random points a law"
        values={["100", "300", "1000"] as const}
        chosen={numSamples.signal.value}
        onChoose={numSamples.set}
        nameOf={value => formatNumber(Number(value))}
      />
      <label class="audit-sweep">
        <input
          type="checkbox"
          checked={sweep.signal.value === "yes"}
          onChange={event => sweep.set(event.currentTarget.checked ? "yes" : "no")}
        />
        Count all 15,625 cells at the default hyperparameters, too <small>exact; takes minutes</small>
      </label>
      {isRunning ? (
        <button type="button" onClick={stopAudit}>
          Stop
        </button>
      ) : (
        <button type="button" class="primary" onClick={start}>
          Audit {release}
        </button>
      )}
    </div>
  )
}

function Summary({ run }: { readonly run: AuditRun }): JSX.Element {
  const count = (verdict: string): number => run.entries.filter(entry => verdictOf(entry) === verdict).length
  return (
    <p>
      <strong>
        {run.entries.length} laws measured: {count("broken")} broken, {count("kept")} kept in all cases tried,{" "}
        {count("not testable")} not testable here
      </strong>
      {run.state === "stopped" && (
        <>
          . Stopped before the end.{" "}
          <button type="button" class="quiet" onClick={resumeAudit}>
            Go on
          </button>
        </>
      )}
    </p>
  )
}

/** The view. */
export function Audit({ benchmark }: BenchmarkViewProps): JSX.Element {
  // The engine is needed elsewhere then; what was measured stays.
  useEffect(() => stopAudit, [])
  const { task, release } = benchmark
  const run =
    auditRun.value !== null && isSamePack(auditRun.value.settings.id, benchmark) ? auditRun.value : null
  const progress = run?.state === "running" ? run.progress : null
  const broken = run?.entries.filter(entry => verdictOf(entry) === "broken") ?? []
  return (
    <div class="audit">
      <section class="panel" aria-labelledby="audit-settings">
        <h2 id="audit-settings">
          Laws of {task}, {release}
        </h2>
        <Meaning />
        <Settings benchmark={benchmark} />
        {run?.state === "running" && (
          <ProgressBar
            label={
              progress === null
                ? "Starting…"
                : `${progress.done} of ${progress.total} laws; now ${progress.next}`
            }
            {...(progress === null ? {} : { share: progress.done / progress.total })}
          />
        )}
        {run !== null && run.error !== null && (
          <Problem what="The audit failed." error={run.error} onRetry={resumeAudit} />
        )}
        {run !== null && run.entries.length > 0 && (
          <>
            <Summary run={run} />
            <LawsTable entries={[...broken, ...run.entries.filter(entry => !broken.includes(entry))]} />
            <AuditFiles benchmark={benchmark} run={run} />
          </>
        )}
      </section>
      {broken.length > 0 && (
        <>
          <h2>Worst cases</h2>
          <div class="worst-cases">
            {broken.map(entry => (
              <WorstCase key={entry.name} id={run!.settings.id} entry={entry} />
            ))}
          </div>
        </>
      )}
    </div>
  )
}
