/** Configurations as the command line gives them: JSON, files, standard input, `Name=value` words. */

import { TextDecoder } from "node:util"
import type { Benchmark } from "../../benchmark/index.ts"
import { show } from "../../errors.ts"
import { type Configuration, fromNasBench201String } from "../../space/index.ts"
import { settingOf } from "../../space/setting-text.ts"
import type { Screen } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { readBytes } from "./files.ts"
import { allJsonValues, type Given, jsonValues } from "./json-values.ts"
import type { ConfigurationOptions } from "./options.ts"

/**
 * What `Name=value` words say.
 *
 * @param read from a name and its text to what it means
 * @throws {UsageError} for a word of another form, and for a name that is there twice
 */
export function assignmentsOf(
  words: readonly string[],
  read: (name: string, text: string) => unknown = settingOf,
): Record<string, unknown> {
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
    values[name] = read(name, word.slice(at + 1))
  }
  return values
}

async function* givenBatches(screen: Screen, config: string): AsyncGenerator<Given[]> {
  if (config === "-") {
    if (screen.stdin.isTTY) screen.note("Reading configurations from the terminal; end with Ctrl-D.")
    yield* jsonValues(screen.stdin, "stdin")
  } else if (config.startsWith("@")) {
    const path = config.slice(1)
    yield allJsonValues(new TextDecoder().decode(await readBytes(path, screen.stdin)), path)
  } else if (/^\s*[{[]/.test(config)) {
    yield allJsonValues(config, "--config")
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
 * @param read from a word's name and text to what it means
 * @returns batches as they arrive; all together at least one configuration
 * @throws {UsageError} where there is none
 * @throws {ConfigurationError} for text that is no JSON, naming the line
 * @throws {NotFoundError} for a file that cannot be read
 */
export async function* givenConfigurations(
  screen: Screen,
  options: ConfigurationOptions,
  words: readonly string[],
  read: typeof settingOf = settingOf,
): AsyncGenerator<Given[]> {
  const { config, arch } = options
  const replacing = {
    ...(arch === undefined ? {} : fromNasBench201String(arch)),
    ...assignmentsOf(words, read),
  }
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
