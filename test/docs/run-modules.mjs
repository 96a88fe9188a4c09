/**
 * Imports modules one after the other and prints what each showed, as JSON: `node run-modules.mjs <module>…`.
 * A module calls `shown(line, ...values)`, which `prepare.ts` writes where a document shows a value.
 */
import { pathToFileURL } from "node:url"
import { formatWithOptions } from "node:util"

const print = console.log
const style = {
  depth: null,
  breakLength: Number.POSITIVE_INFINITY,
  maxArrayLength: null,
  maxStringLength: null,
}
const outcomes = []
console.log = () => {}
for (const module of process.argv.slice(2)) {
  const shown = []
  globalThis.shown = (line, ...values) => {
    shown.push({ line, text: formatWithOptions(style, ...values) })
    return values[0]
  }
  let error = null
  try {
    await import(pathToFileURL(module).href)
  } catch (thrown) {
    error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  }
  outcomes.push({ shown, error })
}
print(JSON.stringify(outcomes))
