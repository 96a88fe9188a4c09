/** What one has to know of a model before its numbers are taken for something else. */

import type { ModelFacts } from "./facts.ts"

type Known = Omit<ModelFacts, "notes">

/** Each a sentence, where it holds. */
const NOTES: readonly (readonly [holds: (known: Known) => boolean, say: (known: Known) => string])[] = [
  [
    ({ format }) => format === "json-dump",
    () =>
      "A dump holds neither base score nor objective: they are what was entered. DART’s weights are lost.",
  ],
  [
    ({ format, description: { version } }) => version === null && format !== "json-dump",
    () =>
      "The file does not say which XGBoost wrote it: it is older than 1.0, and its base score is a margin.",
  ],
  [
    ({ format }) => format === "legacy-binary",
    () => "A legacy binary holds no names and types of features, and no patch number of the version.",
  ],
  [
    ({ format, description: { version } }) =>
      /^(json|ubjson|legacy)/.test(format) && /^1\.[0-5](\.|$)/.test(version ?? ""),
    () => "Models of XGBoost before 1.6 forget how many trees are parallel: rounds are counted tree by tree.",
  ],
  [
    ({ description: { bestIteration, numRounds } }) =>
      bestIteration !== null && bestIteration + 1 < numRounds,
    ({ description: { bestIteration, numRounds } }) =>
      `All ${numRounds} rounds are used, as by Booster.predict; scikit-learn’s wrapper stops after round ${bestIteration}.`,
  ],
  [
    ({ numPredictions }) => numPredictions === 0,
    ({ description: { objective } }) =>
      objective === null
        ? "The objective is not known: there are margins, and no predictions."
        : `The objective ${objective} is not one that is evaluated: there are margins, and no predictions.`,
  ],
  [
    ({ hasCovers, description: { numTrees } }) => numTrees > 0 && !hasCovers,
    () => "The file has no covers: no contributions can be told, and importance counts splits alone.",
  ],
  [
    ({ features }) => features.some(({ type, categories }) => type === "c" && categories === null),
    () => "The file does not say what the codes of its categories stand for: enter codes.",
  ],
  [
    ({ description: { booster } }) => booster === "dart",
    () => "DART: leaf values are shown times their tree’s weight.",
  ],
  [
    ({ description: { booster } }) => booster === "gblinear",
    () => "A linear booster has weights in the place of trees.",
  ],
  [
    ({ description: { featureNames } }) => featureNames === null,
    () => "The file has no names of features: they are f0, f1, and so on.",
  ],
]

/** The sentences that hold for a model. */
export function notesOf(known: Known): readonly string[] {
  return NOTES.filter(([holds]) => holds(known)).map(([, say]) => say(known))
}
