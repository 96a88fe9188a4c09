/** Every `@example` of every doc comment is run; a comment after an expression is its value. */
import { beforeAll, expect, it } from "vitest"
import { commentBlocks } from "./blocks.ts"
import { expectShown } from "./judge.ts"
import { knownNames, type Prepared, prepare } from "./prepare.ts"
import { type Outcome, run, workingDirectory } from "./run.ts"

const blocks = commentBlocks()
let prepared: readonly Prepared[]
let outcomes: readonly Outcome[]

beforeAll(async () => {
  const names = await knownNames()
  prepared = blocks.map(block => prepare(block, names))
  outcomes = await run(workingDirectory("doc-comments"), prepared)
})

it("finds the examples", () => {
  expect(blocks.filter(block => block.file === "src/predict/booster/read.ts").length).toBeGreaterThanOrEqual(
    3,
  )
  expect(blocks.filter(block => block.language !== "ts")).toEqual([])
})

blocks.forEach((block, k) => {
  it(`${block.file}:${block.line}`, () => expectShown(prepared[k]!, outcomes[k]!))
})
