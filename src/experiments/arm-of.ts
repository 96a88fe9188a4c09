/** Arms from the little that tells them apart; the rest is the paper's (appendix D). */

import type { MetricName } from "../benchmark/index.ts"
import { ConfigurationError, show } from "../errors.ts"
import { hyperbandBracket } from "../search/brackets/rungs.ts"
import { diagonalRungs, epochRungs, type Fidelity, type StudyKind } from "../search/index.ts"
import { jahsSpace } from "../space/index.ts"
import { kindOf } from "./make-optimiser.ts"
import type { Arm, ArmSettings, FidelityAxis } from "./protocol.ts"

/** What an arm is made of. */
export interface ArmInput {
  /** Of this package, or the name of one of your own. */
  readonly optimiser: string
  /** Default: joint. */
  readonly space?: StudyKind
  /** Default: null, or `"epoch"` for an optimiser with rungs. */
  readonly fidelity?: FidelityAxis | null
  /** No rung of epochs is below. Default: 1. */
  readonly minEpoch?: number
  /** Default: valid-acc. */
  readonly metrics?: readonly MetricName[]
  /** Evaluations at most. Default: null. */
  readonly numTrials?: number | null
  /** Of an optimiser with rungs, brackets of Hyperband at most; instead of `numTrials`. */
  readonly numBrackets?: number
  readonly cost?: "continuation" | "scratch"
  readonly settings?: ArmSettings
  /** Default: made of the above. */
  readonly name?: string
  readonly title?: string
}

/** How people write the names of optimisers that are not written as words. */
const WRITTEN: Readonly<Record<string, string>> = {
  random: "random search",
  bayesian: "Bayesian optimisation",
  tpe: "TPE",
  hyperband: "Hyperband",
  asha: "ASHA",
  bohb: "BOHB",
  dehb: "DEHB",
  smac: "SMAC",
  "smac-hyperband": "SMAC with Hyperband",
  nsga2: "NSGA-II",
  parego: "ParEGO",
}

const SPACES: Readonly<Record<StudyKind, string>> = {
  joint: "joint space",
  "hpo-only": "hyperparameters only",
  "nas-only": "architecture only",
}

/** Halves of the ordinals, thirds of epochs: the paper's. */
function etaOf(fidelity: FidelityAxis): number {
  return fidelity === "epoch" || fidelity === "diagonal" ? 3 : 2
}

/**
 * The ladder of a fidelity, as the paper has it.
 *
 * @param minEpoch no rung of epochs is below
 * @throws {ConfigurationError} for an unknown fidelity
 * @example
 * ```ts
 * fidelityRungs("W") // [{ W: 4 }, { W: 8 }, { W: 16 }]
 * ```
 */
export function fidelityRungs(fidelity: FidelityAxis, minEpoch = 1): readonly Fidelity[] {
  if (fidelity === "epoch") return epochRungs({ min: minEpoch })
  if (fidelity === "diagonal") return diagonalRungs()
  if (fidelity !== "N" && fidelity !== "W" && fidelity !== "Resolution") {
    throw new ConfigurationError({
      source: "arm",
      path: "fidelity",
      what: "unknown fidelity",
      expected: "epoch, N, W, Resolution or diagonal",
      actual: show(fidelity),
    })
  }
  const ordinal = jahsSpace.get(fidelity)
  const values = ordinal.kind === "ordinal" ? ordinal.values : []
  return values.map(value => ({ [fidelity]: value as number }))
}

/** Evaluations of the first brackets of Hyperband. */
function trialsOf(numBrackets: number, numRungs: number, eta: number): number {
  let sum = 0
  for (let bracket = 0; bracket < numBrackets; bracket++) {
    for (const size of hyperbandBracket(bracket, numRungs, eta).sizes) sum += size
  }
  return sum
}

/**
 * Makes an arm.
 *
 * @throws {ConfigurationError} for an unknown fidelity or space
 * @example
 * ```ts
 * armOf({ optimiser: "hyperband", minEpoch: 12 }).name // "hyperband-joint-epoch-12"
 * ```
 */
export function armOf(input: ArmInput): Arm {
  const { optimiser, space = "joint", minEpoch = 1, metrics = ["valid-acc"] } = input
  const kind = kindOf(optimiser)
  const { fidelity = kind?.usesRungs ? "epoch" : null } = input
  if (!Object.hasOwn(SPACES, space)) {
    throw new ConfigurationError({
      source: "arm",
      path: "space",
      what: "unknown space",
      expected: Object.keys(SPACES).join(", "),
      actual: show(space),
    })
  }
  const rungs = fidelity === null ? null : fidelityRungs(fidelity, minEpoch)
  const eta = input.settings?.eta ?? (fidelity === null ? 3 : etaOf(fidelity))
  const fromBrackets =
    rungs === null || input.numBrackets === undefined ? null : trialsOf(input.numBrackets, rungs.length, eta)
  const { prior } = input.settings ?? {}
  if (prior !== undefined && kind?.usesPrior !== true) {
    throw new ConfigurationError({
      ...{ source: "arm", path: "settings.prior", what: `${optimiser} has no priors` },
      ...{ expected: "an optimiser that uses them, such as bayesian", actual: show(prior) },
    })
  }
  const words = [
    optimiser,
    prior,
    space,
    fidelity?.toLowerCase(),
    minEpoch === 1 ? undefined : String(minEpoch),
  ]
  const believing = prior === undefined ? "" : ` with the ${prior} prior`
  const along = fidelity === null ? "" : `, by ${fidelity}${minEpoch === 1 ? "" : ` from ${minEpoch}`}`
  return {
    name: input.name ?? words.filter(word => word !== undefined).join("-"),
    title:
      input.title ??
      `${WRITTEN[optimiser] ?? optimiser.replaceAll("-", " ")}${believing}, ${SPACES[space]}${along}`,
    ...{ optimiser, space, fidelity, rungs, metrics },
    isModelBased: kind?.isModelBased ?? false,
    // A wider or deeper network is another network: nothing of the narrow one's training is left.
    cost:
      input.cost ??
      (fidelity === null || fidelity === "epoch" || fidelity === "diagonal" ? "continuation" : "scratch"),
    numTrials: input.numTrials ?? fromBrackets,
    settings: { ...(eta === 3 ? {} : { eta }), ...input.settings },
  }
}
