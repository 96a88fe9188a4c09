/** Files to models: read as they stream in, parsed, looked through, and kept for the questions that follow. */

import { NotFoundError, UnsupportedModelError } from "../../../entries/index.web.ts"
import {
  type Booster,
  describe,
  detectFormat,
  type ModelFormat,
  readBooster,
  treeNodes,
} from "../../../entries/trees.ts"
import type { Work } from "../../engine/operation.ts"
import { cutsOf, type FeatureCuts } from "./cuts.ts"
import type { DumpChoice, ModelFacts, Opened, OpenProgress } from "./facts.ts"
import { fileProblem } from "./file-problem.ts"
import { notesOf } from "./notes.ts"

/** A model in the worker. */
export interface OpenModel {
  readonly booster: Booster
  readonly cuts: readonly FeatureCuts[]
  readonly facts: ModelFacts
}

export interface OpenInput {
  /** The file itself: its bytes are read in the worker, and never are in the page. */
  readonly file: File
  readonly dump: DumpChoice | null
}

/** Parsed, a model takes several times its file's size. */
const MOST_BYTES = 512 * 2 ** 20

const models = new Map<number, OpenModel>()
let nextModel = 1

/**
 * A model by its number.
 *
 * @throws {NotFoundError} where it is not open, as after the worker was started anew
 */
export function modelOf(model: number): OpenModel {
  const open = models.get(model)
  // Who asks of a newer one has let go of those before: two large ones would not fit.
  for (const older of models.keys()) if (older < model) models.delete(older)
  if (open !== undefined) return open
  throw new NotFoundError({ path: "model", what: "not open in the engine", expected: "an open model" })
}

function checkSize({ name, size }: File): void {
  if (size <= MOST_BYTES) return
  throw new UnsupportedModelError({
    source: name,
    what: "too large to be opened in a page",
    expected: `at most ${MOST_BYTES} bytes`,
    actual: `${size}`,
    remedy: "`npx jahs-bench-201 inspect` reads it",
  })
}

async function readBytes(file: File, { signal, report }: Work<OpenProgress>): Promise<Uint8Array> {
  checkSize(file)
  const bytes = new Uint8Array(file.size)
  let at = 0
  for (const reader = file.stream().getReader(); ; ) {
    const { done, value } = await reader.read()
    signal.throwIfAborted()
    if (done) return bytes.subarray(0, at)
    bytes.set(value, at)
    at += value.length
    report({ stage: "reading", share: at / file.size })
  }
}

/** Predictions per row; 0 where the objective is not known, so that there are margins alone. */
function numPredictions(booster: Booster): number {
  try {
    return booster.predict(new Float32Array(booster.numFeatures).fill(Number.NaN)).length
  } catch {
    return 0
  }
}

function factsOf(
  booster: Booster,
  cuts: readonly FeatureCuts[],
  format: ModelFormat,
  numBytes: number,
): ModelFacts {
  const description = describe(booster)
  const { featureNames, featureTypes, categories } = description
  const first = booster.numTrees === 0 ? null : treeNodes(booster, 0)
  const known = {
    model: nextModel++,
    format,
    numBytes,
    description,
    numPredictions: numPredictions(booster),
    hasCovers: first?.covers != null,
    features: cuts.map(({ numSplits, conditions }, feature) => ({
      name: featureNames?.[feature] ?? `f${feature}`,
      type: featureTypes?.[feature] ?? null,
      categories: categories?.[feature] ?? null,
      numSplits,
      middle: conditions[conditions.length >> 1] ?? Number.NaN,
    })),
  }
  return { ...known, notes: notesOf(known) }
}

/** Options of the reader; none for files that say everything themselves. */
function dumpOptions(dump: DumpChoice | null): object {
  if (dump === null) return {}
  const { baseScore, objective, numOutputs, featureNames } = dump
  return {
    baseScore,
    numOutputs,
    ...(objective === null ? {} : { objective }),
    ...(featureNames === null ? {} : { featureNames }),
  }
}

/**
 * Opens a file.
 *
 * @returns the model, or what is wrong with the file
 * @throws the signal's reason once it is aborted: what was open stays
 */
export async function openModel(input: OpenInput, work: Work<OpenProgress>): Promise<Opened> {
  const { file, dump } = input
  let bytes: Uint8Array | null = null
  try {
    bytes = await readBytes(file, work)
    const format = detectFormat(bytes, file.name)
    if (format === "json-dump" && dump === null) return { kind: "dump" }
    work.report({ stage: "parsing", share: 1 })
    await work.breathe()
    const booster = readBooster(bytes, { source: file.name, ...dumpOptions(dump) })
    await work.breathe()
    const cuts = await cutsOf(booster, work)
    const facts = factsOf(booster, cuts, format, bytes.length)
    models.set(facts.model, { booster, cuts, facts })
    return { kind: "model", facts }
  } catch (error) {
    work.signal.throwIfAborted()
    return { kind: "refused", problem: fileProblem(error, file.name, bytes) }
  }
}
