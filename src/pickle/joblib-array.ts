/**
 * Arrays that joblib writes into the stream behind their wrapper, outside of pickle: joblib/numpy_pickle.py,
 * `NumpyArrayWrapper.read_array`. From joblib 1.2 on the data is padded to a multiple of 16.
 */

import { describe } from "./describe.ts"
import { asDtype, rawArray, rawSize, readShape } from "./numpy.ts"
import type { PickleReader } from "./pickle-reader.ts"
import { type NdArray, PickleDict, type PickleObject, type PickleValue } from "./value.ts"

/** Whether the data of an array follows an object that was just built. */
export function isArrayWrapper(object: PickleObject): boolean {
  return object.module === "joblib.numpy_pickle" && object.name === "NumpyArrayWrapper"
}

/**
 * Reads the array that follows its wrapper.
 *
 * @param readNested reads a whole pickle from the reader's place: object arrays are one of their own
 */
export function readJoblibArray(
  reader: PickleReader,
  wrapper: PickleObject,
  readNested: () => PickleValue,
): NdArray | PickleValue {
  const { state } = wrapper
  if (!(state instanceof PickleDict)) {
    return reader.fail({
      what: "broken array wrapper",
      expected: "a dict of its state",
      actual: describe(state),
    })
  }
  const dtype = asDtype(reader, state.get("dtype"))
  const shape = readShape(reader, state.get("shape"))
  if (dtype.letter === "O") return readNested()
  const alignment = state.get("numpy_array_alignment_bytes")
  if (alignment !== undefined && alignment !== null) {
    const padding = reader.uint8("padding of an array")
    reader.take(padding, "padding of an array")
  }
  const size = rawSize(reader, dtype, shape)
  return rawArray(
    reader,
    dtype,
    shape,
    state.get("order") === "F" ? "F" : "C",
    reader.slice(size, "an array's data"),
  )
}
