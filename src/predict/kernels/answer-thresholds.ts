/**
 * The answers of a row to the splits on thresholds. A column's thresholds ascend, so that a row answers 1 up to
 * some rank and 0 from there on: the rank is searched without a branch, and only the answers between the rank of
 * the row before and this one's are written.
 */

import type { SplitDictionary } from "../../forest/split-dictionary.ts"

/** Up to so many thresholds are compared one by one, and so many answers written one by one: calls cost more. */
const FEW = 4
const SHORT = 64

/**
 * Writes the answers of a row at each split's number: 1 for right.
 *
 * @param start index of the row's first value
 * @param ranks thresholds that the row before reached, per column; 0 at first, changed
 */
export function answerNarrow(
  dictionary: SplitDictionary,
  rows: Float32Array,
  start: number,
  answers: Uint16Array,
  ranks: Int32Array,
): void {
  const { columns, columnOffsets, thresholds } = dictionary
  for (let column = 0; column < columns.length; column = (column + 1) | 0) {
    const value = rows[(start + (columns[column] >> 1)) | 0]
    const first = columnOffsets[column]
    const count = (columnOffsets[column + 1] - first) | 0
    const isMissing = Number.isNaN(value)
    if (count <= FEW) {
      const end = (first + count) | 0
      const missing = (1 - (columns[column] & 1)) | 0
      for (let split = first; split < end; split = (split + 1) | 0) {
        answers[split] = isMissing ? missing : +(value >= thresholds[split])
      }
      continue
    }
    let rank: number
    if (isMissing) rank = columns[column] & 1 ? 0 : count
    else {
      let low = first
      let left = count
      while (left > 1) {
        const half = left >> 1
        low = (low + (-+(thresholds[(low + half - 1) | 0] <= value) & half)) | 0
        left = (left - half) | 0
      }
      rank = (low - first + +(thresholds[low] <= value)) | 0
    }
    const before = ranks[column]
    ranks[column] = rank
    // Only the answers between the rank of the row before and this one's differ.
    const begin = (first + Math.min(before, rank)) | 0
    const end = (first + Math.max(before, rank)) | 0
    const answer = +(rank > before)
    if (end - begin > SHORT) answers.fill(answer, begin, end)
    else for (let split = begin; split < end; split = (split + 1) | 0) answers[split] = answer
  }
}

/** `answerNarrow` into two tables at once. One function for both kinds of kernel would cost the narrow one a third. */
export function answerBoth(
  dictionary: SplitDictionary,
  rows: Float32Array,
  start: number,
  answers: Uint16Array,
  wideAnswers: Int32Array,
  ranks: Int32Array,
): void {
  const { columns, columnOffsets, thresholds } = dictionary
  for (let column = 0; column < columns.length; column = (column + 1) | 0) {
    const value = rows[(start + (columns[column] >> 1)) | 0]
    const first = columnOffsets[column]
    const count = (columnOffsets[column + 1] - first) | 0
    const isMissing = Number.isNaN(value)
    if (count <= FEW) {
      const end = (first + count) | 0
      const missing = (1 - (columns[column] & 1)) | 0
      for (let split = first; split < end; split = (split + 1) | 0) {
        const answer = isMissing ? missing : +(value >= thresholds[split])
        answers[split] = answer
        wideAnswers[split] = answer
      }
      continue
    }
    let rank: number
    if (isMissing) rank = columns[column] & 1 ? 0 : count
    else {
      let low = first
      let left = count
      while (left > 1) {
        const half = left >> 1
        low = (low + (-+(thresholds[(low + half - 1) | 0] <= value) & half)) | 0
        left = (left - half) | 0
      }
      rank = (low - first + +(thresholds[low] <= value)) | 0
    }
    const before = ranks[column]
    ranks[column] = rank
    // Only the answers between the rank of the row before and this one's differ.
    const begin = (first + Math.min(before, rank)) | 0
    const end = (first + Math.max(before, rank)) | 0
    const answer = +(rank > before)
    if (end - begin > SHORT) {
      answers.fill(answer, begin, end)
      wideAnswers.fill(answer, begin, end)
      continue
    }
    for (let split = begin; split < end; split = (split + 1) | 0) {
      answers[split] = answer
      wideAnswers[split] = answer
    }
  }
}
