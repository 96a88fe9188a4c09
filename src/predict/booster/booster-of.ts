/** From a parsed model to the booster: apart from it, so that who only opens packs does not load this. */

import { buildForest } from "../../forest/build.ts"
import { numOutputsOf, type ParsedModel } from "../../formats/parsed-model.ts"
import { Booster, type BoosterInfo } from "./booster.ts"
import { FlatTrees } from "./flat-trees.ts"

/** Makes a booster of a parsed model. */
export function boosterOf(model: ParsedModel): Booster {
  const info: BoosterInfo = {
    source: model.source,
    objective: model.objective,
    booster: model.booster,
    version: model.version,
    numOutputs: numOutputsOf(model),
    featureNames: model.featureNames,
    featureTypes: model.featureTypes,
    attributes: model.attributes,
    baseScore: model.baseScore,
    baseScoreIsMargin: model.baseScoreIsMargin,
    iterationIndptr: model.iterationIndptr,
    treeInfo: model.treeInfo,
    categoryValues: model.categoryValues,
    linearWeights: model.linearWeights,
  }
  return new Booster(info, new FlatTrees(buildForest(model), info), () => model)
}
