/** Finds the name that a misspelt one was probably meant to be (edit distance, case and separators ignored). */

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "")
}

/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const replace = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let least = Math.min(replace, previous[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, beforePrevious[j - 2]! + 1)
      }
      row.push(least)
    }
    beforePrevious = previous
    previous = row
  }
  return previous[b.length]!
}

/**
 * The candidate closest to a misspelt name.
 *
 * @param name what was given
 * @param candidates the right names
 * @returns the closest candidate, or undefined when none is within a third of its length
 * @example
 * ```ts
 * nearest("learning_rate", ["LearningRate", "WeightDecay"]) // "LearningRate"
 * ```
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  // A name of thousands of characters is not a slip of the finger, and the distance is quadratic.
  const given = plain(name.slice(0, 64))
  let best: string | undefined
  let least = Number.POSITIVE_INFINITY
  for (const candidate of candidates) {
    const right = plain(candidate)
    const distance = editDistance(given, right)
    if (distance < least && distance <= right.length / 3) {
      least = distance
      best = candidate
    }
  }
  return best
}

/**
 * The remedy that names the candidate closest to a misspelt name, for messages.
 *
 * @param name anything that was given
 * @example
 * ```ts
 * didYouMean("valid_acc", ["valid-acc", "latency"]) // "did you mean valid-acc?"
 * ```
 */
export function didYouMean(name: unknown, candidates: Iterable<string>): string | undefined {
  const meant = typeof name === "string" ? nearest(name, candidates) : undefined
  return meant && `did you mean ${meant}?`
}
