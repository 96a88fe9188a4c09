/**
 * Dumps as `Booster.dump_model` and `Booster.get_dump` write them, as text and as JSON: XGBoost's
 * src/tree/tree_model.cc and src/gbm/gblinear_model.h. Checked against the dumps of 1.5, 1.7, 2.1 and 3.4.
 */

import { DumpTree, expandTree } from "./dump-node.ts"
import type { FeatureLabels } from "./feature-map.ts"
import { generalText } from "./float-text.ts"
import { numOutputsOf, type ParsedModel } from "./parsed-model.ts"

/** gblinear prints with the streams' default precision. */
const LINEAR_PRECISION = 6

function textTree(dump: DumpTree): string {
  return expandTree((index, depth) => {
    const node = dump.node(index)
    const tabs = "\t".repeat(depth)
    if (node.leaf !== null) {
      return [`${tabs}${node.id}:leaf=${node.leaf}${node.cover === null ? "" : `,cover=${node.cover}`}\n`]
    }
    const { left, right, missing } = node
    let line = `${tabs}${node.id}:[${node.name}<${node.threshold}] yes=${left},no=${right},missing=${missing}`
    if (node.kind === "categories") {
      const set = node.categories.join(",")
      line = `${tabs}${node.id}:[${node.name}:{${set}}] yes=${right},no=${left},missing=${missing}`
    } else if (node.kind === "indicator") {
      // Its line alone is not indented.
      line = `${node.id}:[${node.name}] yes=${missing === left ? right : left},no=${missing}`
    }
    const statistics = node.gain === null ? "" : `,gain=${node.gain},cover=${node.cover}`
    const children = [dump.tree.leftChildren[index], dump.tree.rightChildren[index]]
    return [`${line}${statistics}\n`, ...children.map(child => ({ node: child, depth: depth + 1 }))]
  })
}

function jsonTree(dump: DumpTree): string {
  return expandTree((index, depth) => {
    const node = dump.node(index)
    const indent = "  ".repeat(depth + 1)
    const start = `${depth === 0 ? "" : "\n"}${indent}{ "nodeid": ${node.id}, `
    if (node.leaf !== null) {
      return [`${start}"leaf": ${node.leaf} ${node.cover === null ? "" : `, "cover": ${node.cover} `}}`]
    }
    const { left, right, missing } = node
    const split = `${start}"depth": ${depth}, "split": "${node.name}"`
    let rest = `"split_condition": ${node.threshold}, "yes": ${left}, "no": ${right}, "missing": ${missing}`
    if (node.kind === "categories") {
      const set = `[${node.categories.join(", ")}]`
      rest = `"split_condition": ${set}, "yes": ${right}, "no": ${left}, "missing": ${missing}`
    } else if (node.kind === "indicator") {
      rest = `"yes": ${missing === left ? right : left}, "no": ${missing}`
    }
    const statistics = node.gain === null ? "" : `, "gain": ${node.gain}, "cover": ${node.cover}`
    return [
      `${split}, ${rest} ${statistics}, "children": [`,
      { node: dump.tree.leftChildren[index], depth: depth + 1 },
      ", ",
      { node: dump.tree.rightChildren[index], depth: depth + 1 },
      `\n${indent}]}`,
    ]
  })
}

/** Biases, then weights, of a linear booster. */
function linearParts(weights: Float32Array, model: ParsedModel): { bias: string[]; weight: string[] } {
  const texts = Array.from(weights, value => generalText(value, LINEAR_PRECISION))
  const numWeights = weights.length - numOutputsOf(model)
  return { bias: texts.slice(numWeights), weight: texts.slice(0, numWeights) }
}

/** The file of `dump_model(…, dump_format="text")`. */
export function textDump(model: ParsedModel, labels: FeatureLabels, withStats: boolean): string {
  if (model.linearWeights !== null) {
    const { bias, weight } = linearParts(model.linearWeights, model)
    return `booster[0]:\n${["bias:", ...bias, "weight:", ...weight].join("\n")}\n`
  }
  return model.trees
    .map((_, index) => `booster[${index}]:\n${textTree(new DumpTree(model, index, labels, withStats))}`)
    .join("")
}

/** The file of `dump_model(…, dump_format="json")`. */
export function jsonDump(model: ParsedModel, labels: FeatureLabels, withStats: boolean): string {
  if (model.linearWeights !== null) {
    const { bias, weight } = linearParts(model.linearWeights, model)
    const lines = (texts: readonly string[]): string => texts.map(line => `      ${line}`).join(",\n")
    return `[\n  { "bias": [\n${lines(bias)}\n    ],\n    "weight": [\n${lines(weight)}\n    ]\n  }\n]`
  }
  const trees = model.trees.map((_, index) => jsonTree(new DumpTree(model, index, labels, withStats)))
  return `[\n${trees.join(",\n")}\n]`
}
