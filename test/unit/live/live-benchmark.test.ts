/** What live training asks of its callers and of the collector, without training: test/collect trains. */
import { describe, expect, it } from "vitest"
import { LiveBenchmark } from "../../../src/live/live-benchmark.ts"
import { liveMetrics } from "../../../src/live/live-metrics.ts"
import { TrainingClock } from "../../../src/live/training-clock.ts"
import { trainingMessage } from "../../../src/live/training-message.ts"
import { cheapest } from "../../support/collector.ts"

const rowOf = (epoch: number, changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    row: { epoch, ...Object.fromEntries(liveMetrics.map((name, at) => [name, at])), ...changes },
  })

/** A benchmark whose collector says these lines. */
function saying(lines: readonly string[]): LiveBenchmark {
  return new LiveBenchmark({
    python: "python3",
    images: "images",
    async *train() {
      yield* lines
    },
  })
}

describe("what is asked", () => {
  const live = saying([])
  const cases: [ask: () => unknown, message: string][] = [
    [
      () => live.train(cheapest, {} as { epochs: number }),
      "options.epochs: not an epoch of the schedule; expected an integer in 1..200, got undefined",
    ],
    [() => live.train(cheapest, { epochs: 201 }), "got 201"],
    [() => live.train(cheapest, { epochs: 0 }), "got 0"],
    [
      () => live.train(cheapest, { epochs: 1, seed: -1 }),
      "options.seed: expected an integer in 0..4294967295, got -1",
    ],
    [
      () => live.train(cheapest, { epochs: 1, onProgress: 1 as never }),
      "options.onProgress: expected a function, got 1",
    ],
    [() => live.train(cheapest, { epochs: 1, epoch: 1 } as never), "options.epoch: unknown option"],
    [() => live.train({ ...cheapest, N: 2 as 1 }, { epochs: 1 }), "configuration, N: "],
  ]
  it.each(cases)("%s is checked before anything is iterated", (ask, message) => expect(ask).toThrow(message))

  it("is checked by query and trajectory, too", async () => {
    await expect(live.query(cheapest, { epoch: 0 })).rejects.toThrow("options.epoch: not an epoch")
    await expect(live.trajectory(cheapest, { epochs: 1, metrics: "lr" as never })).rejects.toThrow(
      'options.metrics: expected an array of metric names, got "lr"',
    )
    await expect(live.query(cheapest, { epoch: 1, metrics: ["valid_acc" as "lr"] })).rejects.toThrow(
      'got "valid_acc"; did you mean valid-acc?',
    )
  })
})

describe("what the collector says", () => {
  it("is refused where it is no message", () => {
    expect(() => trainingMessage("Traceback")).toThrow(
      'collector: a line that cannot be read; expected a message of live.py, got "Traceback"',
    )
    expect(() => trainingMessage("null")).toThrow(
      'an unknown message; expected images and of, or a row, got "null"',
    )
    expect(() => trainingMessage(rowOf(1, { lr: "0.1" }))).toThrow(
      'no lr in a row; expected a number or null, got "0.1"',
    )
  })

  it("has null where nothing was measured", () => {
    expect(trainingMessage(rowOf(3, { latency: null }))).toMatchObject({
      row: { epoch: 3, latency: Number.NaN, FLOPS: 0 },
    })
  })

  it("must have every epoch, in order", async () => {
    const all = async (lines: readonly string[]): Promise<number[]> => {
      const epochs: number[] = []
      for await (const { epoch } of saying(lines).train(cheapest, { epochs: 2 })) epochs.push(epoch)
      return epochs
    }
    expect(await all([rowOf(1), '{"images":1,"of":2}', rowOf(2)])).toEqual([1, 2])
    await expect(all([rowOf(2)])).rejects.toThrow("an epoch out of order; expected epoch 1, got epoch 2")
    await expect(all([rowOf(1)])).rejects.toThrow("ended early; expected 2 epochs, got 1")
  })
})

it("the time left is that of the pace since the first images", () => {
  let time = 5000
  const clock = new TrainingClock(2, () => time)
  expect(clock.follow({ images: 10, of: 100 })).toEqual({
    ...{ epoch: 0, epochs: 2, fraction: 0.1, secondsElapsed: 0, secondsLeft: Number.NaN },
  })
  time = 7000
  const { secondsElapsed, secondsLeft } = clock.follow({ images: 30, of: 100 })
  expect(secondsElapsed).toBe(2)
  expect(secondsLeft).toBeCloseTo(7, 10)
  const message = trainingMessage(rowOf(1))
  expect(clock.follow(message)).toMatchObject({ epoch: 1, fraction: 0.5 })
})
