/** The command line as a function: words and streams in, exit code out. */

import { Command, CommanderError } from "commander"
import { askTell } from "./commands/ask-tell.ts"
import { auditCommand } from "./commands/audit.ts"
import { bound } from "./commands/bound.ts"
import { card } from "./commands/card.ts"
import { completion } from "./commands/completion.ts"
import { convert } from "./commands/convert.ts"
import { demo } from "./commands/demo.ts"
import { evaluate } from "./commands/evaluate.ts"
import { experiment } from "./commands/experiment.ts"
import { fetchCommand } from "./commands/fetch.ts"
import { grid } from "./commands/grid.ts"
import { importCommand } from "./commands/import.ts"
import { inspect } from "./commands/inspect.ts"
import { live } from "./commands/live.ts"
import { noise } from "./commands/noise.ts"
import { optimum } from "./commands/optimum.ts"
import { predict } from "./commands/predict.ts"
import { query } from "./commands/query.ts"
import { sample } from "./commands/sample.ts"
import { serve } from "./commands/serve.ts"
import { specialise } from "./commands/specialise.ts"
import { trainCommand } from "./commands/train.ts"
import { trajectory } from "./commands/trajectory.ts"
import { verify } from "./commands/verify.ts"
import type { CommandDefinition } from "./frame/define-command.ts"
import { exitCodeOf, exitCodes, OK, USAGE } from "./frame/exit-codes.ts"
import { reportError } from "./frame/report-error.ts"
import { isBrokenPipe, Screen, type Surroundings } from "./frame/screen.ts"
import { UsageError } from "./frame/usage-error.ts"

const NAME = "jahs-bench-201"

/** In the order in which help lists them. */
const commands: readonly CommandDefinition[] = [
  ...[demo, query, trajectory, grid, sample, card],
  ...[bound, optimum],
  ...[live, noise],
  ...[fetchCommand, importCommand, verify, auditCommand],
  ...[inspect, convert, specialise, predict],
  ...[trainCommand, evaluate],
  ...[experiment, askTell],
  ...[serve, completion],
]

function afterHelp(): string {
  const rows = exitCodes.map(({ code, meaning }) => `  ${String(code).padEnd(4)}${meaning}\n`)
  return `
Answers go to stdout, everything else to stderr. With --json, stdout holds one
JSON document a line, and an error is one line on stderr:
{"error":{code,message,path,expected,actual}}. NO_COLOR turns colour off.

Exit codes:
${rows.join("")}
Example:
  $ ${NAME} demo
`
}

/** Commander's messages, in the grammar of the others: one line, and where to read on. */
function usageErrorOf(error: CommanderError, words: readonly string[]): UsageError {
  const what = error.message
    .replace(/^error: /, "")
    .replaceAll(/\s+/g, " ")
    .replace(/\. (?:Expected|Allowed choices are) /, "; expected ")
    .replace(/\.$/, "")
  const command = commands.find(({ name }) => name === words[0])
  return new UsageError({ what, remedy: `see ${command ? `${NAME} ${command.name}` : NAME} --help` })
}

/**
 * Runs the command line.
 *
 * @param words the arguments, without the program's name
 * @param surroundings streams, environment and version
 * @returns the exit code; everything was written by then
 */
export async function runCommandLine(words: readonly string[], surroundings: Surroundings): Promise<number> {
  const end = words.indexOf("--")
  const json = words.slice(0, end < 0 ? words.length : end).includes("--json")
  const screen = new Screen(surroundings, false)
  let exitCode: number = OK
  const program = new Command(NAME)
    .description("The surrogate benchmark JAHS-Bench-201, and any XGBoost model, on the command line.")
    .version(surroundings.version)
    // After a command, --version is that command's option.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: text => void screen.print(text.replace(/\n$/, "")),
      writeErr: text => surroundings.stderr.write(text),
      // Commander throws the same text: it is printed in one place for all errors.
      outputError: () => {},
      getOutHelpWidth: () => screen.columns,
      getOutHasColors: () => screen.colors.isColorSupported,
    })
    .configureHelp({
      styleTitle: title => screen.colors.bold(title),
      subcommandTerm: command => command.name(),
    })
    .addHelpText("after", afterHelp())
  for (const command of commands) {
    command.add(program, surroundings, code => {
      exitCode = code
    })
  }
  const parse = async (): Promise<number> => {
    try {
      await program.parseAsync(words, { from: "user" })
      return exitCode
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      if (error.exitCode === 0) return OK
      // Without a command, help was already written to stderr.
      if (error.code === "commander.help") return USAGE
      throw usageErrorOf(error, words)
    }
  }
  try {
    const code = await parse()
    await screen.flush()
    return code
  } catch (error) {
    if (isBrokenPipe(error)) return OK
    surroundings.stderr.write(`${reportError(error, json)}\n`)
    return exitCodeOf(error)
  }
}
