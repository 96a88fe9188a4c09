/** The answers of a row to the splits on categories: after the thresholds, one each. */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"
import { isMember } from "./categorical.ts"

/**
 * @param answers receives 1 for right and 0 for left, at each split's number
 */
export function answerCategories(
  dictionary: SplitDictionary,
  rows: Float32Array,
  start: number,
  answers: Uint16Array | Int32Array,
  offset = 0,
): void {
  const { thresholds, categoryColumns, setOffsets, members } = dictionary
  const first = offset + thresholds.length
  for (let i = 0; i < categoryColumns.length; i++) {
    const value = rows[start + (categoryColumns[i] >> 1)]
    answers[first + i] = Number.isNaN(value)
      ? 1 - (categoryColumns[i] & 1)
      : isMember(members, setOffsets[i], setOffsets[i + 1], value)
  }
}
