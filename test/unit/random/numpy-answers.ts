/** Answers of numpy that `scripts/random-vectors.py` wrote. */
import { readFileSync } from "node:fs"
import type { GeneratorState } from "../../../src/random/generator.ts"

/** A call and its arguments; a third argument of `integers` is a number of draws, of which the last counts. */
export type Call = readonly ["random"] | readonly ["integers", low: number, high: number, count?: number]

interface NumpyAnswers {
  readonly seedWords: readonly { readonly seed: string; readonly words: readonly number[] }[]
  readonly raw: readonly {
    readonly key: readonly string[]
    readonly counter: readonly string[]
    readonly words: readonly string[]
  }[]
  readonly streams: readonly {
    readonly seed?: string
    readonly key?: readonly [string, string]
    readonly calls: readonly Call[]
    readonly results: readonly number[]
    readonly state: GeneratorState
  }[]
  /** Arrays drawn by one call of `integers(low, high, size)`. */
  readonly filled: readonly {
    readonly seed: string
    readonly low: number
    readonly high: number
    readonly values: readonly number[]
    readonly state: GeneratorState
  }[]
}

/** The folder of the committed answers. */
export const answersFolder: URL = new URL("../../fixtures/random/", import.meta.url)

export const numpyAnswers: NumpyAnswers = JSON.parse(
  readFileSync(new URL("numpy.json", answersFolder), "utf8"),
)
