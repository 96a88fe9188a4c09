/** Constraints of training by the names of a table's columns. */

import { didYouMean } from "../../nearest.ts"
import type { TrainingParameters } from "../../training/parameters.ts"
import type { SurrogateConstraints } from "../../training/surrogate-constraints.ts"
import { UsageError } from "../frame/usage-error.ts"
import { assignmentsOf } from "./configurations.ts"

/** As the command line has them. */
export interface ConstraintOptions {
  /** `x=1,z=-1`. */
  readonly monotone?: string
  /** Sets of columns. */
  readonly interaction?: readonly (readonly string[])[]
}

function featureOf(name: string, names: readonly string[], path: string): number {
  const feature = names.indexOf(name)
  if (feature >= 0) return feature
  throw new UsageError({
    path,
    what: "no such column",
    expected: `one of ${names.join(", ")}`,
    actual: name,
    remedy: didYouMean(name, names),
  })
}

function signOf(name: string, text: string): 1 | -1 {
  const sign = Number(text)
  if (sign === 1 || sign === -1) return sign
  throw new UsageError({
    path: `--monotone, ${name}`,
    what: "no direction",
    expected: "1 for a prediction that never falls, -1 for one that never rises",
    actual: text,
  })
}

/**
 * @param names the features' columns, in order
 * @throws {UsageError} for columns that are no features, and directions that are none
 */
export function constraintsOf(
  { monotone, interaction }: ConstraintOptions,
  names: readonly string[],
): Pick<TrainingParameters, "monotoneConstraints" | "interactionConstraints"> {
  const signs = names.map((): -1 | 0 | 1 => 0)
  for (const [name, sign] of Object.entries(assignmentsOf(monotone?.split(",") ?? [], signOf))) {
    signs[featureOf(name, names, "--monotone")] = sign as 1 | -1
  }
  return {
    ...(monotone === undefined ? {} : { monotoneConstraints: signs }),
    ...(interaction === undefined
      ? {}
      : {
          interactionConstraints: interaction.map(set =>
            set.map(name => featureOf(name, names, "--interaction")),
          ),
        }),
  }
}

/**
 * The same for every metric; names are checked where the encoder's columns are known.
 *
 * @throws {UsageError} for directions that are none
 */
export function surrogateConstraints(
  { monotone, interaction }: ConstraintOptions,
  metrics: readonly string[],
): Readonly<Record<string, SurrogateConstraints>> {
  if (monotone === undefined && interaction === undefined) return {}
  const own: SurrogateConstraints = {
    ...(monotone === undefined
      ? {}
      : { monotone: assignmentsOf(monotone.split(","), signOf) as Record<string, 1 | -1> }),
    ...(interaction === undefined ? {} : { interaction }),
  }
  return Object.fromEntries(metrics.map(metric => [metric, own]))
}
