import { afterEach, describe, expect, test } from "vitest"
import type { Optimum, OptimumOptions, OptimumProgress } from "../../../../src/benchmark/regions/optimum.ts"
import type { BenchmarkWorkers } from "../../../../src/benchmark/workers/benchmark-workers.ts"
import { bundled } from "../../../support/bundled.ts"
import { workersOf } from "../../../support/workers.ts"

const opened: BenchmarkWorkers[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(workers => workers.close()))
})

async function open(task: "cifar10" | "fashion_mnist", count: number) {
  const benchmark = await bundled(task)
  const workers = await workersOf(benchmark, count)
  opened.push(workers)
  return { benchmark, workers }
}

/** All that is said, without the certificate's method. */
function told({ certificate: { boundOf: _, ...proof }, ...rest }: Optimum): unknown {
  return { ...rest, proof }
}

const question = {
  metric: "valid-acc",
  constraints: { latency: { atMost: 0.75 } },
  fixed: {
    Op1: [1, 2],
    Op2: [0, 2, 3],
    Op3: 0,
    Op4: [0, 1, 4],
    TrivialAugment: true,
    LearningRate: [0.03, 0.05],
  },
} as const satisfies OptimumOptions

test.each(["cifar10", "fashion_mnist"] as const)("%s: workers find what one thread finds", async task => {
  const { benchmark, workers } = await open(task, 2)
  const alone = await benchmark.optimum(question)
  expect(alone.best).not.toBeNull()
  expect(told(await workers.optimum(question))).toEqual(told(alone))
  const other = { ...question, metric: "latency", goal: "maximize", epoch: 20 } as const
  expect(told(await workers.optimum(other))).toEqual(told(await benchmark.optimum(other)))
})

describe("of cifar10", () => {
  test("two searches at the same time do not disturb each other", async () => {
    const { benchmark, workers } = await open("cifar10", 2)
    const fixed = { ...question.fixed, Op2: 2, Op5: [0, 1] } as const
    const questions = [
      { ...question, fixed },
      { metric: "runtime", fixed },
    ] as const
    const both = await Promise.all(questions.map(question => workers.optimum(question)))
    for (const [i, question] of questions.entries()) {
      expect(told(both[i]!)).toEqual(told(await benchmark.optimum(question)))
    }
  })

  test("progress tells a shrinking gap and ends with everything done", async () => {
    const { workers } = await open("cifar10", 2)
    const steps: OptimumProgress[] = []
    const { best } = await workers.optimum({ ...question, onProgress: progress => steps.push(progress) })
    expect(steps.length).toBeGreaterThan(3)
    for (const [i, { done, total, bound, gap }] of steps.entries()) {
      expect(total).toBe(2 * 3 * 3 * 5 * 5 * 3)
      if (i === 0) continue
      expect(done).toBeGreaterThanOrEqual(steps[i - 1]!.done)
      expect(bound).toBeLessThanOrEqual(steps[i - 1]!.bound)
      expect(gap).toBeLessThanOrEqual(steps[i - 1]!.gap)
    }
    expect(steps.at(-1)!.value).toBe(best!.value)
  })

  test("a signal ends the search, and the workers go on", async () => {
    const { benchmark, workers } = await open("cifar10", 2)
    const reason = new Error("enough")
    const stop = new AbortController()
    const search = workers.optimum({
      ...question,
      signal: stop.signal,
      onProgress: () => stop.abort(reason),
    })
    await expect(search).rejects.toBe(reason)
    await expect(workers.optimum({ ...question, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    const small = { metric: "latency", fixed: { ...question.fixed, Op5: 0, Op6: 1 } } as const
    expect(told(await workers.optimum(small))).toEqual(told(await benchmark.optimum(small)))
  })

  test.each([0, 1])("%i workers answer, and refuse what one thread refuses", async count => {
    const { benchmark, workers } = await open("cifar10", count)
    const one = {
      metric: "latency",
      fixed: { ...question.fixed, Op1: 1, Op2: 2, Op4: 0, Op5: 0, Op6: 1 },
    } as const
    expect(told(await workers.optimum(one))).toEqual(told(await benchmark.optimum(one)))
    const known = await benchmark.optimum({ metric: "speed" as never }).catch((error: Error) => error)
    await expect(workers.optimum({ metric: "speed" as never })).rejects.toEqual(known)
    await expect(workers.optimum({ metric: "latency", limit: 1 } as never)).rejects.toThrow("options.limit")
  })
})
