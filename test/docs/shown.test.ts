/** The tests of the documents can fail: what differs is told apart, and no claim is passed over. */
import { expect, it } from "vitest"
import type { Block } from "./blocks.ts"
import { expectShown } from "./judge.ts"
import { knownNames, prepare } from "./prepare.ts"
import { run, workingDirectory } from "./run.ts"
import { isShown } from "./shown.ts"

it.each([
  ["0.4261", "0.43", true],
  ["0.4261", "0.42", false],
  ["0.4261", "0", false],
  ["1", "1.0", true],
  ["-0.5", "0.5", false],
  ["Float32Array(2) [ 1, 2 ]", "Float32Array [1, 2]", true],
  ["Float32Array(2) [ 1, 2 ]", "Int32Array [1, 2]", false],
  ["[ 1, 2 ]", "[1, 2, 3]", false],
  ["[ 1, 2, 3 ]", "[1, …]", true],
  ["[ 1, 2, 3 ]", "[2, …]", false],
  ["{ 'valid-acc': 78.754 }", '{ "valid-acc": 78.75 }', true],
  ["{ 'valid-acc': 78.754 }", '{ "test-acc": 78.75 }', false],
  ["undefined", "", false],
])("%s is shown as %s: %s", (actual, shown, same) => {
  expect(isShown(actual, shown)).toBe(same)
})

it("wrong values, errors and lines never reached are told", async () => {
  const codes = [
    "1 + 1 // 2",
    "1 + 1 // 3",
    'console.log("a", 1) // a 1',
    'console.log("a", 1) // a 2',
    'throw new Error("no")',
    "if (false as boolean) {\n  1 + 1 // 2\n}",
    'import { nothing } from "jahs-bench-201"\nnothing()',
  ]
  const names = await knownNames()
  const prepared = codes.map((code): ReturnType<typeof prepare> => {
    const block: Block = { file: "here.md", line: 10, language: "ts", code }
    return prepare(block, names)
  })
  const outcomes = await run(workingDirectory("shown"), prepared)
  const told = prepared.map((example, k) => {
    try {
      expectShown(example, outcomes[k]!)
      return null
    } catch (error) {
      return (error as Error).message.split("\n")[0]
    }
  })
  expect(told).toEqual([
    null,
    "here.md:10 shows",
    null,
    "here.md:10 shows",
    "here.md:10 does not run: Error: no",
    "here.md:11 shows",
    expect.stringMatching(/^here\.md:10 does not run: /),
  ])
})
