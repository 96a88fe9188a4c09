/** `fetch`: the official release from its authors' server to packs and tables, in one command. */

import { join } from "node:path"
import { cacheFolder } from "../../node/cache.ts"
import { removeDownload } from "../../node/part-file.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { downloadTo } from "../input/download-to.ts"
import type { ImportChoice } from "../input/import-progress.ts"
import { names } from "../input/options.ts"
import { checkChoice, importedBefore, printImport, runImport } from "../lines/import-lines.ts"
import {
  checkTableChoice,
  printTableImport,
  runTableImport,
  tablesBefore,
} from "../lines/table-import-lines.ts"

interface Options extends ImportChoice {
  readonly target: string
  readonly release: string
  readonly from: string
  readonly keep?: boolean
}

const TARGETS: readonly string[] = ["surrogates", "metric_data", "all"]

/** Where the authors of the benchmark publish it; `{release}` is the version. */
const PUBLISHED = "https://ml.informatik.uni-freiburg.de/research-artifacts/jahs_bench_201/v{release}/"

function folderUrl(from: string, release: string): URL {
  const text = from.replaceAll("{release}", release)
  if (URL.canParse(text)) return new URL(text.endsWith("/") ? text : `${text}/`)
  throw new UsageError({ path: "--from", what: "not a URL", expected: "the URL of a folder", actual: text })
}

export const fetchCommand: CommandDefinition = defineCommand<Options>({
  name: "fetch",
  summary: "Downloads the official surrogates or performance tables and imports them.",
  description:
    "Surrogates are about 12 GB for all three tasks; `--target metric_data` has the performance tables instead, " +
    "which become Parquet files, and `all` both. A download that breaks goes on where it was, also in another run, and so " +
    "does the import. The archive is removed once it is imported, unless --keep. What is there already is not " +
    "downloaded.",
  examples: ["jahs-bench-201 fetch", "jahs-bench-201 fetch --task cifar10 --metric valid-acc"],
  json: "one document: models (sizes, SHA-256 of input and output), packs, what was skipped",
  configure(command) {
    command
      .option("--target <what>", "surrogates, metric_data (the performance tables), or all", "surrogates")
      .option("--task <names>", "tasks between commas (default: all)", names)
      .option("--metric <names>", "metrics between commas (default: all)", names)
      .option("--release <version>", "version of the official release", "1.1.0")
      .option("--from <url>", "folder that the files lie in", PUBLISHED)
      .option("--keep", "keep the archive")
      .option("--force", "import again what is there")
  },
  async run(screen, options) {
    const { target, release: version } = options
    if (!TARGETS.includes(target)) {
      throw new UsageError({
        path: "--target",
        what: "unknown",
        expected: TARGETS.join(", "),
        actual: target,
      })
    }
    if (!/^\d+\.\d+\.\d+$/.test(version)) {
      throw new UsageError({
        path: "--release",
        what: "not a version",
        expected: "such as 1.1.0",
        actual: version,
      })
    }
    if (target === "metric_data") checkTableChoice(options)
    else checkChoice(options)
    const folder = folderUrl(options.from, version)
    const release = `official-${version}`
    await untilInterrupted(async signal => {
      const downloads = join(cacheFolder(), "downloads", release)
      const parts = { screen, folder, downloads, release, options, signal }
      if (target !== "metric_data") await fetchSurrogates(parts)
      if (target !== "surrogates") await fetchTables(parts)
    })
    return undefined
  },
})

/** What both parts of a release are fetched with. */
interface Fetching {
  readonly screen: Screen
  readonly folder: URL
  readonly downloads: string
  readonly release: string
  readonly options: Options
  readonly signal: AbortSignal
}

async function fetchSurrogates({
  screen,
  folder,
  downloads,
  release,
  options,
  signal,
}: Fetching): Promise<void> {
  const before = await importedBefore(release, options)
  if (before !== null) {
    return printImport(screen, release, { models: [], skipped: [], tasks: [], before }, null)
  }
  const url = new URL("assembled_surrogates.tar", folder)
  const { path, bytes, sha256 } = await downloadTo(screen, url, downloads, signal)
  const result = await runImport(screen, { path, archive: url.href, release, choice: options, signal })
  if (!options.keep) await removeDownload(path)
  await printImport(screen, release, result, { url: url.href, bytes, sha256 })
}

async function fetchTables({ screen, folder, downloads, release, options, signal }: Fetching): Promise<void> {
  // With `--target all`, a choice of metrics is one of surrogates.
  const { metric: _, ...choice } = options
  const before = tablesBefore(release, choice)
  if (before !== null) return printTableImport(screen, release, { tables: [], skipped: [], before }, null)
  const url = new URL("metric_data.tar", folder)
  const { path, bytes, sha256 } = await downloadTo(screen, url, downloads, signal)
  const result = await runTableImport(screen, { path, archive: url.href, release, choice, signal })
  if (!options.keep) await removeDownload(path)
  await printTableImport(screen, release, result, { url: url.href, bytes, sha256 })
}
