/** Grids larger than memory, in parts: each part is a grid, too, and its cells lie together. */

/** A run of cells that is a product of ranges. */
export interface GridPart {
  /** Index of its first cell in the whole grid. */
  readonly first: number
  readonly numCells: number
  /** Of each axis: values `[begin, end)`. */
  readonly ranges: readonly (readonly [begin: number, end: number])[]
}

/**
 * Divides a grid in order: the last axes stay whole, one is cut into ranges, and of those before it each
 * combination is taken by itself.
 *
 * @param lengths number of values of each axis
 * @param maxCells cells of the largest part; at least 1
 */
export function* gridParts(lengths: readonly number[], maxCells: number): Generator<GridPart, void, void> {
  let numCells = 1
  let cut = lengths.length
  while (cut > 0 && numCells * lengths[cut - 1] <= maxCells) numCells *= lengths[--cut]
  const whole = lengths.slice(cut).map(length => [0, length] as const)
  if (cut === 0) {
    if (numCells > 0) yield { first: 0, numCells, ranges: whole }
    return
  }
  const step = Math.floor(maxCells / numCells)
  const numBefore = lengths.slice(0, cut - 1).reduce((product, length) => product * length, 1)
  let first = 0
  for (let before = 0; before < numBefore; before++) {
    const single: [number, number][] = []
    let rest = before
    for (let axis = cut - 2; axis >= 0; axis--) {
      const value = rest % lengths[axis]
      rest = Math.floor(rest / lengths[axis])
      single.unshift([value, value + 1])
    }
    for (let begin = 0; begin < lengths[cut - 1]; begin += step) {
      const end = Math.min(begin + step, lengths[cut - 1])
      const count = (end - begin) * numCells
      yield { first, numCells: count, ranges: [...single, [begin, end], ...whole] }
      first += count
    }
  }
}
