/**
 * Fields of a model file that no prediction depends on, by their paths: those this version knows and has no use
 * for, and those it has never heard of, which may be what a later XGBoost predicts with.
 */

import { startsWith } from "../../bytes/starts-with.ts"
import { encodeUtf8 } from "../../bytes/utf8.ts"
import { encodingOf } from "../../formats/detect.ts"
import { type DocumentValue, isNumericArray } from "../../formats/document.ts"
import { parseJsonText } from "../../formats/json-text.ts"
import type { ParsedModel } from "../../formats/parsed-model.ts"
import { parseUbjson } from "../../formats/ubjson.ts"

/** Why a field is not evaluated. */
type Reason = "training" | "statistics" | "implied" | "unknown"

/** Paths by reason; entries of arrays are written `[]`. */
export type UnreadFields = Readonly<Record<Reason, readonly string[]>>

/** What a field of an object is for: `read` in predictions, a reason why it is not, or an object of fields. */
interface Fields {
  readonly [key: string]: "read" | Reason | Fields
}

const TREE: Fields = {
  base_weights: "statistics",
  categories: "read",
  categories_nodes: "read",
  categories_segments: "read",
  categories_sizes: "read",
  default_left: "read",
  id: "read",
  leaf_weights: "read",
  left_children: "read",
  loss_changes: "statistics",
  parents: "implied",
  right_children: "read",
  split_conditions: "read",
  split_indices: "read",
  split_type: "read",
  sum_hessian: "statistics",
  tree_param: { num_deleted: "implied", num_feature: "implied", num_nodes: "read", size_leaf_vector: "read" },
}

const GBTREE: Fields = {
  cats: {
    enc: { "[]": { offsets: "read", values: "read", type: "read" } },
    feature_segments: "implied",
    sorted_idx: "implied",
  },
  gbtree_model_param: { num_parallel_tree: "read", num_trees: "read", size_leaf_vector: "implied" },
  iteration_indptr: "read",
  tree_info: "read",
  trees: { "[]": TREE },
  weight_drop: "read",
}

const MODEL: Fields = {
  learner: {
    attributes: "read",
    feature_names: "read",
    feature_types: "read",
    gradient_booster: {
      gbtree: { model: GBTREE, name: "implied" },
      model: { ...GBTREE, boosted_rounds: "training", weights: "read" },
      name: "read",
      weight_drop: "read",
    },
    learner_model_param: {
      base_score: "read",
      boost_from_average: "training",
      num_class: "read",
      num_feature: "read",
      num_target: "read",
    },
    // Every parameter of every objective: training needs them, predictions do not.
    objective: { name: "read", "*": "training" },
  },
  version: "read",
}

/** A node of a dump, but for its children. */
const DUMP_NODE: Fields = {
  children: "read",
  cover: "statistics",
  depth: "implied",
  gain: "statistics",
  leaf: "read",
  missing: "read",
  no: "read",
  nodeid: "read",
  split: "read",
  split_condition: "read",
  yes: "read",
}

class Collector {
  private readonly found: Record<Reason, Set<string>> = {
    training: new Set(),
    statistics: new Set(),
    implied: new Set(),
    unknown: new Set(),
  }

  add(reason: Reason, path: string): void {
    this.found[reason].add(path)
  }

  /** Looks through a document that was read as a model already: what it must have is there. */
  walk(value: DocumentValue, fields: Fields, path: string): void {
    if (Array.isArray(value)) {
      const entry = fields["[]"]
      if (typeof entry === "object") for (const item of value) this.walk(item, entry, `${path}[]`)
      return
    }
    if (!(value instanceof Map)) return
    for (const [key, member] of value) {
      const place = path === "" ? key : `${path}.${key}`
      const use = (Object.hasOwn(fields, key) ? fields[key] : undefined) ?? fields["*"] ?? "unknown"
      if (typeof use === "object") this.walk(member, use, place)
      else if (use !== "read") this.add(use, place)
    }
  }

  /** Trees of a dump nest as deep as they are: no recursion. */
  walkDump(trees: DocumentValue, source: string): void {
    const stack = Array.isArray(trees) ? [...trees] : []
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (typeof node === "string") {
        stack.push(parseJsonText(encodeUtf8(node), source))
        continue
      }
      this.walk(node, DUMP_NODE, "node")
      const children = node instanceof Map ? node.get("children") : undefined
      if (Array.isArray(children)) stack.push(...children)
    }
  }

  /** @param isRead tells paths that are evaluated in this model after all */
  fields(isRead: (path: string) => boolean): UnreadFields {
    const { training, statistics, implied, unknown } = this.found
    const sorted = (paths: Set<string>): string[] => [...paths].filter(path => !isRead(path)).sort()
    return {
      training: sorted(training),
      statistics: sorted(statistics),
      implied: sorted(implied),
      unknown: sorted(unknown),
    }
  }
}

/** XGBoost's structures, as src/tree/tree_model.cc and src/learner.cc name their members. */
function addBinary(collector: Collector, bytes: Uint8Array, start: number, model: ParsedModel): void {
  const first = startsWith(bytes, "binf", start) ? start + 4 : start
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getInt32(first + 16, true) !== 0) collector.add("training", "attributes.metrics")
  if (model.objectiveDocument !== null) collector.add("training", "attributes.objective")
  collector.add("training", "learner_model_param.boost_from_average")
  if (model.trees.length === 0) return
  for (const name of ["loss_chg", "sum_hess", "base_weight"]) collector.add("statistics", `stats[].${name}`)
  collector.add("statistics", "stats[].leaf_child_cnt")
  collector.add("implied", "nodes[].parent")
}

/** A pickled Booster: the model, and the configuration that training goes on with. */
function walkHandle(collector: Collector, handle: DocumentValue): void {
  if (!(handle instanceof Map)) return
  for (const [key, member] of handle) {
    if (key === "Model") collector.walk(member, MODEL, key)
    else collector.add(key === "Config" ? "training" : "unknown", key)
  }
}

/** "CONFIG-offset:" and the 64-bit length of the binary. */
const HANDLE_HEADER_BYTES = 22

/**
 * Names the fields that predictions do not depend on.
 *
 * @param bytes a file that was read as the model
 * @param model what was read
 */
export function unreadFields(bytes: Uint8Array, model: ParsedModel): UnreadFields {
  const { source } = model
  const collector = new Collector()
  const encoding = encodingOf(bytes)
  if (encoding === "json" || encoding === "ubjson") {
    const document = encoding === "json" ? parseJsonText(bytes, source) : parseUbjson(bytes, source)
    if (model.format === "pickled-handle") walkHandle(collector, document)
    else collector.walk(document, MODEL, "")
  } else if (encoding === "json-dump") {
    const document = parseJsonText(bytes, source)
    collector.walkDump(isNumericArray(document) ? [] : document, source)
  } else if (encoding === "config-offset") {
    addBinary(collector, bytes, HANDLE_HEADER_BYTES, model)
    collector.add("training", "Config")
  } else addBinary(collector, bytes, 0, model)
  // Vector leaves up to 3.1 are their nodes' base weights.
  const hasBaseLeaves = model.trees.some(tree => tree.sizeLeafVector > 1 && tree.leafWeights === null)
  return collector.fields(path => hasBaseLeaves && path.endsWith(".base_weights"))
}
