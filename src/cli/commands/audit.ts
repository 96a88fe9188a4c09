/** `audit`: how often and how badly a release breaks the laws that its answers should keep. */

import type { Benchmark } from "../../benchmark/index.ts"
import { type Audit, type AuditEntry, audit } from "../../testing/audit.ts"
import { auditPage, worstOf } from "../../testing/audit-page.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { settingText } from "../frame/numbers.ts"
import type { Screen } from "../frame/screen.ts"
import { type Column, table } from "../frame/table.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { nameOf, open } from "../input/open.ts"
import { type BenchmarkOptions, benchmarkOptions, integer, names } from "../input/options.ts"
import { checkWritable, writeWhole } from "../output/write-file.ts"

interface Options extends BenchmarkOptions {
  readonly laws?: readonly string[]
  readonly samples: number
  readonly seed: number
  readonly sweep: boolean
  readonly html?: string
  readonly force?: boolean
}

const COLUMNS: readonly Column[] = [
  { title: "law", align: "left" },
  { title: "how sure", align: "left" },
  { title: "of all cells", unit: "% broken" },
  { title: "of random points", unit: "% broken" },
  { title: "95 %", unit: "interval" },
  { title: "worst" },
  { title: "unit", align: "left" },
]

const percent = (share: number): string => (100 * share).toFixed(2)

function rowOf(entry: AuditEntry): string[] {
  const { name, severity, sweep, sample, unit } = entry
  return [
    name,
    severity,
    sweep === null ? "-" : percent(sweep.share),
    sample === null ? "-" : percent(sample.share),
    sample === null ? "-" : sample.interval.map(percent).join(" to "),
    settingText(worstOf(entry)?.worst ?? 0),
    unit,
  ]
}

async function printAudit(screen: Screen, benchmark: Benchmark, { entries }: Audit): Promise<void> {
  await screen.print(screen.colors.bold(nameOf(benchmark)))
  const tested = entries.filter(({ untestable }) => untestable === null)
  for (const line of table(COLUMNS, tested.map(rowOf), screen.colors.dim)) await screen.print(line)
  const untested = entries.filter(({ untestable }) => untestable !== null)
  if (untested.length > 0) await screen.print("Not testable here:")
  for (const { name, untestable } of untested) await screen.print(`  ${name}: ${untestable}`)
}

export const auditCommand: CommandDefinition = defineCommand<Options>({
  name: "audit",
  summary: "How often and how badly a release breaks the laws that its answers should keep.",
  description:
    "Each law is measured over all 15,625 cells at the default hyperparameters, and all epochs where it is about " +
    "single ones (exactly; some minutes, --no-sweep leaves it out), and at random points of the whole domain. " +
    "What a release cannot be tested for is said, and never counted as kept.",
  examples: [
    "jahs-bench-201 audit --task cifar10 --no-sweep --samples 100",
    "jahs-bench-201 audit --task cifar10 --laws runtime-never-falls-over-epoch,size-constant-over-epoch --html audit.html",
  ],
  json: "one document: {format, task, release, notice, sha256, seed, entries}",
  configure(command) {
    benchmarkOptions(command)
    command
      .option("--laws <names>", "names of laws between commas (default: all)", names)
      .option("--samples <count>", "random points for each law", integer(1, 1_000_000), 1000)
      .option("--seed <integer>", "of the random points", integer(0, 2 ** 31 - 1), 0)
      .option("--no-sweep", "random points only")
      .option("--html <file>", "write a page with the curves of the worst cases, too")
      .option("--force", "replace the page, where there is one")
  },
  async run(screen, options) {
    const benchmark = await open(options)
    const { laws, samples, seed, sweep, html, force = false } = options
    if (html !== undefined) await checkWritable(html, force)
    let progress: ReturnType<Screen["progress"]> | null = null
    const found = await untilInterrupted(signal =>
      audit(benchmark, {
        ...(laws === undefined ? {} : { invariants: laws }),
        ...{ numSamples: samples, seed, sweep, signal },
        onProgress: (done, total) => {
          progress ??= screen.progress("laws", total)
          progress.update(done)
        },
      }),
    ).finally(() => progress?.end())
    if (screen.json) await screen.document(found)
    else await printAudit(screen, benchmark, found)
    if (html !== undefined) {
      await writeWhole(html, new TextEncoder().encode(auditPage(found, benchmark)), force)
      screen.note(`written: ${html}`)
    }
    return undefined
  },
})
