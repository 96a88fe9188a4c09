/** Results of studies to a report: a page, Markdown, and comma-separated values of every table and figure. */

import { frontArms, jointArms, spacesGroups } from "../analysis/arm-groups.ts"
import { PUBLISHED_STUDY_CORE_HOURS } from "../analysis/published.ts"
import { csvOf, csvOfTable } from "./csv.ts"
import type { KeyFigure, ReportDocument, ReportSection } from "./document.ts"
import { markdownReport } from "./markdown.ts"
import { type NamedStudy, nameStudies, type ReportedStudy } from "./names.ts"
import { fixed, whole } from "./numbers.ts"
import { drawSections, pageOf } from "./page.ts"
import { comparisonSection } from "./sections/comparison.ts"
import { frontsSection } from "./sections/fronts.ts"
import { numEvaluations, provenanceSection, simulatedSeconds } from "./sections/provenance.ts"
import { publishedSection } from "./sections/published.ts"
import { spacesSection } from "./sections/spaces.ts"

/** What a report may be told. */
export interface ReportOptions {
  /** Default: of the benchmark's study. */
  readonly title?: string
  /**
   * CPU seconds that this process has used, for example of `process.cpuUsage()`: given it, the report tells what
   * its own analysis took.
   */
  readonly cpuSeconds?: () => number
}

/** A report in all its forms. */
export interface StudyReport {
  /** A page that needs nothing else. */
  readonly html: string
  readonly markdown: string
  /** Texts by name, without the ending `.csv`. */
  readonly csv: Readonly<Record<string, string>>
}

const HOUR = 3600

function sectionsOf(study: NamedStudy): ReportSection[] {
  const { protocol } = study.results
  const sections = spacesGroups(protocol).map(group => spacesSection(study, group))
  const joint = jointArms(protocol)
  if (joint.length > 1) sections.push(comparisonSection(study, joint))
  const fronts = frontArms(protocol)
  if (fronts.length > 0) sections.push(frontsSection(study, fronts))
  const published = publishedSection(study)
  if (published !== null) sections.push(published)
  return sections
}

function keyFigures(studies: readonly NamedStudy[], analysis: number | null): KeyFigure[] {
  const total = (pick: (study: NamedStudy) => number): number =>
    studies.reduce((sum, study) => sum + pick(study), 0)
  const simulated = total(simulatedSeconds)
  const isMeasured = studies.every(({ cost }) => cost !== null)
  const running = total(({ cost }) => cost?.cpuSeconds ?? 0)
  const spent = running + (analysis ?? 0)
  const paper = `the paper's whole study took ${PUBLISHED_STUDY_CORE_HOURS} core-hours`
  const own = analysis === null ? "" : ` and ${fixed(analysis, 1)} for this report`
  return [
    {
      label: "simulated core-hours",
      value: whole(simulated / HOUR),
      detail: "that the evaluations would take in earnest",
    },
    {
      label: "CPU seconds",
      value: isMeasured ? whole(spent) : "not measured",
      detail: isMeasured ? `${fixed(running, 1)} for the runs${own}; ${paper}` : paper,
    },
    {
      label: "evaluations",
      value: whole(total(numEvaluations)),
      detail: `in ${whole(total(({ results }) => results.runs.length))} runs`,
    },
    ...(isMeasured && spent > 0
      ? [
          {
            label: "simulated over CPU time",
            value: `${whole(simulated / spent)} ×`,
            detail: "faster than in earnest",
          },
        ]
      : []),
  ]
}

function notices(studies: readonly NamedStudy[]): string[] {
  const found = studies.flatMap(({ results }) =>
    results.provenance.releases.flatMap(({ release, notice }) =>
      notice === null ? [] : [`${release}: ${notice}.`],
    ),
  )
  const kind = studies.some(({ results }) => results.protocol.release.startsWith("distilled"))
    ? "A surrogate of a surrogate: every value here is what boosted trees predict that other boosted trees would predict of a training"
    : "Every value here is what a surrogate predicts of a training"
  const surrogate = `${kind}. No network was trained, and all times of trainings are simulated.`
  const extrapolated = studies.filter(({ results }) => results.protocol.extrapolate)
  const beyond =
    "Studies of the whole space ask the release outside the domain it was fitted on, where its answers are guesses: " +
    extrapolated.map(({ title }) => title).join("; ")
  return [surrogate, ...new Set(found), ...(extrapolated.length > 0 ? [`${beyond}.`] : [])]
}

/**
 * Reports studies: RQ1 and RQ2 of the paper, tables 8 to 10 as distributions, comparisons of optimisers, fronts, and
 * provenance; which sections there are follows from each study's arms.
 *
 * @param studies at least one
 * @returns the same text for the same studies, but for the CPU time if that is told
 * @throws {NotFoundError} where results lack a run or a unit
 * @throws {RangeError} without studies
 */
export async function studyReport(
  studies: readonly ReportedStudy[],
  options: ReportOptions = {},
): Promise<StudyReport> {
  if (studies.length === 0) throw new RangeError("studies: expected at least one, got none")
  const begin = options.cpuSeconds?.() ?? 0
  const named = nameStudies(studies)
  const releases = [...new Set(named.map(({ results }) => results.protocol.release))]
  const parts = {
    title: options.title ?? "JAHS-Bench-201: optimisers on the simulated clock",
    subtitle:
      `The study of Bansal et al. (NeurIPS 2022) on ${releases.join(" and ")}: joint against separate search, ` +
      "fidelities, and comparisons of optimisers.",
    notices: notices(named),
    sections: [...named.flatMap(sectionsOf), provenanceSection(named)],
  }
  const drawn = await drawSections(parts.sections)
  const analysis = options.cpuSeconds === undefined ? null : options.cpuSeconds() - begin
  const report: ReportDocument = { ...parts, keyFigures: keyFigures(named, analysis) }
  return { html: pageOf(report, drawn), markdown: markdownReport(report), csv: csvFiles(report.sections) }
}

function csvFiles(sections: readonly ReportSection[]): Record<string, string> {
  const parts = sections.flatMap(section => section.parts)
  return Object.fromEntries(
    parts.flatMap(part => {
      if (part.kind === "text") return []
      return [[part.name, part.kind === "table" ? csvOfTable(part) : csvOf(part.data)] as const]
    }),
  )
}
