/**
 * Pairs of margins of which none is better in both, as a staircase over the first one. Steps stand at fixed
 * heights, so that tens of thousands of cells are told from the staircase by a look into a table each.
 */

/** Steps of the table. */
const NUM_STEPS = 4096

/** Where the steps are. */
export class Steps {
  readonly length: number = NUM_STEPS
  private readonly lowest: number
  private readonly height: number

  /**
   * @param lowest the least first margin of interest
   * @param highest the greatest one
   */
  constructor(lowest: number, highest: number) {
    this.lowest = lowest
    this.height = Math.max((highest - lowest) / (NUM_STEPS - 1), Number.MIN_VALUE)
  }

  /** The step of a first margin: its upper edge is at least that. */
  of(first: number): number {
    const step = Math.ceil((first - this.lowest) / this.height)
    return step <= 0 ? 0 : step >= NUM_STEPS ? NUM_STEPS - 1 : this.edge(step) < first ? step + 1 : step
  }

  /** No first margin of a step is above its edge. */
  edge(step: number): number {
    return step === NUM_STEPS - 1 ? Infinity : this.lowest + step * this.height
  }
}

/** What is reached at best, a step: the greatest second margin of all pairs whose first one is at least its edge. */
export function secondAt(steps: Steps, firsts: readonly number[], seconds: readonly number[]): Float64Array {
  const table = new Float64Array(steps.length).fill(-Infinity)
  // Firsts descend and seconds rise: the last pair that reaches an edge is the one.
  let pair = -1
  for (let step = steps.length - 1; step >= 0; step--) {
    while (pair + 1 < firsts.length && firsts[pair + 1] >= steps.edge(step)) pair++
    if (pair >= 0) table[step] = seconds[pair]
  }
  return table
}
