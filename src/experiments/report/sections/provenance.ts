/** Where the numbers of a report come from, and what they took. */

import type { ReportSection, ReportTable } from "../document.ts"
import { type NamedStudy, taskTitles } from "../names.ts"
import { cpuTime, fixed, whole } from "../numbers.ts"

const HOUR = 3600

/** Simulated seconds of all evaluations of a study. */
export function simulatedSeconds({ results, cost }: NamedStudy): number {
  return cost?.simulatedSeconds ?? results.runs.reduce((sum, { totalSeconds }) => sum + totalSeconds, 0)
}

/** Evaluations of a study. */
export function numEvaluations({ results }: NamedStudy): number {
  return results.runs.reduce((sum, run) => sum + run.numEvaluations, 0)
}

/** A range of whole numbers in few words. */
function seedsText(seeds: readonly number[]): string {
  const isRange = seeds.every((seed, i) => i === 0 || seed === seeds[i - 1] + 1)
  if (!isRange || seeds.length < 3) return seeds.join(", ")
  return `${seeds[0]} to ${seeds[seeds.length - 1]} (${whole(seeds.length)})`
}

function protocolTable(studies: readonly NamedStudy[]): ReportTable {
  return {
    kind: "table",
    name: "protocols",
    caption: "Protocols and cost",
    columns: [
      { title: "study", align: "left" },
      { title: "seeds" },
      { title: "budget" },
      { title: "workers" },
      { title: "domain", align: "left" },
      { title: "runs" },
      { title: "evaluations" },
      { title: "simulated core-hours" },
      { title: "CPU time" },
      { title: "package", align: "left" },
      { title: "runtime", align: "left" },
    ],
    rows: studies.map(study => {
      const { results, cost, title } = study
      const { protocol, provenance, runs } = results
      return [
        title,
        seedsText(protocol.seeds),
        fixed(protocol.budget, 0),
        `${protocol.workers}${protocol.isSynchronous ? ", synchronous" : ""}`,
        protocol.extrapolate ? "whole design space" : "that of the release",
        whole(runs.length),
        whole(numEvaluations(study)),
        whole(simulatedSeconds(study) / HOUR),
        cost === null ? "not measured" : cpuTime(cost.cpuSeconds),
        provenance.packageVersion,
        provenance.runtime ?? "not told",
      ]
    }),
    notes: ["Budgets are in mean full evaluations. CPU time is that of all threads that ran the study."],
  }
}

function releasesTable(studies: readonly NamedStudy[]): ReportTable {
  const rows = studies.flatMap(({ title, results }) =>
    results.provenance.releases.map(({ task, release, sha256 }) => [
      title,
      taskTitles[task],
      release,
      sha256 ?? "no file",
      whole(results.units[task] ?? Number.NaN),
    ]),
  )
  return {
    kind: "table",
    name: "releases",
    caption: "Releases",
    columns: [
      { title: "study", align: "left" },
      { title: "task", align: "left" },
      { title: "release", align: "left" },
      { title: "SHA-256", align: "left" },
      { title: "mean full evaluation [s]" },
    ],
    rows,
  }
}

function armsTable(studies: readonly NamedStudy[]): ReportTable {
  return {
    kind: "table",
    name: "arms",
    caption: "Arms",
    columns: [
      { title: "study", align: "left" },
      { title: "arm", align: "left" },
      { title: "optimiser", align: "left" },
      { title: "rungs", align: "left" },
      { title: "cost of more epochs", align: "left" },
      { title: "evaluations at most" },
      { title: "settings", align: "left" },
    ],
    rows: studies.flatMap(({ title, results }) =>
      results.protocol.arms.map(arm => [
        title,
        arm.title,
        arm.optimiser,
        arm.rungs === null ? "–" : arm.rungs.map(rung => Object.values(rung).join("/")).join(", "),
        arm.rungs === null ? "–" : arm.cost === "continuation" ? "the difference" : "all of them",
        arm.numTrials === null ? "by budget" : whole(arm.numTrials),
        Object.entries(arm.settings)
          .map(([name, value]) => `${name} = ${value}`)
          .join(", ") || "–",
      ]),
    ),
  }
}

/** What all studies of a report were made of. */
export function provenanceSection(studies: readonly NamedStudy[]): ReportSection {
  return {
    id: "provenance",
    title: "Provenance",
    parts: [protocolTable(studies), releasesTable(studies), armsTable(studies)],
  }
}
