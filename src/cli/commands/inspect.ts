/** `inspect`: what an XGBoost model file, or a pack, holds. */

import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { definitions, table } from "../frame/table.ts"
import {
  type DumpSettings,
  dumpOptions,
  type FoundModel,
  type GivenFile,
  isPack,
  openGivenPack,
  readGiven,
  readGivenModel,
} from "../input/read-model.ts"
import { reportDocument, reportOf, reportPairs, splitLines } from "../lines/model-lines.ts"
import { PACK_COLUMNS, packDocument, packPairs, packReportOf, packRows } from "../lines/pack-lines.ts"

async function showModel(screen: Screen, found: FoundModel): Promise<void> {
  const report = reportOf(found)
  if (screen.json) return screen.document(reportDocument(found, report))
  const { colors, columns } = screen
  await screen.print(colors.bold("This version evaluates the model."))
  for (const line of definitions(reportPairs(found, report), columns, colors.dim)) await screen.print(line)
  const splits = splitLines(report.facts, colors.dim)
  if (splits.length > 0) await screen.print()
  for (const line of splits) await screen.print(line)
}

async function showPack(screen: Screen, given: GivenFile): Promise<void> {
  const pack = await openGivenPack(given)
  const [first, ...others] = pack.boosters
  if (first !== undefined && others.length === 0 && !pack.meta.get("task").exists) {
    return showModel(screen, { ...given, format: "pack", booster: first.booster })
  }
  const report = packReportOf(given, pack)
  if (screen.json) return screen.document(packDocument(given, report))
  const { colors, columns } = screen
  await screen.print(colors.bold("This version evaluates the models."))
  for (const line of definitions(packPairs(given, report), columns, colors.dim)) await screen.print(line)
  await screen.print()
  for (const line of table(PACK_COLUMNS, packRows(report), colors.dim)) await screen.print(line)
}

export const inspect: CommandDefinition = defineCommand<DumpSettings>({
  name: "inspect",
  summary: "What a model file holds: every format of XGBoost, and packs.",
  description:
    "A JSON dump leaves out what the options below say; other files need none of them. " +
    "Fields that no prediction depends on are named; those that this version does not know may matter.",
  examples: ["jahs-bench-201 inspect model.json", "jahs-bench-201 inspect dump.json --base-score 0.5"],
  json: "one document {file,format,bytes,objective,…,splits,unread}",
  configure(command) {
    command.argument("<file>", "the model, or - for standard input")
    dumpOptions(command)
  },
  async run(screen, options, [file]) {
    const given = await readGiven(file, screen.stdin)
    if (isPack(given)) await showPack(screen, given)
    else await showModel(screen, readGivenModel(given, options))
    return
  },
})
