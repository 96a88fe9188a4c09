/** A surrogate whose answers are projected onto a law along the epoch. */

import type { CheckedGrid } from "../predict/grid/grid-check.ts"
import { gridParts } from "../predict/grid/grid-parts.ts"
import { partOf } from "./encode-grid.ts"
import { Surrogate } from "./surrogate.ts"

/** `isotonic`: the nearest curve that never falls. `mean`: the nearest curve that is constant. */
export type Projection = "isotonic" | "mean"

/** The nearest values, by squares, that never fall: pools of adjacent violators (Ayer et al., 1955). */
function projectIsotonic(curve: Float32Array): void {
  const sums: number[] = []
  const counts: number[] = []
  for (const value of curve) {
    let sum = value
    let count = 1
    while (sums.length > 0 && sums[sums.length - 1] / counts[counts.length - 1] > sum / count) {
      sum += sums.pop() as number
      count += counts.pop() as number
    }
    sums.push(sum)
    counts.push(count)
  }
  let at = 0
  sums.forEach((sum, pool) => {
    curve.fill(sum / counts[pool], at, at + counts[pool])
    at += counts[pool]
  })
}

function projectMean(curve: Float32Array): void {
  let sum = 0
  for (const value of curve) sum += value
  curve.fill(sum / curve.length)
}

const projections: Readonly<Record<Projection, (curve: Float32Array) => void>> = {
  isotonic: projectIsotonic,
  mean: projectMean,
}

/** Values of curves that are held at a time: 4 MiB. */
const MOST_VALUES = 1_048_576

export class RepairedSurrogate extends Surrogate {
  readonly projection: Projection
  readonly lastEpoch: number
  private readonly epochs: Float32Array

  /** @param lastEpoch the law holds from epoch 1 to this one */
  constructor(
    { metric, booster, encoder, transforms }: Surrogate,
    projection: Projection,
    lastEpoch: number,
  ) {
    super(metric, booster, encoder, transforms)
    this.projection = projection
    this.lastEpoch = lastEpoch
    this.epochs = Float32Array.from({ length: lastEpoch }, (_, i) => i + 1)
  }

  override get isProjected(): boolean {
    return true
  }

  override evaluate(row: Float32Array): number {
    const out = new Float32Array(1)
    this.evaluateGrid({ base: row, axes: [], numCells: 1, columns: 1 }, out)
    return out[0]
  }

  override evaluateMany(rows: Float32Array, out: Float32Array): void {
    const { numFeatures } = this.encoder
    for (let row = 0; row < out.length; row++) {
      out[row] = this.evaluate(rows.subarray(row * numFeatures, (row + 1) * numFeatures))
    }
  }

  override evaluateGrid(grid: CheckedGrid, out: Float32Array): void {
    const { epochColumn } = this.encoder
    // A model that does not know the epoch is constant over it.
    if (epochColumn < 0) {
      super.evaluateGrid(grid, out)
      return
    }
    const { base, axes } = grid
    const place = axes.findIndex(({ features }) => features.includes(epochColumn))
    const asked = place < 0 ? base.subarray(epochColumn, epochColumn + 1) : axes[place].values
    const others = axes.filter((_, axis) => axis !== place)
    const lengths = others.map(({ length }) => length)
    // Cells of the axes behind the epoch's.
    const inner = place < 0 ? 1 : axes.slice(place + 1).reduce((product, { length }) => product * length, 1)
    const { epochs, lastEpoch } = this
    const epochAxis = { features: [epochColumn], values: epochs, length: lastEpoch }
    const project = projections[this.projection]
    for (const part of gridParts(lengths, Math.floor(MOST_VALUES / lastEpoch))) {
      const curves = new Float32Array(part.numCells * lastEpoch)
      const { axes: partAxes } = partOf({ base, axes: others }, part)
      const cells = { base, axes: [...partAxes, epochAxis], numCells: curves.length, columns: 1 }
      super.evaluateGrid(cells, curves)
      for (let i = 0; i < part.numCells; i++) {
        const curve = curves.subarray(i * lastEpoch, (i + 1) * lastEpoch)
        project(curve)
        const other = part.first + i
        const first = Math.floor(other / inner) * asked.length * inner + (other % inner)
        for (let k = 0; k < asked.length; k++) out[first + k * inner] = curve[asked[k] - 1]
      }
    }
  }
}
