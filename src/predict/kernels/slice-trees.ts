/**
 * Thirty-two rows down a complete tree at once, without following any of them: the set of rows that reach a node
 * is a word of bits, of which the node's split keeps some for its right child and leaves the rest to the left
 * one. What a level answered is one more bit of every row's leaf: six levels are six words, and turned by a
 * quarter (the transposition of Hacker's Delight, 7-3) they are the leaves of the 32 rows, a byte each.
 *
 * It takes 63 steps for six levels, where walking takes 6 × 32; a seventh level would cost as many steps again.
 *
 * Scratch, from a given index of the table on: [ 64 sets of rows | 8 levels' words | whatever the kernels keep ]
 */

/** Levels that are descended so. */
export const SLICED_LEVELS = 6

/** Words of scratch that a descent needs: what follows is the caller's. */
export const SLICE_SCRATCH = 72

const LEVELS = 64

/** The first three levels. */
function sliceFirst(nodes: Uint16Array, tree: number, table: Int32Array, scratch: number): void {
  const right = table[nodes[(tree + 1) | 0]]
  const left = ~right
  const b = table[nodes[(tree + 2) | 0]] & left
  const d = table[nodes[(tree + 3) | 0]] & right
  const a = left ^ b
  const c = right ^ d
  const ar = table[nodes[(tree + 4) | 0]] & a
  const br = table[nodes[(tree + 5) | 0]] & b
  const cr = table[nodes[(tree + 6) | 0]] & c
  const dr = table[nodes[(tree + 7) | 0]] & d
  table[scratch] = a ^ ar
  table[(scratch + 1) | 0] = ar
  table[(scratch + 2) | 0] = b ^ br
  table[(scratch + 3) | 0] = br
  table[(scratch + 4) | 0] = c ^ cr
  table[(scratch + 5) | 0] = cr
  table[(scratch + 6) | 0] = d ^ dr
  table[(scratch + 7) | 0] = dr
  table[(scratch + LEVELS) | 0] = right
  table[(scratch + LEVELS + 1) | 0] = b | d
  table[(scratch + LEVELS + 2) | 0] = ar | br | cr | dr
}

/** The last three of six levels: nobody asks for the sets behind them. */
function sliceLast(nodes: Uint16Array, tree: number, table: Int32Array, scratch: number): void {
  let fourth = 0
  let fifth = 0
  let sixth = 0
  for (let node = 8; node < 16; node = (node + 1) | 0) {
    const all = table[(scratch + node - 8) | 0]
    const right = table[nodes[(tree + node) | 0]] & all
    const left = all ^ right
    fourth |= right
    const child = (tree + (node << 1)) | 0
    const b = table[nodes[child]] & left
    const d = table[nodes[(child + 1) | 0]] & right
    fifth |= b | d
    const below = (tree + (node << 2)) | 0
    sixth |=
      (table[nodes[below]] & (left ^ b)) |
      (table[nodes[(below + 1) | 0]] & b) |
      (table[nodes[(below + 2) | 0]] & (right ^ d)) |
      (table[nodes[(below + 3) | 0]] & d)
  }
  table[(scratch + LEVELS + 3) | 0] = fourth
  table[(scratch + LEVELS + 4) | 0] = fifth
  table[(scratch + LEVELS + 5) | 0] = sixth
}

/** One level of a tree of fewer than six. */
function sliceLevel(
  nodes: Uint16Array,
  tree: number,
  level: number,
  table: Int32Array,
  scratch: number,
): void {
  const size = 1 << level
  let answered = 0
  // From the last set on: each makes two, in the places of itself and of those that are done.
  for (let set = size - 1; set >= 0; set--) {
    const all = table[scratch + set]
    const right = table[nodes[tree + size + set]] & all
    answered |= right
    table[scratch + 2 * set + 1] = right
    table[scratch + 2 * set] = all ^ right
  }
  table[scratch + LEVELS + level] = answered
}

/** Turns the levels' words into the rows' leaves. */
function turn(table: Int32Array, scratch: number, depth: number, leaves: number): void {
  const levels = (scratch + LEVELS) | 0
  const last = (levels + depth - 1) | 0
  let a = table[last]
  let b = depth > 1 ? table[(last - 1) | 0] : 0
  let c = depth > 2 ? table[(last - 2) | 0] : 0
  let d = depth > 3 ? table[(last - 3) | 0] : 0
  let e = depth > 4 ? table[(last - 4) | 0] : 0
  let f = depth > 5 ? table[(last - 5) | 0] : 0
  let swap = ((a >>> 4) ^ e) & 0x0f0f0f0f
  e ^= swap
  a ^= swap << 4
  swap = ((b >>> 4) ^ f) & 0x0f0f0f0f
  f ^= swap
  b ^= swap << 4
  // The seventh and the eighth word are empty.
  let g = (c >>> 4) & 0x0f0f0f0f
  c &= 0x0f0f0f0f
  let h = (d >>> 4) & 0x0f0f0f0f
  d &= 0x0f0f0f0f
  swap = ((a >>> 2) ^ c) & 0x33333333
  c ^= swap
  a ^= swap << 2
  swap = ((b >>> 2) ^ d) & 0x33333333
  d ^= swap
  b ^= swap << 2
  swap = ((e >>> 2) ^ g) & 0x33333333
  g ^= swap
  e ^= swap << 2
  swap = ((f >>> 2) ^ h) & 0x33333333
  h ^= swap
  f ^= swap << 2
  swap = ((a >>> 1) ^ b) & 0x55555555
  b ^= swap
  a ^= swap << 1
  swap = ((c >>> 1) ^ d) & 0x55555555
  d ^= swap
  c ^= swap << 1
  swap = ((e >>> 1) ^ f) & 0x55555555
  f ^= swap
  e ^= swap << 1
  swap = ((g >>> 1) ^ h) & 0x55555555
  h ^= swap
  g ^= swap << 1
  table[leaves] = a
  table[(leaves + 1) | 0] = b
  table[(leaves + 2) | 0] = c
  table[(leaves + 3) | 0] = d
  table[(leaves + 4) | 0] = e
  table[(leaves + 5) | 0] = f
  table[(leaves + 6) | 0] = g
  table[(leaves + 7) | 0] = h
}

/**
 * Descends the first levels of a complete tree: entry k of the tree has its children at 2k and 2k + 1.
 *
 * @param nodes split numbers
 * @param tree index of the tree's entry 0
 * @param depth levels, 0 to 6; the tree may have more
 * @param table masks of the splits, and scratch
 * @param leaves where in the table the rows' places go, 8 words: byte b of word w is row 8b + w's place on the
 *   level that is reached, counted from the left, 0 to 2^depth - 1
 */
export function sliceTree(
  nodes: Uint16Array,
  tree: number,
  depth: number,
  table: Int32Array,
  scratch: number,
  leaves: number,
): void {
  if (depth === SLICED_LEVELS) {
    sliceFirst(nodes, tree, table, scratch)
    sliceLast(nodes, tree, table, scratch)
  } else {
    table[scratch] = -1
    table[scratch + LEVELS] = 0
    for (let level = 0; level < depth; level++) sliceLevel(nodes, tree, level, table, scratch)
  }
  turn(table, scratch, Math.max(1, depth), leaves)
}
