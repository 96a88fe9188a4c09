/** A grid of configurations and epochs to the axes of a model's features. */

import type { CheckedAxis } from "../predict/grid/grid-axes.ts"
import type { CheckedGrid } from "../predict/grid/grid-check.ts"
import type { GridPart } from "../predict/grid/grid-parts.ts"
import type { Configuration, Encoder } from "../space/index.ts"

/** One point of an axis: what it changes in a configuration, or the epoch. */
export interface GridPoint {
  readonly configuration: Configuration
  readonly epoch: number
}

/** A grid as a model sees it. */
export interface EncodedGrid {
  readonly base: Float32Array
  readonly axes: readonly CheckedAxis[]
}

/**
 * Encodes a grid.
 *
 * @param origin the first cell
 * @param axes of each axis: the first cell moved along it, value by value. Axes change columns of their own
 */
export function encodeGrid(
  encoder: Encoder,
  origin: GridPoint,
  axes: readonly (readonly GridPoint[])[],
): EncodedGrid {
  const { numFeatures } = encoder
  const base = new Float32Array(numFeatures)
  encoder.encode(origin.configuration, origin.epoch, base)
  return { base, axes: axes.map(points => encodeAxis(encoder, points, base)) }
}

/** An axis of the features that change along it: none where the model does not know the hyperparameter. */
function encodeAxis(encoder: Encoder, points: readonly GridPoint[], base: Float32Array): CheckedAxis {
  const { numFeatures } = encoder
  const rows = new Float32Array(points.length * numFeatures)
  points.forEach(({ configuration, epoch }, i) => {
    encoder.encode(configuration, epoch, rows, i * numFeatures)
  })
  const features: number[] = []
  for (let feature = 0; feature < numFeatures; feature++) {
    for (let at = feature; at < rows.length; at += numFeatures) {
      if (Object.is(rows[at], base[feature])) continue
      features.push(feature)
      break
    }
  }
  const values = new Float32Array(points.length * features.length)
  points.forEach((_, i) => {
    features.forEach((feature, k) => {
      values[i * features.length + k] = rows[i * numFeatures + feature]
    })
  })
  return { features, values, length: points.length }
}

/** A part of an encoded grid. */
export function partOf({ base, axes }: EncodedGrid, { ranges, numCells }: GridPart): CheckedGrid {
  const parts = axes.map(({ features, values }, a): CheckedAxis => {
    const [begin, end] = ranges[a]
    return {
      features,
      values: values.subarray(begin * features.length, end * features.length),
      length: end - begin,
    }
  })
  return { base, axes: parts, numCells, columns: 1 }
}

/** The epochs from 1 on of one configuration. */
export function encodeEpochs(encoder: Encoder, configuration: Configuration, epochs: number): CheckedGrid {
  const base = new Float32Array(encoder.numFeatures)
  encoder.encode(configuration, 1, base)
  const { epochColumn } = encoder
  const axis =
    epochColumn < 0
      ? { features: [], values: new Float32Array(0), length: epochs }
      : {
          features: [epochColumn],
          values: Float32Array.from({ length: epochs }, (_, i) => i + 1),
          length: epochs,
        }
  return { base, axes: [axis], numCells: epochs, columns: 1 }
}
