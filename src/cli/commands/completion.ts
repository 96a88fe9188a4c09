/** `completion`: scripts that let shells complete commands, options and their values. */

import { Argument, type Command } from "commander"
import { metrics, tasks } from "../../benchmark/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"

/** What can follow a word: values of an option; `files` where it is a path or anything. */
interface Completed {
  readonly name: string
  readonly summary: string
  /** Words that may follow the command: `run` and `list` of `experiment`. */
  readonly parts: readonly string[]
  readonly options: readonly {
    readonly flag: string
    readonly description: string
    readonly values: readonly string[]
  }[]
}

/** Values that are known of options without a list of choices, by their flags. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "--task": tasks,
  "--metrics": metrics.map(({ name }) => name),
  "--metric": metrics.map(({ name }) => name),
  "--objective": ["reg:squarederror", "binary:logistic", "multi:softprob"],
}

/** Options of a command and of its parts, each once. */
function optionsOf(command: Command): Command["options"] {
  const all = [...command.options, ...command.commands.flatMap(part => part.options)]
  return all.filter(({ long }, at) => all.findIndex(option => option.long === long) === at)
}

function completedOf(program: Command): Completed[] {
  return program.commands.map(command => ({
    name: command.name(),
    summary: command.summary(),
    parts: command.commands.map(part => part.name()),
    options: optionsOf(command).map(({ long, description, argChoices }) => ({
      flag: long ?? "",
      description,
      values: argChoices ?? VALUES[long ?? ""] ?? [],
    })),
  }))
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

function bash(name: string, commands: readonly Completed[]): string {
  const cases = commands.map(
    command => `    ${command.name}) words=${quoted(command.options.map(({ flag }) => flag).join(" "))} ;;`,
  )
  const parts = commands
    .filter(command => command.parts.length > 0)
    .map(command => `          ${command.name}) words=${quoted(command.parts.join(" "))} ;;\n`)
  const values = new Map(
    commands
      .flatMap(({ options }) => options)
      .filter(option => option.values.length > 0)
      .map(({ flag, values }) => [flag, `    ${flag}) words=${quoted(values.join(" "))} ;;`]),
  )
  return `# bash completion for ${name}: source <(${name} completion bash)
_${name.replaceAll("-", "_")}() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  case "$previous" in
${[...values.values()].join("\n")}
    *)
      if [ "$COMP_CWORD" -eq 1 ]; then words=${quoted(commands.map(command => command.name).join(" "))}
      elif [[ "$current" == -* ]]; then
        case "\${COMP_WORDS[1]}" in
${cases.map(line => `    ${line}`).join("\n")}
        esac
      elif [ "$COMP_CWORD" -eq 2 ]; then
        case "\${COMP_WORDS[1]}" in
${parts.join("")}        esac
      fi ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _${name.replaceAll("-", "_")} ${name}
`
}

function zsh(name: string, commands: readonly Completed[]): string {
  const escaped = (text: string): string => text.replaceAll(/[[\]:\\]/g, "\\$&").replaceAll("'", `'\\''`)
  const cases = commands.map(({ name: command, parts, options }) => {
    const words = parts.length > 0 ? [`'1:part:(${parts.join(" ")})'`] : []
    const specs = options.map(({ flag, description, values }) => {
      return `'${flag}[${escaped(description)}]${values.length > 0 ? `:value:(${values.join(" ")})` : ""}'`
    })
    return `    ${command}) _arguments ${[...words, ...specs].join(" ")} '*:file:_files' ;;`
  })
  const names = commands.map(({ name: command, summary }) => `'${command}:${escaped(summary)}'`)
  return `#compdef ${name}
# zsh completion for ${name}: ${name} completion zsh > a file _${name} in a folder of $fpath
_${name.replaceAll("-", "_")}() {
  local -a commands=(${names.join(" ")})
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command="$words[2]"
  shift words; (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
compdef _${name.replaceAll("-", "_")} ${name}
`
}

function fish(name: string, commands: readonly Completed[]): string {
  const lines = commands.flatMap(command => {
    const seen = quoted(`__fish_seen_subcommand_from ${command.name}`)
    return [
      `complete -c ${name} -n __fish_use_subcommand -a ${command.name} -d ${quoted(command.summary)}`,
      ...(command.parts.length > 0
        ? [`complete -c ${name} -n ${seen} -a ${quoted(command.parts.join(" "))}`]
        : []),
      ...command.options.map(({ flag, description, values }) => {
        const known = values.length > 0 ? ` -x -a ${quoted(values.join(" "))}` : ""
        return `complete -c ${name} -n ${seen} -l ${flag.slice(2)} -d ${quoted(description)}${known}`
      }),
    ]
  })
  return `# fish completion for ${name}: ${name} completion fish > ~/.config/fish/completions/${name}.fish
${lines.join("\n")}
`
}

const SHELLS: Readonly<Record<string, (name: string, commands: readonly Completed[]) => string>> = {
  bash,
  zsh,
  fish,
}

export const completion: CommandDefinition = defineCommand({
  name: "completion",
  summary: "A script for bash, zsh or fish that completes commands and options.",
  examples: ["jahs-bench-201 completion bash > jahs-bench-201.bash && source jahs-bench-201.bash"],
  json: "one document {commands:[{name,summary,parts,options}]}",
  configure(command) {
    command.addArgument(new Argument("<shell>", "which shell").choices(Object.keys(SHELLS)))
  },
  async run(screen, _options, [shell], command) {
    const program = command.parent as Command
    const commands = completedOf(program)
    if (screen.json) await screen.document({ commands })
    else await screen.print(SHELLS[shell]!(program.name(), commands).trimEnd())
    return
  },
})
