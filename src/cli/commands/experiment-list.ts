/** `experiment list`: ready studies, their arms, and the optimisers that there are. */

import { presets } from "../../experiments/index.ts"
import { OPTIMISERS, type OptimiserKind } from "../../search/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { definitions, table } from "../frame/table.ts"

const yes = (is: boolean): string => (is ? "yes" : "")

export const experimentList: CommandDefinition = defineCommand({
  name: "list",
  summary: "Ready studies with their arms, and all optimisers.",
  examples: ["jahs-bench-201 experiment list"],
  json: "one document {studies,optimisers}",
  configure() {},
  async run(screen) {
    const kinds: [string, OptimiserKind][] = Object.entries(OPTIMISERS)
    if (screen.json) {
      const studies = presets.map(({ name, summary, numSeeds, arms }) => ({ name, summary, numSeeds, arms }))
      const optimisers = kinds.map(([name, { objectives, usesRungs, isModelBased, usesPrior }]) => ({
        ...{ name, objectives, usesRungs, isModelBased, usesPrior },
      }))
      await screen.document({ studies, optimisers })
      return undefined
    }
    const { bold, dim } = screen.colors
    for (const { name, summary, numSeeds, arms } of presets) {
      await screen.print(bold(name))
      await screen.print(`  ${summary}; ${numSeeds} seeds`)
      const lines = definitions(
        arms.map(arm => [arm.name, arm.title]),
        screen.columns - 2,
      )
      for (const line of lines) await screen.print(`  ${line}`)
      await screen.print()
    }
    const lines = table(
      [
        { title: "optimiser", align: "left" },
        { title: "objectives", align: "left" },
        { title: "needs a fidelity", align: "left" },
        { title: "fits a model", align: "left" },
        { title: "takes a prior", align: "left" },
      ],
      kinds.map(([name, kind]) => [
        ...[name, kind.objectives, yes(kind.usesRungs), yes(kind.isModelBased), yes(kind.usesPrior)],
      ]),
      dim,
    )
    for (const line of lines) await screen.print(line)
    return undefined
  },
})
