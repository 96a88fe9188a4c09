/** README's part on speed is what the bench measured. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { speedPart } from "../../bench/speed-table.ts"
import { root } from "./blocks.ts"

const results = (name: string): { goals: { what: string; measured: number; met: boolean }[] } =>
  JSON.parse(readFileSync(join(root, "bench", "results", `${name}.json`), "utf8"))

it("README.md has its part speed as bench/results says", () => {
  const document = readFileSync(join(root, "README.md"), "utf8")
  expect(document, "npm run bench:table").toContain(`<!-- speed -->\n${speedPart()}\n<!-- /speed -->`)
})

it("the recorded run found no prediction that differs from XGBoost's", () => {
  const counts = results("rivals").goals.filter(({ what }) => what.startsWith("predictions that differ"))
  expect(counts.map(({ measured, met }) => [measured, met])).toEqual([
    [0, true],
    [0, true],
    [0, true],
  ])
})
