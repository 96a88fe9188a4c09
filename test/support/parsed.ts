/** Small parsed models, for tests of what is made from them. */
import type { ParsedModel, ParsedTree } from "../../src/formats/parsed-model.ts"

/** A split on feature 1 at 0.5, missing values to the left; leaves of -1 and 2. */
export function parsedTree(changes: Partial<ParsedTree> = {}): ParsedTree {
  return {
    numNodes: 3,
    leftChildren: Int32Array.of(1, -1, -1),
    rightChildren: Int32Array.of(2, -1, -1),
    splitIndices: Int32Array.of(1, 0, 0),
    splitConditions: Float32Array.of(0.5, -1, 2),
    defaultLeft: Uint8Array.of(1, 0, 0),
    splitType: null,
    categories: null,
    sizeLeafVector: 1,
    leafWeights: null,
    lossChanges: null,
    sumHessian: null,
    baseWeights: null,
    parents: null,
    nodeIds: null,
    ...changes,
  }
}

/** A regression on two features; a tree a round. */
export function parsedModel(trees: readonly ParsedTree[], changes: Partial<ParsedModel> = {}): ParsedModel {
  return {
    format: "json",
    source: "model.json",
    version: [1, 7, 4],
    booster: "gbtree",
    objective: "reg:squarederror",
    objectiveDocument: null,
    baseScore: Float32Array.of(0.5),
    baseScoreIsMargin: false,
    numFeatures: 2,
    numClass: 0,
    numTarget: 1,
    featureNames: null,
    featureTypes: null,
    categoryValues: null,
    attributes: new Map(),
    numParallelTree: 1,
    iterationIndptr: Int32Array.from({ length: trees.length + 1 }, (_, round) => round),
    treeInfo: new Int32Array(trees.length),
    trees,
    weightDrop: null,
    linearWeights: null,
    ...changes,
  }
}
