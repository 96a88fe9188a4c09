import { expect, it } from "vitest"
import { Latest } from "../../../../src/playground/engine/latest.ts"

/** A question that is answered when the test says so. */
interface Asked {
  readonly input: number
  readonly answer: (output: number) => void
  readonly fail: (error: Error) => void
}

function latest(): {
  readonly asked: Asked[]
  readonly heard: unknown[]
  readonly of: Latest<number, number>
} {
  const asked: Asked[] = []
  const heard: unknown[] = []
  const of = new Latest<number, number>(
    input => new Promise((answer, fail) => asked.push({ input, answer, fail })),
    output => heard.push(output),
    error => heard.push(error),
  )
  return { asked, heard, of }
}

const settle = (): Promise<void> => new Promise(resolve => setTimeout(resolve))

it("asks one question at a time, and of those that wait only the newest", async () => {
  const { asked, heard, of } = latest()
  for (const input of [1, 2, 3, 4]) of.push(input)
  expect(asked.map(({ input }) => input)).toEqual([1])
  asked[0]!.answer(10)
  await settle()
  expect(asked.map(({ input }) => input)).toEqual([1, 4])
  asked[1]!.answer(40)
  await settle()
  expect(heard).toEqual([10, 40])
  of.push(5)
  expect(asked).toHaveLength(3)
})

it("goes on after a failure", async () => {
  const { asked, heard, of } = latest()
  const error = new Error("no answer")
  of.push(1)
  of.push(2)
  asked[0]!.fail(error)
  await settle()
  asked[1]!.answer(20)
  await settle()
  expect(heard).toEqual([error, 20])
})

it("says nothing once it is closed", async () => {
  const { asked, heard, of } = latest()
  of.push(1)
  of.push(2)
  of.close()
  asked[0]!.answer(10)
  await settle()
  expect([asked.length, heard]).toEqual([1, []])
})
