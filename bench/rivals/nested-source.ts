/** Trees as nested ifs, one function a tree: what code generators such as m2cgen and treelite write. */
import type { Trees } from "./trees.ts"

/** Sources are split, so that a compiler does not have to hold all of a large model at once. */
const FILES = 16

function nested(trees: Trees, node: number, literal: (value: number) => string): string {
  const { left, right, features, values } = trees
  const value = literal(values[node]!)
  if (left[node]! < 0) return `return ${value};`
  const yes = nested(trees, left[node]!, literal)
  const no = nested(trees, right[node]!, literal)
  return `if(x[${features[node]}]<${value}){${yes}}else{${no}}`
}

/** A module that exports `predict(row)`. */
export function nestedJavaScript(trees: Trees): string {
  const numbers = Array.from({ length: trees.numTrees }, (_, t) => t)
  const functions = numbers.map(t => `function t${t}(x){${nested(trees, trees.roots[t]!, String)}}`)
  const sums = numbers.map(t => `s=f(s+t${t}(x));`)
  return `const f=Math.fround\n${functions.join("\n")}
export function predict(x){let s=${trees.baseScore};${sums.join("")}return s}\n`
}

/** A float literal that C reads as exactly this float32 number. */
function literalC(value: number): string {
  const text = String(value)
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`
}

/** Sources that together define `float predict_row(const float *x)`, by file name. */
export function nestedC(trees: Trees): Map<string, string> {
  const { numTrees, roots } = trees
  const numbers = Array.from({ length: numTrees }, (_, t) => t)
  const signature = (t: number): string => `float tree${t}(const float *x)`
  const perFile = Math.ceil(numTrees / FILES)
  const files = new Map<string, string>()
  for (let first = 0; first < numTrees; first += perFile) {
    const bodies = numbers
      .slice(first, first + perFile)
      .map(t => `${signature(t)}{${nested(trees, roots[t]!, literalC)}}`)
    files.set(`trees${first / perFile}.c`, `${bodies.join("\n")}\n`)
  }
  const sums = numbers.map(t => `s+=tree${t}(x);`).join("")
  files.set(
    "sum.c",
    `${numbers.map(t => `${signature(t)};`).join("\n")}
float predict_row(const float *x){float s=${literalC(trees.baseScore)};${sums}return s;}\n`,
  )
  return files
}
