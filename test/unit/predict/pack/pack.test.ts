import { expect, test } from "vitest"
import { ModelFormatError } from "../../../../src/errors.ts"
import { readBooster } from "../../../../src/predict/booster/read.ts"
import { openPack, writePack } from "../../../../src/predict/pack/pack.ts"
import { packBytes } from "../../../support/bundled.ts"
import { caseRows, readCase, readFixture } from "../../../support/fixtures.ts"

const booster = readBooster(readFixture("xgboost-1.7", "jahs_like", "model.ubj"))
const { flat } = caseRows(readCase("xgboost-1.7", "jahs_like"))
const numRows = flat.length / booster.numFeatures
const expected = booster.predict(flat, { numRows })

test("a pack opens from bytes, a buffer, a response and a stream", async () => {
  const pack = new Uint8Array(await writePack(booster))
  const body = (): ReadableStream<Uint8Array> => new Response(pack).body as ReadableStream<Uint8Array>
  for (const source of [pack, pack.buffer, new Response(pack), body()]) {
    expect((await openPack(source)).predict(flat, { numRows })).toEqual(expected)
  }
})

test("a stream that comes byte by byte, or stops", async () => {
  const pack = await writePack(booster)
  const trickle = (length: number): ReadableStream<Uint8Array> => {
    let at = 0
    return new ReadableStream({
      pull(controller) {
        if (at === length) controller.close()
        else controller.enqueue(pack.subarray(at, ++at))
      },
    })
  }
  expect((await openPack(trickle(pack.length))).predict(flat, { numRows })).toEqual(expected)
  await expect(openPack(trickle(pack.length - 1))).rejects.toThrow(/the file ends too early/)
  await expect(openPack(trickle(10))).rejects.toBeInstanceOf(ModelFormatError)
})

test("a release pack is not a pack of one booster", async () => {
  await expect(openPack(packBytes("cifar10"))).rejects.toThrow(
    "not a pack of one booster; expected 1 model, got 7",
  )
})
