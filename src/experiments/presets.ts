/** Ready studies: those of JAHS-Bench-201's paper (section 5 and appendix D), and leaderboards of all optimisers. */

import { NotFoundError } from "../errors.ts"
import { didYouMean } from "../nearest.ts"
import { OPTIMISERS, type PriorName } from "../search/index.ts"
import { armOf } from "./arm-of.ts"
import type { Arm, FidelityAxis, Protocol } from "./protocol.ts"
import { completeProtocol, type ProtocolChanges } from "./protocol-of.ts"

/** A ready study. */
export interface Preset {
  readonly name: string
  readonly summary: string
  readonly arms: readonly Arm[]
  /** How many seeds it has unless others are asked for. */
  readonly numSeeds: number
  /** Whether arms that a release has no fidelities for are left out, and named; else they are refused. */
  readonly leavesOut: boolean
}

/** Iterations of the authors' scripts. */
const RANDOM_TRIALS = 100
const BRACKETS: Readonly<Record<FidelityAxis, number>> = {
  epoch: 50,
  N: 50,
  W: 50,
  Resolution: 50,
  diagonal: 60,
}
const SPACES = ["joint", "hpo-only", "nas-only"] as const
const WHOLE_NETWORKS = ["N", "W", "Resolution", "diagonal"] as const

const threeSpaces = (optimiser: string): Arm[] =>
  SPACES.map(space => armOf({ optimiser, space, numTrials: RANDOM_TRIALS }))

const along = (optimiser: string, fidelity: FidelityAxis, minEpoch = 1): Arm =>
  armOf({ optimiser, fidelity, minEpoch, numBrackets: BRACKETS[fidelity] })

const MODEL_FREE = [
  ...threeSpaces("random"),
  along("hyperband", "epoch"),
  along("hyperband", "epoch", 12),
] as const
const MODEL_BASED = [
  ...threeSpaces("smac"),
  along("smac-hyperband", "epoch"),
  along("smac-hyperband", "epoch", 12),
] as const
const FIDELITIES = ["hyperband", "smac-hyperband"].flatMap(optimiser =>
  WHOLE_NETWORKS.map(fidelity => along(optimiser, fidelity)),
)

const ofObjectives = (objectives: "one" | "several"): string[] =>
  Object.entries(OPTIMISERS).flatMap(([name, kind]) => (kind.objectives === objectives ? [name] : []))

const PRIORS: readonly PriorName[] = ["good", "medium", "bad", "at25"]

/** Of those of one objective, what the paper compares, and the models; the scalar joins their objectives. */
const SCALARISED = ["random", "hyperband", "smac", "bohb"] as const

/** All ready studies, in the order in which they are listed. */
export const presets: readonly Preset[] = [
  {
    name: "paper",
    summary: "the whole paper: all of the three below, as far as the release has the fidelities",
    arms: [...MODEL_FREE, ...MODEL_BASED, ...FIDELITIES],
    numSeeds: 10,
    leavesOut: true,
  },
  {
    name: "paper-model-free",
    summary: "RQ1 and RQ2: random search on three spaces, Hyperband over epochs",
    arms: MODEL_FREE,
    numSeeds: 10,
    leavesOut: false,
  },
  {
    name: "paper-model-based",
    summary: "RQ1 and RQ2 with optimisers that fit models",
    arms: MODEL_BASED,
    numSeeds: 10,
    leavesOut: false,
  },
  {
    name: "paper-fidelities",
    summary: "RQ2 over N, W, Resolution and the diagonal, which the official release has",
    arms: FIDELITIES,
    numSeeds: 10,
    leavesOut: false,
  },
  {
    name: "leaderboard",
    summary: "every optimiser of one objective on the joint space",
    arms: ofObjectives("one").map(optimiser => armOf({ optimiser })),
    numSeeds: 30,
    leavesOut: false,
  },
  {
    name: "priors",
    summary: "Bayesian optimisation without beliefs, and with each published prior",
    arms: [
      armOf({ optimiser: "bayesian" }),
      ...PRIORS.map(prior => armOf({ optimiser: "bayesian", settings: { prior } })),
    ],
    numSeeds: 10,
    leavesOut: false,
  },
  {
    name: "multi-objective",
    summary: "accuracy and latency: optimisers of several objectives, and others with the paper's scalar",
    arms: [...SCALARISED, ...ofObjectives("several")].map(optimiser =>
      armOf({ optimiser, metrics: ["valid-acc", "latency"] }),
    ),
    numSeeds: 10,
    leavesOut: false,
  },
]

/**
 * A ready study by its name.
 *
 * @throws {NotFoundError} listing the names
 */
export function presetOf(name: string): Preset {
  const found = presets.find(preset => preset.name === name)
  if (found !== undefined) return found
  const names = presets.map(preset => preset.name)
  throw new NotFoundError({
    path: "study",
    what: "unknown study",
    expected: names.join(", "),
    actual: name,
    remedy: didYouMean(name, names),
  })
}

/**
 * A ready study's protocol, with the paper's conditions.
 *
 * @param preset its name
 * @param changes other seeds, budget, release, …
 * @throws {NotFoundError} for an unknown one
 * @example
 * ```ts
 * paperProtocol("paper-model-free", { seeds: 3 }).arms[0].name // "random-joint"
 * ```
 */
export function paperProtocol(preset: string, changes: ProtocolChanges = {}): Protocol {
  const { name, arms, numSeeds } = presetOf(preset)
  return completeProtocol(name, arms, { seeds: numSeeds, ...changes })
}
