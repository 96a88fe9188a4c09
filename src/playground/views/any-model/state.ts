/** The page's side of Any model: the file at hand, the row one looks at. It stays while one looks at other views. */

import { type ReadonlySignal, signal } from "@preact/signals"
import { engine } from "../../engine/the-engine.ts"
import { announce } from "../../state/announcement.ts"
import type { DumpChoice, FileProblem, ModelFacts, OpenProgress } from "./facts.ts"

/** A file that is a model. */
interface ShownModel {
  readonly file: File
  readonly dump: DumpChoice | null
  readonly facts: ModelFacts
}

/** A file on its way. */
interface Opening {
  readonly name: string
  readonly progress: OpenProgress
  readonly abort: () => void
}

const model = signal<ShownModel | null>(null)
const underway = signal<Opening | null>(null)
const refusal = signal<FileProblem | null>(null)
const undecided = signal<File | null>(null)
const looked = signal<Float32Array>(new Float32Array(0))

/** The model that is shown; null before the first. */
export const shown: ReadonlySignal<ShownModel | null> = model
export const opening: ReadonlySignal<Opening | null> = underway
/** What was wrong with the last file. */
export const problem: ReadonlySignal<FileProblem | null> = refusal
/** A dump that waits for somebody to say what it does not hold. */
export const undecidedDump: ReadonlySignal<File | null> = undecided
/** A value a feature; NaN is missing. */
export const row: ReadonlySignal<Float32Array> = looked

/** Looks at another row. */
export function setRow(values: Float32Array): void {
  looked.value = values
}

/** Changes a value of the row. */
export function setValue(feature: number, value: number): void {
  const changed = looked.value.slice()
  changed[feature] = value
  looked.value = changed
}

/** A row that has something to say: every feature at the middle of its splits, categories at the first. */
export function middleRow({ features }: ModelFacts): Float32Array {
  return Float32Array.from(features, ({ middle, type, categories, numSplits }) =>
    numSplits > 0 && (categories !== null || type === "c") ? 0 : middle,
  )
}

/**
 * Opens a file. What was shown stays until this one is a model; a file that is on its way is given up.
 *
 * @param dump what a dump does not hold, once somebody said so
 */
export async function openFile(file: File, dump: DumpChoice | null = null): Promise<void> {
  underway.value?.abort()
  const controller = new AbortController()
  const { signal } = controller
  const abort = (): void => {
    controller.abort()
    underway.value = null
    announce(`${file.name} was given up`)
  }
  const follow = (progress: OpenProgress): void => {
    if (!signal.aborted) underway.value = { name: file.name, progress, abort }
  }
  refusal.value = null
  undecided.value = null
  follow({ stage: "reading", share: 0 })
  try {
    const opened = await engine.ask("model", "open", { file, dump }, { signal, onProgress: follow })
    if (opened.kind === "dump") undecided.value = file
    else if (opened.kind === "refused") refusal.value = opened.problem
    else {
      looked.value = middleRow(opened.facts)
      model.value = { file, dump, facts: opened.facts }
      announce(`${file.name} is open: ${opened.facts.description.numTrees} trees`)
    }
  } catch (error) {
    if (signal.aborted) return
    const what = error instanceof Error ? error.message : String(error)
    const unknown = { where: null, expected: null, got: null, remedy: null, code: null, excerpt: null }
    refusal.value = { source: file.name, what, ...unknown }
  }
  underway.value = null
}

/**
 * Asks of the model that is shown. An engine that had to be started anew has lost it: then its file is opened again.
 *
 * @param ask what to ask, of the model's number in the engine
 */
export async function askModel<Answer>(ask: (number: number) => Promise<Answer>): Promise<Answer> {
  const { file, dump, facts } = model.value!
  try {
    return await ask(facts.model)
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ERR_NOT_FOUND")) throw error
    const opened = await engine.ask("model", "open", { file, dump })
    if (opened.kind !== "model") throw error
    model.value = { file, dump, facts: opened.facts }
    return ask(opened.facts.model)
  }
}
