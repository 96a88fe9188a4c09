/** What was found of a table's noise as a page. */

import type { NoiseAnalysis } from "../../noise/noise-analysis.ts"
import type { KeyFigure } from "../document.ts"
import { fixed } from "../numbers.ts"
import { drawSections, pageOf } from "../page.ts"
import { ceilingSection } from "./ceiling-section.ts"
import { rerunsSection } from "./reruns-section.ts"
import { shiftSection } from "./shift-section.ts"
import { inPercent } from "./texts.ts"

function keyFigures({ numRuns, fidelities, reruns, shift }: NoiseAnalysis): KeyFigure[] {
  const accuracy = reruns.find(({ metric }) => metric === "valid-acc")
  const runtime = shift?.metrics.find(({ metric }) => metric === "runtime")
  const moved =
    runtime?.paired === null || runtime === undefined ? null : inPercent(runtime.paired.difference)
  const sum = fidelities.reduce((total, { configurations }) => total + configurations, 0)
  return [
    {
      label: "runs",
      value: `${numRuns}`,
      detail: `of ${sum} configurations at ${fidelities.length} fidelities`,
    },
    ...(accuracy === undefined
      ? []
      : [
          {
            label: "τ of a second run",
            value: fixed(accuracy.tau.value, 2),
            detail: `valid-acc, ${accuracy.numConfigurations} configurations`,
          },
        ]),
    ...(moved === null
      ? []
      : [
          {
            label: "runtime moved by",
            value: `${fixed(moved.value, 0)} %`,
            detail: "from one collection to the next",
          },
        ]),
  ]
}

/**
 * Reports what was found of a table's noise: re-runs beside the paper's Table 11, collections beside its Table 12, what
 * moved between them, and surrogates below the ceiling that noise sets.
 *
 * @returns an HTML page that needs nothing else; the same for the same analysis
 */
export async function noiseReport(analysis: NoiseAnalysis): Promise<string> {
  const { release, task, epoch } = analysis
  const sections = [rerunsSection(analysis), shiftSection(analysis), ceilingSection(analysis)].filter(
    section => section !== null,
  )
  const title = `Noise and shift of ${release} (${task})`
  const subtitle = `How far runs repeat, what moved between collections, and what surrogates can know: at epoch ${epoch}.`
  const notices = [
    "Measured by this project at low fidelities; not the published data of JAHS-Bench-201, of which the columns beside ours are.",
  ]
  const report = { title, subtitle, notices, keyFigures: keyFigures(analysis), sections }
  return pageOf(report, await drawSections(sections))
}
