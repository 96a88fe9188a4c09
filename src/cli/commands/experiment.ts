/** `experiment`: studies that compare optimisers. */

import type { CommandDefinition } from "../frame/define-command.ts"
import { experimentList } from "./experiment-list.ts"
import { experimentReport } from "./experiment-report.ts"
import { experimentRun } from "./experiment-run.ts"

const parts = [experimentRun, experimentReport, experimentList] as const

export const experiment: CommandDefinition = {
  name: "experiment",
  add(program, surroundings, finish) {
    const command = program
      .command("experiment")
      .summary("Studies that compare optimisers: the paper's, leaderboards, your own.")
      .description("Studies that compare optimisers: the paper's, leaderboards, your own.")
    for (const part of parts) part.add(command, surroundings, finish)
  },
}
