/** Which files of which cases are evaluated and how: the one place to extend with a format or a feature. */
import {
  type Booster,
  readDump,
  readJson,
  readLegacyBinary,
  readPickledHandle,
  readUbjson,
} from "../../src/entries/trees.ts"
import { referenceBaseScores, referenceOutputs } from "../oracle/reference-walker.ts"
import type { CaseDocument } from "../support/fixtures.ts"

/** How many cases each version has; a folder that gets lost fails. */
export const CASES: Readonly<Record<string, number>> = {
  "xgboost-1.5": 17,
  "xgboost-1.7": 56,
  "xgboost-2.1": 22,
  "xgboost-3.4": 60,
}

/** A case and its decoded `model.json`, which every format must agree with. */
export interface Subject {
  readonly version: string
  readonly name: string
  readonly golden: CaseDocument
  readonly document: unknown
}

interface Learner {
  readonly objective: { readonly name: string }
}

const text = (subject: Subject): string => JSON.stringify(subject.document)
const objectiveOf = (subject: Subject): string =>
  (subject.document as { learner: Learner }).learner.objective.name

export interface Feature {
  readonly name: string
  readonly has: (subject: Subject) => boolean
  /** What the message of the UnsupportedModelError must name; null where the feature is evaluated. */
  readonly refused: { readonly model: RegExp | null; readonly dump: RegExp | null }
}

const EVALUATED = { model: null, dump: null }

export const FEATURES: readonly Feature[] = [
  { name: "dart", has: subject => subject.golden.booster === "dart", refused: EVALUATED },
  {
    name: "gblinear",
    has: subject => subject.golden.booster === "gblinear",
    // A dump holds six digits of each weight, which do not tell the model.
    refused: { model: null, dump: /\bgblinear\b/ },
  },
  {
    name: "categorical splits",
    has: subject => /"split_type":\[[0,]*1/.test(text(subject)),
    refused: EVALUATED,
  },
  {
    name: "vector leaves",
    has: subject => /"size_leaf_vector":"(?!0"|1")\d+"/.test(text(subject)),
    refused: EVALUATED,
  },
]

const has = (subject: Subject, name: string): boolean =>
  FEATURES.some(feature => feature.name === name && feature.has(subject))

/**
 * What a format tells: a model all of it; a legacy binary neither names nor types of features nor a patch version;
 * a dump neither base score, objective nor the weights of DART, and it may round thresholds.
 */
type Content = "model" | "binary" | "dump"

export interface ModelFormat {
  readonly file: string
  readonly content: Content
  /** Whether a case should have this file. */
  readonly expected: (subject: Subject) => boolean
  readonly read: (bytes: Uint8Array, subject: Subject) => Booster
}

function readAnyDump(bytes: Uint8Array, subject: Subject): Booster {
  const { golden, document } = subject
  return readDump(bytes, {
    source: "dump",
    baseScore: referenceBaseScores(document),
    objective: objectiveOf(subject),
    numFeatures: golden.num_features,
    numOutputs: referenceOutputs(document),
    numParallelTree: Number(/"num_parallel_tree":"(\d+)"/.exec(text(subject))?.[1] ?? 1),
    ...(golden.feature_names ? { featureNames: golden.feature_names } : {}),
  })
}

/** XGBoost 1.7 does not escape names and 2.1 cannot dump vector leaves: those dumps do not exist. */
const hasDump = (subject: Subject): boolean =>
  !(subject.version === "xgboost-1.7" && subject.name === "names_escaped") &&
  !(subject.version === "xgboost-2.1" && has(subject, "vector leaves"))

/** The cases for which the handle layout of 1.0 to 1.3 was composed. */
const CONFIG_OFFSET =
  /^xgboost-1\.[57]\/(attributes|dart|early_stopped|gblinear|jahs_like|multi_softprob|reg_squarederror)$|^xgboost-1\.7\/random_forest$/

export const FORMATS: readonly ModelFormat[] = [
  {
    file: "model.json",
    content: "model",
    expected: () => true,
    read: bytes => readJson(bytes, { source: "model.json" }),
  },
  {
    file: "model.ubj",
    content: "model",
    // UBJSON came with 1.6.
    expected: subject => subject.version !== "xgboost-1.5",
    read: bytes => readUbjson(bytes, { source: "model.ubj" }),
  },
  {
    file: "model.deprecated.bin",
    content: "binary",
    // It left with 3.1 and never held categories or vectors.
    expected: subject =>
      subject.version !== "xgboost-3.4" &&
      !has(subject, "categorical splits") &&
      !has(subject, "vector leaves"),
    read: bytes => readLegacyBinary(bytes, { source: "model.deprecated.bin" }),
  },
  {
    file: "pickle-handle.bin",
    content: "model",
    expected: () => true,
    read: bytes => readPickledHandle(bytes),
  },
  {
    file: "pickle-handle.config-offset.bin",
    content: "binary",
    expected: subject => CONFIG_OFFSET.test(`${subject.version}/${subject.name}`),
    read: bytes => readPickledHandle(bytes),
  },
  { file: "dump.json", content: "dump", expected: hasDump, read: readAnyDump },
  {
    file: "dump-nostats.json",
    content: "dump",
    // Linear models have no statistics to leave out.
    expected: subject => hasDump(subject) && !has(subject, "gblinear"),
    read: readAnyDump,
  },
]

/** What the refusal of a file must name, or null where its answers must be exact. */
export function refusal(subject: Subject, format: ModelFormat): RegExp | null {
  const side = format.content === "dump" ? "dump" : "model"
  return FEATURES.find(({ has, refused }) => refused[side] !== null && has(subject))?.refused[side] ?? null
}

/** Objectives whose prediction needs exp: 2 ulp of float32 there, every bit elsewhere. */
const CURVED =
  /^(reg:logistic|binary:logistic|count:poisson|reg:gamma|reg:tweedie|survival:cox|survival:aft|multi:softprob)$/

/** How far a prediction may be from XGBoost's, in units in the last place of float32. */
export function allowedUlps(subject: Subject): number {
  return CURVED.test(objectiveOf(subject)) ? 2 : 0
}
