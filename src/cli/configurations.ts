/** Configurations as the command line gives them: JSON, files, standard input, `Name=value` words. */

import { TextDecoder } from "node:util"
import type { Benchmark } from "../benchmark/index.ts"
import { ConfigurationError, show } from "../errors.ts"
import { type Configuration, fromNasBench201String } from "../space/index.ts"
import { settingOf } from "../space/setting-text.ts"
import { readBytes } from "./files.ts"
import type { ConfigurationOptions } from "./options.ts"
import type { Screen } from "./screen.ts"
import { UsageError } from "./usage-error.ts"

/** A configuration before it is checked, and where it stood, for messages. */
export interface Given {
  readonly value: unknown
  readonly where: string
}

function assignmentsOf(words: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const word of words) {
    const at = word.indexOf("=")
    if (at < 1) {
      throw new UsageError({
        path: show(word),
        what: "not a hyperparameter",
        expected: "Name=value, for example LearningRate=0.1",
      })
    }
    const name = word.slice(0, at)
    if (Object.hasOwn(values, name)) throw new UsageError({ path: name, what: "given twice" })
    values[name] = settingOf(name, word.slice(at + 1))
  }
  return values
}

function parse(text: string, where: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigurationError({
      source: where,
      what: "not JSON",
      actual: error instanceof Error ? error.message : show(error),
    })
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function located(value: unknown, where: string): Given[] {
  if (!Array.isArray(value)) return [{ value, where }]
  return value.map((item, at) => ({ value: item, where: `${where}[${at}]` }))
}

function parseLine(line: string, number: number, where: string): Given[] {
  const place = `${where}, line ${number}`
  return line.trim() === "" ? [] : [{ value: parse(line, place), where: place }]
}

/** Lines of a document each, unless the first one is only the beginning of a document. */
function isLines(first: string): boolean {
  return first.trimStart().startsWith("{") && isJson(first)
}

/** A whole text: one configuration, an array of them, or one a line. */
function parseAll(text: string, where: string): Given[] {
  const lines = text.split("\n")
  const numFull = lines.filter(line => line.trim() !== "").length
  const first = lines.find(line => line.trim() !== "") ?? ""
  if (numFull > 1 && isLines(first)) return lines.flatMap((line, at) => parseLine(line, at + 1, where))
  return text.trim() === "" ? [] : located(parse(text, where), where)
}

/** Standard input: lines are answered as they come, other documents when they are complete. */
async function* parseStream(stdin: Screen["stdin"], where: string): AsyncGenerator<Given[]> {
  const decoder = new TextDecoder()
  let rest = ""
  let number = 0
  let asLines: boolean | null = null
  for await (const chunk of stdin) {
    rest += typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true })
    if (asLines === null) {
      const first = /^\s*\S.*\n/.exec(rest)
      if (first !== null) asLines = isLines(first[0])
    }
    if (!asLines) continue
    const lines = rest.split("\n")
    rest = lines.pop() ?? ""
    yield lines.flatMap((line, at) => parseLine(line, number + at + 1, where))
    number += lines.length
  }
  rest += decoder.decode()
  yield asLines ? parseLine(rest, number + 1, where) : parseAll(rest, where)
}

async function* givenBatches(screen: Screen, config: string): AsyncGenerator<Given[]> {
  if (config === "-") {
    if (screen.stdin.isTTY) screen.note("Reading configurations from the terminal; end with Ctrl-D.")
    yield* parseStream(screen.stdin, "stdin")
  } else if (config.startsWith("@")) {
    const path = config.slice(1)
    yield parseAll(new TextDecoder().decode(await readBytes(path, screen.stdin)), path)
  } else if (/^\s*[{[]/.test(config)) {
    yield parseAll(config, "--config")
  } else {
    throw new UsageError({
      path: "--config",
      what: "no configuration",
      expected: "JSON, @file, or - for standard input",
      actual: show(config),
    })
  }
}

/**
 * The configurations that the command line gives. `--arch` and `Name=value` words replace what
 * `--config` says, in every configuration.
 *
 * @param screen for standard input
 * @param words the `Name=value` arguments
 * @returns batches as they arrive; all together at least one configuration
 * @throws {UsageError} where there is none
 * @throws {ConfigurationError} for text that is no JSON, naming the line
 * @throws {NotFoundError} for a file that cannot be read
 */
export async function* givenConfigurations(
  screen: Screen,
  options: ConfigurationOptions,
  words: readonly string[],
): AsyncGenerator<Given[]> {
  const { config, arch } = options
  const replacing = { ...(arch === undefined ? {} : fromNasBench201String(arch)), ...assignmentsOf(words) }
  if (config === undefined) {
    if (Object.keys(replacing).length > 0) return yield [{ value: replacing, where: "configuration" }]
  } else {
    let some = false
    for await (const batch of givenBatches(screen, config)) {
      if (batch.length === 0) continue
      some = true
      yield batch.map(({ value, where }) => {
        const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
        return { value: isObject ? { ...value, ...replacing } : value, where }
      })
    }
    if (some) return
  }
  throw new UsageError({
    what: "no configuration",
    expected: "Name=value arguments, --arch or --config",
    remedy: "`sample` draws some",
  })
}

/** A configuration that may be asked. */
export interface Checked {
  readonly configuration: Configuration
  /** Whether it lies outside the release's domain, and `--extrapolate` lets it pass. */
  readonly extrapolated: boolean
}

/**
 * Checks a configuration against a benchmark's space and domain.
 *
 * @throws {ConfigurationError} naming where it stood and what is wrong
 * @throws {DomainError} outside the domain, unless `extrapolate` is set
 */
export function checkGiven(benchmark: Benchmark, given: Given, extrapolate: boolean): Checked {
  const configuration = benchmark.validate(given.value, { source: given.where, extrapolate })
  return { configuration, extrapolated: extrapolate && benchmark.space.outside(configuration) !== null }
}
