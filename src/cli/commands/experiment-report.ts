/** `experiment report`: results of studies to a page, Markdown, and comma-separated values. */

import { readFile } from "node:fs/promises"
import { join } from "node:path"
import process from "node:process"
import { NotFoundError } from "../../errors.ts"
import {
  type BestLosses,
  lowestErrors,
  type ReportedStudy,
  rungAgreements,
  type StudyCost,
  studyFromJson,
  studyReport,
} from "../../experiments/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { openBenchmarks } from "../input/study-of.ts"
import { checkWritable, makeFolder, writeWhole } from "../output/write-file.ts"
import { FILES } from "./experiment-run.ts"

interface Options {
  readonly out?: string
  readonly force?: boolean
  readonly title?: string
  readonly source?: string
  readonly optimum: boolean
  readonly rungs: boolean
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}

async function read(folder: string, name: string): Promise<string> {
  const path = join(folder, name)
  return readFile(path, "utf8").catch(() => {
    throw new NotFoundError({
      source: path,
      what: "no such file",
      expected: "a folder that `experiment run` has written",
    })
  })
}

/** Optima that several studies are measured by, looked for once: by releases and domain. */
type Optima = Map<string, BestLosses>

async function readStudy(
  screen: Screen,
  folder: string,
  { optimum, rungs, source }: Options,
  optima: Optima,
): Promise<ReportedStudy> {
  const results = studyFromJson(await read(folder, FILES.json))
  const cost = JSON.parse(await read(folder, FILES.cost)) as StudyCost
  if (!optimum && !rungs) return { results, cost }
  const { protocol } = results
  const benchmarks = await openBenchmarks(protocol, source, true)
  let study: ReportedStudy = { results, cost }
  if (rungs) study = { ...study, rungs: rungAgreements(benchmarks, protocol) }
  if (!optimum) return study
  const key = JSON.stringify([results.provenance.releases, protocol.extrapolate])
  let best = optima.get(key)
  if (best === undefined) {
    screen.note(`${folder}: looking for the optima that regrets are measured by`)
    best = await untilInterrupted(signal => lowestErrors(benchmarks, protocol, signal))
    optima.set(key, best)
  }
  return { ...study, best }
}

export const experimentReport: CommandDefinition = defineCommand<Options>({
  name: "report",
  summary: "Results of studies as one page, as Markdown, and as CSV of every table and figure.",
  description:
    "Reads folders that `experiment run` has written. Tables 9 and 10 are distributions over disjoint blocks of ten " +
    "seeds: 2,000 seeds are 200 blocks. Simple regret is measured by the proven optimum of each release, which " +
    "takes some seconds a task; --no-optimum leaves it out. Studies over a fidelity also show how well its rungs tell " +
    "full evaluations; --no-rungs leaves that out.",
  examples: ["jahs-bench-201 experiment report study board --out report --force"],
  json: "one document {files,cpuSeconds}",
  configure(command) {
    command
      .argument("<folders...>", "folders of results, in the order of the report")
      .option("--out <folder>", "where the report goes (required)")
      .option("--force", "replace a report that is there")
      .option("--title <text>", "heading of the page")
      .option("--source <where>", "release pack: a folder of <task>.bin files, or a URL")
      .option("--no-optimum", "no simple regrets")
      .option("--no-rungs", "not how well low rungs tell full evaluations")
  },
  async run(screen, options, folders) {
    const { out, force = false, title } = options
    if (out === undefined) {
      throw new UsageError({ path: "--out", what: "missing", expected: "a folder for the report" })
    }
    await checkWritable(join(out, "report.html"), force)
    const studies: ReportedStudy[] = []
    const optima: Optima = new Map()
    for (const folder of folders) studies.push(await readStudy(screen, folder, options, optima))
    const { html, markdown, csv } = await studyReport(studies, {
      cpuSeconds,
      ...(title === undefined ? {} : { title }),
    })
    const texts = {
      "report.html": html,
      "report.md": markdown,
      ...Object.fromEntries(Object.entries(csv).map(([name, text]) => [`csv/${name}.csv`, text])),
    }
    await makeFolder(join(out, "csv"))
    const encoder = new TextEncoder()
    for (const [name, text] of Object.entries(texts)) {
      await writeWhole(join(out, name), encoder.encode(text), force)
    }
    const files = Object.keys(texts).map(name => join(out, name))
    if (screen.json) {
      await screen.document({ files, cpuSeconds: cpuSeconds() })
      return undefined
    }
    const [page, text, ...tables] = files
    await screen.print(`written: ${page}, ${text}, and ${tables.length} files in ${join(out, "csv")}`)
    return undefined
  },
})
