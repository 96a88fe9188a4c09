/** The frame of a command: name, `--json`, help with an example, and a function that runs it on a screen. */

import type { Command } from "commander"
import { OK } from "./exit-codes.ts"
import { Screen, type Surroundings } from "./screen.ts"

/** What a file of `commands/` exports. */
export interface CommandDefinition {
  readonly name: string
  /** Adds the command to the program; `finish` learns the exit code when it has run. */
  add(program: Command, surroundings: Surroundings, finish: (exitCode: number) => void): void
}

/** How a command is described. `Options` are those that `configure` declares. */
export interface CommandParts<Options> {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What else help says, before the options. */
  readonly description?: string
  /** Shell commands that work as they are (file names aside), four spaces before continued lines. */
  readonly examples: readonly string[]
  /** What `--json` prints. */
  readonly json: string
  /** Declares arguments and options. */
  configure(command: Command): void
  /**
   * Does the work.
   *
   * @param command itself, for what must know the whole program
   * @returns an exit code where it is not 0
   */
  run(
    screen: Screen,
    options: Options,
    args: readonly string[],
    command: Command,
  ): Promise<number | undefined>
}

/**
 * Makes a command.
 *
 * @param parts its description
 */
export function defineCommand<Options extends object>(parts: CommandParts<Options>): CommandDefinition {
  const { name, summary, description, examples } = parts
  return {
    name,
    add(program, surroundings, finish) {
      const command = program.command(name).summary(summary)
      command.description(description ? `${summary}\n\n${description}` : summary)
      parts.configure(command)
      command.option("--json", parts.json)
      const title = examples.length > 1 ? "Examples" : "Example"
      const lines = examples.map(example => `  $ ${example}\n`).join("")
      command.addHelpText("after", `\n${title}:\n${lines}`)
      command.action(async () => {
        const options = command.opts<Options & { json?: boolean }>()
        const screen = new Screen(surroundings, options.json === true)
        try {
          finish((await parts.run(screen, options, command.args, command)) ?? OK)
        } finally {
          await screen.flush()
        }
      })
    },
  }
}
