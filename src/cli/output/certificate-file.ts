/** The certificate of an optimum as a file: every discrete choice with its bound. */

import type { Certificate } from "../../benchmark/index.ts"

/** Options of a discrete choice, by its position: the last hyperparameter fastest. */
function valuesAt({ choices }: Certificate, position: number): unknown[] {
  const values: unknown[] = []
  let rest = position
  for (const { values: allowed } of choices.toReversed()) {
    values.unshift(allowed[rest % allowed.length])
    rest = Math.floor(rest / allowed.length)
  }
  return values
}

/** One line a discrete choice. */
export function certificateCsv(certificate: Certificate): string {
  const { choices, bounds, isSummed } = certificate
  const lines = [[...choices.map(({ name }) => name), "bound", "summed"].join(",")]
  for (const [position, bound] of bounds.entries()) {
    lines.push([...valuesAt(certificate, position), bound, isSummed[position] === 1].join(","))
  }
  return `${lines.join("\n")}\n`
}

/** Bounds in the order of the choices, the last hyperparameter fastest; null where nothing is feasible. */
export function certificateJson({ choices, bounds, isSummed }: Certificate): string {
  return `${JSON.stringify({ choices, bounds: Array.from(bounds), summed: Array.from(isSummed) })}\n`
}
