/** `fetch`: the official release from its authors' server to packs, in one command. */

import { join } from "node:path"
import { cacheFolder } from "../../node/cache.ts"
import { removeDownload } from "../../node/part-file.ts"
import { type CommandDefinition, defineCommand } from "../define-command.ts"
import { downloadTo } from "../download-to.ts"
import { checkChoice, type ImportChoice, importedBefore, printImport, runImport } from "../import-lines.ts"
import { names } from "../options.ts"
import { untilInterrupted } from "../until-interrupted.ts"
import { UsageError } from "../usage-error.ts"

interface Options extends ImportChoice {
  readonly target: string
  readonly release: string
  readonly from: string
  readonly keep?: boolean
}

/** Where the authors of the benchmark publish it; `{release}` is the version. */
const PUBLISHED = "https://ml.informatik.uni-freiburg.de/research-artifacts/jahs_bench_201/v{release}/"

function folderUrl(from: string, release: string): URL {
  const text = from.replaceAll("{release}", release)
  if (URL.canParse(text)) return new URL(text.endsWith("/") ? text : `${text}/`)
  throw new UsageError({ path: "--from", what: "not a URL", expected: "the URL of a folder", actual: text })
}

export const fetchCommand: CommandDefinition = defineCommand<Options>({
  name: "fetch",
  summary: "Downloads the official surrogates and imports them.",
  description:
    "About 12 GB for all three tasks. A download that breaks goes on where it was, also in another run, and so " +
    "does the import. The archive is removed once it is imported, unless --keep. What is there already is not " +
    "downloaded.",
  examples: ["jahs-bench-201 fetch", "jahs-bench-201 fetch --task cifar10 --metric valid-acc"],
  json: "one document: models (sizes, SHA-256 of input and output), packs, what was skipped",
  configure(command) {
    command
      .option("--target <what>", "surrogates, or all: the performance tables, too, as they are", "surrogates")
      .option("--task <names>", "tasks between commas (default: all)", names)
      .option("--metric <names>", "metrics between commas (default: all)", names)
      .option("--release <version>", "version of the official release", "1.1.0")
      .option("--from <url>", "folder that the files lie in", PUBLISHED)
      .option("--keep", "keep the archive")
      .option("--force", "import again what is there")
  },
  async run(screen, options) {
    const { target, keep, release: version } = options
    checkChoice(options)
    if (target !== "surrogates" && target !== "all") {
      throw new UsageError({
        path: "--target",
        what: "unknown",
        expected: "surrogates or all",
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
    const folder = folderUrl(options.from, version)
    const release = `official-${version}`
    await untilInterrupted(async signal => {
      const downloads = join(cacheFolder(), "downloads", release)
      const before = await importedBefore(release, options)
      if (before === null) {
        const url = new URL("assembled_surrogates.tar", folder)
        const { path, bytes, sha256 } = await downloadTo(screen, url, downloads, signal)
        const result = await runImport(screen, { path, archive: url.href, release, choice: options, signal })
        if (!keep) await removeDownload(path)
        await printImport(screen, release, result, { url: url.href, bytes, sha256 })
      } else await printImport(screen, release, { models: [], skipped: [], tasks: [], before }, null)
      if (target !== "all") return
      const tables = await downloadTo(screen, new URL("metric_data.tar", folder), downloads, signal)
      screen.note(`${tables.path}: the performance tables, SHA-256 ${tables.sha256}`)
    })
    return undefined
  },
})
