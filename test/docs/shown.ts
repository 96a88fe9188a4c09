/** Compares what code printed with what a document shows of it. */

/** Words, numbers and signs; quotes and white space do not count, nor the lengths that Node prints of arrays. */
function tokens(text: string): string[] {
  const plain = text.replace(/\b((?:\w+)?Array)\(\d+\)/g, "$1").replace(/["'`]/g, " ")
  return plain.match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[\p{L}_$][\p{L}\p{N}_$-]*|…|\S/gu) ?? []
}

/** A number shown with decimals may be rounded to them; any other token is shown as it is. */
function sameToken(actual: string, shown: string): boolean {
  if (actual === shown) return true
  const decimals = /^-?\d+\.(\d+)$/.exec(shown)?.[1]
  if (decimals === undefined || Number.isNaN(Number(actual))) return false
  return Number(actual).toFixed(decimals.length) === shown
}

/**
 * Whether a text is the one that is shown. `…` stands for anything, also for nothing.
 *
 * @param actual what was printed, as Node's `console.log` prints it
 * @param shown what the document says
 */
export function isShown(actual: string, shown: string): boolean {
  const found = tokens(actual)
  const wanted = tokens(shown)
  const matches = (i: number, k: number): boolean => {
    if (k === wanted.length) return i === found.length
    if (wanted[k] === "…") {
      for (let skip = i; skip <= found.length; skip++) if (matches(skip, k + 1)) return true
      return false
    }
    return i < found.length && sameToken(found[i]!, wanted[k]!) && matches(i + 1, k + 1)
  }
  return matches(0, 0)
}
