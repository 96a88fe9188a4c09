/** `import`: files of the official release to packs, without Python. */

import { rm } from "node:fs/promises"
import { join } from "node:path"
import { cacheFolder } from "../../node/cache.ts"
import { type CommandDefinition, defineCommand } from "../define-command.ts"
import { downloadTo } from "../download-to.ts"
import { checkChoice, type ImportChoice, printImport, runImport } from "../import-lines.ts"
import { names } from "../options.ts"
import { untilInterrupted } from "../until-interrupted.ts"

interface Options extends ImportChoice {
  readonly release: string
}

export const importCommand: CommandDefinition = defineCommand<Options>({
  name: "import",
  summary: "Turns files of the official release into packs; nothing in them is executed.",
  description:
    "Reads a tar or tar.gz archive, a folder or a URL, one model at a time. Packs go to JAHS_BENCH_HOME or the " +
    "user's cache; what was imported before is passed over, so a stopped import goes on where it was.",
  examples: [
    "jahs-bench-201 import assembled_surrogates.tar",
    "jahs-bench-201 import ./assembled_surrogates --task cifar10 --metric valid-acc,latency",
  ],
  json: "one document: models (sizes, SHA-256 of input and output), packs, what was skipped",
  configure(command) {
    command
      .argument("<from>", "a tar or tar.gz file, a folder, or a URL")
      .option("--release <name>", "what the release is called here", "official-1.1.0")
      .option("--task <names>", "tasks between commas (default: all)", names)
      .option("--metric <names>", "metrics between commas (default: all)", names)
      .option("--force", "import again what is there")
  },
  async run(screen, options, [from]) {
    checkChoice(options)
    const { release } = options
    await untilInterrupted(async signal => {
      const isUrl = /^https?:/.test(from)
      const path = isUrl
        ? await downloadTo(screen, new URL(from), join(cacheFolder(), "downloads"), signal)
        : from
      const archive = isUrl ? from : (from.split(/[\\/]/).findLast(part => part !== "") ?? from)
      const result = await runImport(screen, { path, archive, release, choice: options, signal })
      if (isUrl) await rm(path, { force: true })
      await printImport(screen, release, result)
    })
    return undefined
  },
})
