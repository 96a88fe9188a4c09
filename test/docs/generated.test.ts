/** Tables in the documents are what the data says: cards, metrics. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "vitest"
import { root } from "./blocks.ts"
import { cards, generatedParts, withPart } from "./generated.ts"

for (const part of generatedParts) {
  it(`${part.file} has its part ${part.name} as the data says`, () => {
    const path = join(root, part.file)
    const document = readFileSync(path, "utf8")
    const wanted = withPart(document, part)
    if (process.env["UPDATE_DOCS"]) writeFileSync(path, wanted)
    else expect(document, "UPDATE_DOCS=1 npx vitest run test/docs/generated.test.ts").toBe(wanted)
  })
}

it("the words close and rough are true of the cards", () => {
  const found = Object.fromEntries(
    cards().map(({ task, scores }) => [task, scores.holdout["valid-acc"]!] as const),
  )
  expect(found["cifar10"]!.R2).toBeGreaterThan(0.95)
  expect(found["fashion_mnist"]!.R2).toBeLessThan(0.9)
  expect(found["fashion_mnist"]!.MAE).toBeGreaterThan(3)
})
