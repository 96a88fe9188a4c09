/** The numbers of a numpy array in the order of its rows. */

import type { NdArray, NdValues } from "./value.ts"

/** For each position with the last axis fastest, where it stands with the first axis fastest. */
function reorder(values: Float64Array, shape: readonly number[]): Float64Array {
  const ordered = new Float64Array(values.length)
  const index = new Array<number>(shape.length).fill(0)
  const strides: number[] = []
  let stride = 1
  for (const length of shape) {
    strides.push(stride)
    stride *= length
  }
  let from = 0
  for (let i = 0; i < ordered.length; i++) {
    ordered[i] = values[from]
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]
      if (++index[axis] < shape[axis]) break
      from -= strides[axis] * shape[axis]
      index[axis] = 0
    }
  }
  return ordered
}

function doubles(values: NdValues): Float64Array | undefined {
  if (values instanceof Float64Array) return values
  if (!(values instanceof BigInt64Array || values instanceof BigUint64Array)) return Float64Array.from(values)
  const numbers = new Float64Array(values.length)
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = Number(values[i])
    if (!Number.isSafeInteger(numbers[i])) return undefined
  }
  return numbers
}

/**
 * The numbers of an array as doubles, last axis fastest; a view of the array where nothing has to change.
 *
 * @param array an array of numbers or booleans (0 and 1)
 * @returns as many numbers as the product of the shape; undefined when the values are not numbers, or integers
 *   that a double does not hold exactly
 */
export function numbersOf(array: NdArray): Float64Array | undefined {
  const { values, order, shape } = array
  if (values === undefined) return undefined
  let numbers: Float64Array | undefined
  if (ArrayBuffer.isView(values)) numbers = doubles(values)
  else if (values.every(value => typeof value === "number")) numbers = Float64Array.from(values)
  if (numbers === undefined || order === "C" || shape.length < 2) return numbers
  return reorder(numbers, shape)
}
