/** Epochs in words, for messages. */

/**
 * @param epochs ascending, each once
 * @returns for example `1..3, 5, 7..12`
 */
export function epochRanges(epochs: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const epoch of epochs) {
    const last = ranges.at(-1)
    if (last !== undefined && last[1] === epoch - 1) last[1] = epoch
    else ranges.push([epoch, epoch])
  }
  return ranges.map(([first, last]) => (first === last ? `${first}` : `${first}..${last}`)).join(", ")
}
