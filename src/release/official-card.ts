/** The card of surrogates that were converted from the authors' release. */

import type { TaskName } from "../benchmark/index.ts"
import { type Domain, epochFidelity, type HyperparameterValue, jahsSpace } from "../space/index.ts"
import type { Provenance, ReleaseCard } from "../surrogate/card.ts"
import { isOfficialName, originOf } from "./official-name.ts"

/** The whole design space as a domain. */
function wholeSpace(): Domain {
  const domain: Record<string, readonly HyperparameterValue[]> = {}
  for (const hyperparameter of jahsSpace.hyperparameters) {
    const { kind, name } = hyperparameter
    if (kind === "constant") continue
    domain[name] =
      kind === "categorical" || kind === "ordinal"
        ? hyperparameter.values
        : [hyperparameter.lower, hyperparameter.upper]
  }
  return { ...domain, [epochFidelity.name]: [epochFidelity.lower, epochFidelity.upper] }
}

type Claims = Pick<ReleaseCard, "trainedOn" | "notice">

/** What a release is taken for, by the name that it was given. */
function claimsOf(release: string): Claims {
  if (isOfficialName(release)) {
    return {
      trainedOn: "the performance dataset of JAHS-Bench-201, by its authors",
      notice:
        "the authors' own surrogates, converted: margins are bit for bit those of XGBoost; the last bits of " +
        "metrics with a sigmoid differ from machine to machine upstream, too",
    }
  }
  return {
    trainedOn: "unknown: the files do not tell",
    notice:
      `converted from files of the official format, imported as ${release} and not as an official release: what they ` +
      "were fitted to is not known here",
  }
}

/**
 * @param release name of the release, such as `official-1.1.0`; another than official-… is no claim
 * @param provenance the files that the surrogates were converted from
 * @returns the card of one task
 */
export function officialCard(release: string, task: TaskName, provenance: Provenance): ReleaseCard {
  return {
    release,
    task,
    kind: "official",
    ...claimsOf(release),
    ...originOf(release),
    domain: wholeSpace(),
    holdoutRuns: [],
    scores: { holdout: {}, untouchedRun: {} },
    provenance,
  }
}
