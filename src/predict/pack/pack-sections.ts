/**
 * Boosters as packs: small files that open without parsing. A pack is a file of sections (see
 * src/bytes/section-file.ts) of these kinds, in this order:
 *
 * | kind | content                                                                              |
 * |------|--------------------------------------------------------------------------------------|
 * | 1    | JSON: what each model is, beside its trees                                           |
 * | 2    | the dictionary of all models' splits: src/forest/pack.ts                             |
 * | 3    | a model's forest, numbered in that dictionary: src/forest/pack.ts; index: the model  |
 * | 4    | a linear model's weights, f32; index: the model                                      |
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"

export const MAGIC = "JAHSPACK"
export const VERSION = 3
export const META = 1
export const DICTIONARY = 2
export const FOREST = 3
export const LINEAR = 4

/** Of a pack without trees: no splits. */
export const NO_SPLITS: SplitDictionary = {
  numFeatures: 0,
  numSplits: 0,
  columns: /* @__PURE__ */ new Int32Array(0),
  columnOffsets: /* @__PURE__ */ new Int32Array(1),
  thresholds: /* @__PURE__ */ new Float32Array(0),
  categoryColumns: /* @__PURE__ */ new Int32Array(0),
  setOffsets: /* @__PURE__ */ new Int32Array(1),
  members: /* @__PURE__ */ new Int32Array(0),
}
