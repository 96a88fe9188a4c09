/**
 * A pickle of a full-size model without Python: that of a small one, as jahs_bench wrote it (protocol 0), with
 * 500 trees of depth 12 in the place of its own. The handle stands in it as one line of raw-unicode-escape.
 */

import { encodeUbjson, type Value, Verbatim } from "../hostile/encode.ts"
import { decodeUbjson } from "../oracle/ubjson-decoder.ts"
import { glue } from "./legacy-bytes.ts"
import { Random } from "./random.ts"

const NUM_TREES = 500
const NUM_NODES = 1045
const MAX_DEPTH = 12
const NUM_FEATURES = 41
const BACKSLASH = 92
/** What pickle's protocol 0 escapes in a text, beside all beyond U+00FF. */
const ESCAPED: ReadonlySet<number> = new Set([0, 10, 13, 26, BACKSLASH])

type Fields = { [key: string]: Value }

/** A tree grown at random, in the fields of XGBoost 1.7. */
function tree(id: number, random: Random): Fields {
  const left = new Array<number>(NUM_NODES).fill(-1)
  const parents = new Array<number>(NUM_NODES).fill(2147483647)
  const depths = new Array<number>(NUM_NODES).fill(0)
  const open = [0]
  for (let next = 1; next + 1 < NUM_NODES; next += 2) {
    const [node] = open.splice(random.below(open.length), 1)
    left[node!] = next
    for (const child of [next, next + 1]) {
      parents[child] = node!
      depths[child] = depths[node!]! + 1
      if (depths[child]! < MAX_DEPTH) open.push(child)
    }
  }
  const floats = (scale: number): number[] =>
    left.map(() => Math.fround((random.below(1 << 20) / (1 << 20) - 0.5) * scale))
  return {
    base_weights: floats(0.1),
    categories: [],
    categories_nodes: [],
    categories_segments: [],
    categories_sizes: [],
    default_left: left.map(() => 1),
    id,
    left_children: left,
    loss_changes: floats(10),
    parents,
    right_children: left.map(child => (child < 0 ? -1 : child + 1)),
    // Histograms have few bins, so that thresholds repeat.
    split_conditions: left.map(child =>
      child < 0 ? Math.fround((random.below(1 << 20) / (1 << 20) - 0.5) * 0.1) : random.below(18) + 0.5,
    ),
    split_indices: left.map(() => random.below(NUM_FEATURES)),
    split_type: left.map(() => 0),
    sum_hessian: floats(100),
    tree_param: {
      num_deleted: "0",
      num_feature: String(NUM_FEATURES),
      num_nodes: String(NUM_NODES),
      size_leaf_vector: "0",
    },
  }
}

/** The longest line of a pickle of protocol 0, which is its handle: where its text begins and ends. */
function handleLine(pickle: Uint8Array): [start: number, end: number] {
  let longest: [number, number] = [0, 0]
  for (let start = 0; start < pickle.length; ) {
    const end = pickle.indexOf(10, start)
    if (end < 0) break
    if (end - start > longest[1] - longest[0]) longest = [start, end]
    start = end + 1
  }
  // A mark stands before the text.
  const head = new TextDecoder("latin1").decode(pickle.subarray(longest[0], longest[0] + 3))
  if (head !== "(V{") throw new Error(`the longest line is no handle: ${head}`)
  return [longest[0] + 2, longest[1]]
}

function unescapeText(text: Uint8Array): Uint8Array {
  const latin1 = Buffer.from(text).toString("latin1")
  const plain = latin1.replace(/\\u00([0-9a-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
  return new Uint8Array(Buffer.from(plain, "latin1"))
}

function escapeText(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(6 * bytes.length)
  let length = 0
  for (const byte of bytes) {
    if (!ESCAPED.has(byte)) out[length++] = byte
    else
      for (const character of `\\u00${byte.toString(16).padStart(2, "0")}`)
        out[length++] = character.charCodeAt(0)
  }
  return out.subarray(0, length)
}

/** The handle with other trees. They are written one by one and put where a mark stands for them. */
function withTrees(handle: Uint8Array, trees: readonly Uint8Array[]): Uint8Array {
  const mark = Uint8Array.from("the trees stand here", character => character.charCodeAt(0))
  const document = decodeUbjson(handle) as Fields
  const learner = (document["Model"] as Fields)["learner"] as Fields
  const model = (learner["gradient_booster"] as Fields)["model"] as Fields
  Object.assign(model, { trees: new Verbatim("", mark), tree_info: trees.map(() => 0) })
  Object.assign(model["gbtree_model_param"] as Fields, { num_trees: String(trees.length) })
  const { bytes } = encodeUbjson(document)
  const at = Buffer.from(bytes).indexOf(mark)
  const header = new Uint8Array(
    [..."[#L"].map(character => character.charCodeAt(0)).concat(new Array(8).fill(0)),
  )
  new DataView(header.buffer).setUint32(7, trees.length)
  return glue(bytes.subarray(0, at), header, ...trees, bytes.subarray(at + mark.length))
}

/** What the pickle holds. */
export const fullSize: { readonly trees: number; readonly nodes: number } = {
  trees: NUM_TREES,
  nodes: NUM_TREES * NUM_NODES,
}

/**
 * @param small `model.pkl` of protocol 0 by XGBoost 1.6 or later, decompressed
 * @returns the same with the large model, some 50 MB
 */
export function fullSizePickle(small: Uint8Array): Uint8Array {
  const random = new Random(500)
  const trees = Array.from({ length: NUM_TREES }, (_, id) => encodeUbjson(tree(id, random)).bytes)
  const [start, end] = handleLine(small)
  const handle = withTrees(unescapeText(small.subarray(start, end)), trees)
  // What stands behind says how many rounds count: "predict" leaves out the others.
  const behind = Buffer.from(small.subarray(end)).toString("latin1")
  const counted = behind
    .replace(/(Vbest_iteration\np\d+\nI)\d+/, `$1${NUM_TREES - 1}`)
    .replace(/(Vbest_ntree_limit\np\d+\nI)\d+/, `$1${NUM_TREES}`)
  return glue(small.subarray(0, start), escapeText(handle), new Uint8Array(Buffer.from(counted, "latin1")))
}
