/** Says what is wrong with an example that ran. */
import { expect } from "vitest"
import type { Prepared } from "./prepare.ts"
import type { Outcome } from "./run.ts"
import { isShown } from "./shown.ts"

/** Fails where an example threw, or printed something else than its document shows. */
export function expectShown({ block, claims }: Prepared, { shown, error }: Outcome): void {
  if (error !== null) expect.fail(`${block.file}:${block.line} does not run: ${error}`)
  for (const { line, text } of claims) {
    const found = shown.filter(value => value.line === line).map(value => value.text)
    if (found.length > 0 && found.every(value => isShown(value, text))) continue
    const actual = found.length > 0 ? found.join("\n  and ") : "nothing: the line was never reached"
    expect.fail(`${block.file}:${line} shows\n      ${text}\n  got ${actual}`)
  }
}
