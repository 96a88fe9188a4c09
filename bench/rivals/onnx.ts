/** Trees as an ONNX model of one TreeEnsembleRegressor (ai.onnx.ml 3), for onnxruntime. */
import { rival } from "./rival.ts"
import type { Trees } from "./trees.ts"

/** The part of onnx.proto that this model needs, with the published field numbers. */
const SCHEMA = `
syntax = "proto3";
message Attribute { string name = 1; int64 i = 3; bytes s = 4; repeated float floats = 7;
  repeated int64 ints = 8; repeated bytes strings = 9; int32 type = 20; }
message Node { repeated string input = 1; repeated string output = 2; string name = 3; string op_type = 4;
  repeated Attribute attribute = 5; string domain = 7; }
message Dimension { int64 dim_value = 1; string dim_param = 2; }
message Shape { repeated Dimension dim = 1; }
message Tensor { int32 elem_type = 1; Shape shape = 2; }
message Type { Tensor tensor_type = 1; }
message Value { string name = 1; Type type = 2; }
message Graph { repeated Node node = 1; string name = 2; repeated Value input = 11; repeated Value output = 12; }
message Operators { string domain = 1; int64 version = 2; }
message Model { int64 ir_version = 1; string producer_name = 2; Graph graph = 7; repeated Operators opset_import = 8; }
`
/** Values of AttributeProto.AttributeType. */
const TYPES = { i: 2, s: 3, floats: 6, ints: 7, strings: 8 }

interface Protobuf {
  parse(
    schema: string,
    options: { keepCase: boolean },
  ): {
    root: { lookupType(name: string): { encode(message: object): { finish(): Uint8Array } } }
  }
}

function attribute(name: string, kind: keyof typeof TYPES, value: unknown): object {
  return { name, type: TYPES[kind], [kind]: value }
}

function treeAttributes(trees: Trees): object[] {
  const { numTrees, roots, left, right, features, values, defaultLeft } = trees
  const nodes = { trees: [], ids: [], features: [], yes: [], no: [], missing: [], values: [] } as Record<
    "trees" | "ids" | "features" | "yes" | "no" | "missing" | "values",
    number[]
  >
  const modes: Uint8Array[] = []
  const leaves = { trees: [], ids: [], outputs: [], weights: [] } as Record<
    "trees" | "ids" | "outputs" | "weights",
    number[]
  >
  const [branch, leaf] = ["BRANCH_LT", "LEAF"].map(text => new TextEncoder().encode(text))
  for (let tree = 0; tree < numTrees; tree++) {
    const root = roots[tree]!
    for (let node = root; node < roots[tree + 1]!; node++) {
      const isLeaf = left[node]! < 0
      nodes.trees.push(tree)
      nodes.ids.push(node - root)
      nodes.features.push(isLeaf ? 0 : features[node]!)
      nodes.yes.push(isLeaf ? 0 : left[node]! - root)
      nodes.no.push(isLeaf ? 0 : right[node]! - root)
      nodes.missing.push(isLeaf ? 0 : defaultLeft[node]!)
      nodes.values.push(isLeaf ? 0 : values[node]!)
      modes.push(isLeaf ? leaf! : branch!)
      if (!isLeaf) continue
      leaves.trees.push(tree)
      leaves.ids.push(node - root)
      leaves.outputs.push(0)
      leaves.weights.push(values[node]!)
    }
  }
  const text = (value: string): Uint8Array => new TextEncoder().encode(value)
  return [
    attribute("nodes_treeids", "ints", nodes.trees),
    attribute("nodes_nodeids", "ints", nodes.ids),
    attribute("nodes_featureids", "ints", nodes.features),
    attribute("nodes_truenodeids", "ints", nodes.yes),
    attribute("nodes_falsenodeids", "ints", nodes.no),
    attribute("nodes_missing_value_tracks_true", "ints", nodes.missing),
    attribute("nodes_modes", "strings", modes),
    attribute("nodes_values", "floats", nodes.values),
    attribute("target_treeids", "ints", leaves.trees),
    attribute("target_nodeids", "ints", leaves.ids),
    attribute("target_ids", "ints", leaves.outputs),
    attribute("target_weights", "floats", leaves.weights),
    attribute("base_values", "floats", [trees.baseScore]),
    attribute("n_targets", "i", 1),
    attribute("aggregate_function", "s", text("SUM")),
    attribute("post_transform", "s", text("NONE")),
  ]
}

/** A float tensor of any number of rows. */
function tensor(name: string, columns: number): object {
  const shape = { dim: [{ dim_param: "rows" }, { dim_value: columns }] }
  return { name, type: { tensor_type: { elem_type: 1, shape } } }
}

/** The model's bytes; input `rows`, output `margins`. */
export function onnxModel(trees: Trees): Uint8Array {
  const { root } = rival<Protobuf>("protobufjs").parse(SCHEMA, { keepCase: true })
  const node = {
    input: ["rows"],
    output: ["margins"],
    name: "trees",
    op_type: "TreeEnsembleRegressor",
    domain: "ai.onnx.ml",
    attribute: treeAttributes(trees),
  }
  const graph = {
    node: [node],
    name: "model",
    input: [tensor("rows", trees.numFeatures)],
    output: [tensor("margins", 1)],
  }
  const operators = [
    { domain: "", version: 17 },
    { domain: "ai.onnx.ml", version: 3 },
  ]
  const model = { ir_version: 8, producer_name: "bench", graph, opset_import: operators }
  return root.lookupType("Model").encode(model).finish()
}
