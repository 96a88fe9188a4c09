/** What the owner of a service decides, checked once. */

import { Benchmark } from "../benchmark/index.ts"
import { show } from "../errors.ts"
import { Booster } from "../predict/booster/booster.ts"
import type { Limits } from "../wire/index.ts"
import type { LogEntry } from "./log-entry.ts"

/** Whose pages may ask: every origin, or those listed. */
export type Cors = "*" | readonly string[]

export interface HandlerOptions {
  /** Opened benchmarks; each is asked under its task and release. */
  readonly benchmarks?: readonly Benchmark[]
  /** Boosters by the name under which they predict. */
  readonly boosters?: Readonly<Record<string, Booster>>
  /** What one request may ask for; what is left out is as in `defaultLimits`. */
  readonly limits?: Partial<Limits>
  /** Whose pages may ask (default: those of the service's own origin). */
  readonly cors?: Cors
  /** Tokens of which requests must bear one, `/health` aside (default: anybody may ask). */
  readonly auth?: { readonly tokens: readonly string[] }
  /** Compress answers, where the platform does not do so itself (default false). */
  readonly compress?: boolean
  /** Count requests and show the counts at `/metrics` (default false). */
  readonly metrics?: boolean
  /** Receives one entry a request. */
  readonly log?: (entry: LogEntry) => void
}

/** Limits of a service whose owner says nothing else. */
export const defaultLimits: Limits = {
  bodyBytes: 4_194_304,
  rows: 10_000,
  cells: 1_000_000,
  milliseconds: 30_000,
}

/** The options as the handler reads them. */
export interface Settings {
  readonly benchmarks: readonly Benchmark[]
  readonly boosters: ReadonlyMap<string, Booster>
  readonly limits: Limits
  readonly cors: Cors
  readonly tokens: readonly string[] | null
  readonly compress: boolean
  readonly metrics: boolean
  readonly log: ((entry: LogEntry) => void) | null
}

const OPTIONS: readonly string[] = [
  ...["benchmarks", "boosters", "limits", "cors", "auth", "compress", "metrics", "log"],
]

function refuse(path: string, expected: string, actual: unknown): never {
  throw new TypeError(`options.${path}: expected ${expected}, got ${show(actual)}`)
}

function checkLimits(given: Partial<Limits> = {}): Limits {
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaultLimits, name)) {
      throw new TypeError(
        `options.limits.${name}: unknown limit; expected ${Object.keys(defaultLimits).join(", ")}`,
      )
    }
    if (!Number.isInteger(value) || value < 1) refuse(`limits.${name}`, "an integer of at least 1", value)
  }
  return { ...defaultLimits, ...given }
}

function checkBenchmarks(benchmarks: readonly Benchmark[] = []): readonly Benchmark[] {
  if (!Array.isArray(benchmarks)) refuse("benchmarks", "an array of opened benchmarks", benchmarks)
  const seen = new Set<string>()
  for (const [k, benchmark] of benchmarks.entries()) {
    if (!(benchmark instanceof Benchmark)) refuse(`benchmarks[${k}]`, "an opened benchmark", benchmark)
    const name = `${benchmark.task} of ${benchmark.release}`
    if (seen.has(name)) throw new TypeError(`options.benchmarks[${k}]: ${name} is there twice`)
    seen.add(name)
  }
  return benchmarks
}

/** An empty list would lock everybody out, and an empty token let everybody in. */
function checkTokens(auth: HandlerOptions["auth"]): readonly string[] | null {
  if (auth === undefined) return null
  const tokens: unknown = auth?.tokens
  const areTokens = (list: readonly unknown[]): boolean =>
    list.length > 0 && list.every(token => typeof token === "string" && /^[\w.~+/-]{8,}=*$/.test(token))
  if (!Array.isArray(tokens) || !areTokens(tokens)) {
    // The values themselves are secrets: they are not shown.
    throw new TypeError(
      "options.auth.tokens: expected tokens of at least 8 characters out of A-Z a-z 0-9 - . _ ~ + /",
    )
  }
  return tokens
}

function checkCors(cors: Cors = []): Cors {
  if (cors === "*") return cors
  if (!Array.isArray(cors)) refuse("cors", '"*" or an array of origins', cors)
  for (const [k, origin] of cors.entries()) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin) {
      refuse(`cors[${k}]`, "an origin such as https://example.org", origin)
    }
  }
  return cors
}

function checkBoosters(boosters: Readonly<Record<string, Booster>> = {}): ReadonlyMap<string, Booster> {
  for (const [name, booster] of Object.entries(boosters)) {
    if (!(booster instanceof Booster)) refuse(`boosters.${name}`, "a booster", booster)
  }
  return new Map(Object.entries(boosters))
}

/**
 * Checks the options of a handler.
 *
 * @throws {TypeError} naming the option that is unknown or of the wrong kind
 */
export function settingsOf(options: HandlerOptions): Settings {
  for (const name of Object.keys(options)) {
    if (!OPTIONS.includes(name)) {
      throw new TypeError(`options.${name}: unknown option; expected ${OPTIONS.join(", ")}`)
    }
  }
  const { benchmarks, boosters, limits, cors, auth, compress = false, metrics = false, log = null } = options
  if (log !== null && typeof log !== "function") refuse("log", "a function", log)
  return {
    benchmarks: checkBenchmarks(benchmarks),
    boosters: checkBoosters(boosters),
    limits: checkLimits(limits),
    cors: checkCors(cors),
    tokens: checkTokens(auth),
    compress,
    metrics,
    log,
  }
}
