/** `import`: files of the official release to packs and tables, without Python. */

import { basename, join, resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { cacheFolder } from "../../node/cache.ts"
import { removeDownload } from "../../node/part-file.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { untilInterrupted } from "../frame/until-interrupted.ts"
import { UsageError } from "../frame/usage-error.ts"
import { downloadTo } from "../input/download-to.ts"
import type { ImportChoice } from "../input/import-progress.ts"
import { names } from "../input/options.ts"
import { checkChoice, printImport, runImport } from "../lines/import-lines.ts"
import { checkTableChoice, printTableImport, runTableImport } from "../lines/table-import-lines.ts"

interface Options extends ImportChoice {
  readonly target: string
  readonly release: string
}

const TARGETS: readonly string[] = ["surrogates", "metric_data"]

const urlOf = (from: string): URL | null =>
  /^https?:/i.test(from) && URL.canParse(from) ? new URL(from) : null

const pathOf = (from: string): string =>
  /^file:/i.test(from) && URL.canParse(from) ? fileURLToPath(from) : from

export const importCommand: CommandDefinition = defineCommand<Options>({
  name: "import",
  summary: "Turns files of the official release into packs and tables; nothing in them is executed.",
  description:
    "Reads a tar or tar.gz archive, a folder or a URL, one model or table at a time. Packs and, with " +
    "`--target metric_data`, Parquet files go to JAHS_BENCH_HOME or the " +
    "user's cache; what was imported before is passed over, so a stopped import goes on where it was.",
  examples: [
    "jahs-bench-201 import assembled_surrogates.tar",
    "jahs-bench-201 import ./assembled_surrogates --task cifar10 --metric valid-acc,latency",
    "jahs-bench-201 import metric_data.tar --target metric_data",
  ],
  json: "one document: models (sizes, SHA-256 of input and output), packs, what was skipped",
  configure(command) {
    command
      .argument("<from>", "a tar or tar.gz file, a folder, or a URL")
      .option("--target <what>", "surrogates, or metric_data: the performance tables", "surrogates")
      .option("--release <name>", "what the release is called here", "official-1.1.0")
      .option("--task <names>", "tasks between commas (default: all)", names)
      .option("--metric <names>", "metrics between commas (default: all)", names)
      .option("--force", "import again what is there")
  },
  async run(screen, options, [from]) {
    const { release, target } = options
    const isOfTables = target === "metric_data"
    if (!TARGETS.includes(target)) {
      throw new UsageError({
        path: "--target",
        what: "unknown",
        expected: TARGETS.join(" or "),
        actual: target,
      })
    }
    if (isOfTables) checkTableChoice(options)
    else checkChoice(options)
    await untilInterrupted(async signal => {
      const url = urlOf(from)
      const done = url && (await downloadTo(screen, url, join(cacheFolder(), "downloads"), signal))
      const path = done?.path ?? pathOf(from)
      // What follows a question mark may be secret, and cards are passed on.
      const archive = url ? url.origin + url.pathname : basename(resolve(path))
      const downloaded = done && { url: archive, bytes: done.bytes, sha256: done.sha256 }
      const given = { path, archive, release, choice: options, signal }
      if (isOfTables) {
        const result = await runTableImport(screen, given)
        if (done) await removeDownload(path)
        return printTableImport(screen, release, result, downloaded)
      }
      const result = await runImport(screen, given)
      if (done) await removeDownload(path)
      await printImport(screen, release, result, downloaded)
    })
    return undefined
  },
})
