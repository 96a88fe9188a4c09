/** Audits: counts are those of a plain loop, every counter-example can be asked again, and committed ones hold. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import type { Benchmark, MetricName } from "../../../src/benchmark/index.ts"
import { bundledReleases } from "../../../src/benchmark/task.ts"
import type { Configuration } from "../../../src/space/index.ts"
import { type Audit, audit } from "../../../src/testing/audit.ts"
import { auditPage, worstOf } from "../../../src/testing/audit-page.ts"
import { auditRecords } from "../../../src/testing/audit-records.ts"
import { wilsonInterval } from "../../../src/testing/confidence.ts"
import type { Subject } from "../../../src/testing/subject.ts"
import { TallyCounter } from "../../../src/testing/tally.ts"
import { AUDITS, readAudit } from "../../docs/audit-tables.ts"
import { bundled } from "../../support/bundled.ts"
import { plantedBenchmark, split } from "../../support/planted.ts"

function expectAskable(found: Audit, benchmark: Benchmark): number {
  let asked = 0
  for (const { name, sweep, sample } of found.entries) {
    for (const { configuration, epoch, metric, value } of [sweep, sample].flatMap(
      tally => tally?.answers ?? [],
    )) {
      expect(benchmark.query(configuration, { epoch })[metric], name).toBe(value)
      asked++
    }
  }
  return asked
}

describe("a planted release", () => {
  let benchmark: Benchmark
  beforeAll(async () => {
    benchmark = await plantedBenchmark({
      // 3,125 of the 15,625 cells have a 3×3 convolution on the first edge.
      runtime: split("Op1_2", 0.5, 0, split("epoch", 150, 0, -300)),
      "valid-acc": split("Op2_3", 0.5, 0, split("epoch", 100, 0, -8)),
      "test-acc": split("Op6_4", 0.5, 0, -3),
    })
  })

  it("is counted exactly over all cells, and all epochs", async () => {
    const names = [
      "runtime-never-falls-over-epoch",
      "valid-acc-near-test-acc",
      "test-acc-same-without-a-path",
      "valid-acc-curve-holds",
    ]
    const found = await audit(benchmark, { invariants: names, numSamples: 400, seed: 5 })
    const [runtime, near, without, curve] = found.entries
    expect(runtime!.sweep).toMatchObject({ cases: 15_625, broken: 3125, share: 0.2 })
    expect(runtime!.sweep!.worst).toBeCloseTo((100 * 200) / 3000, 6)
    expect(runtime!.sweep!.median).toBe(0)
    expect(runtime!.sweep!.p95).toBeCloseTo((100 * 200) / 3000, 6)
    // valid-acc is 80 from epoch 100 on for a fifth of the cells; there test-acc is 88, or 85 for a fifth of them.
    expect(near!.sweep).toMatchObject({ cases: 3_125_000, broken: 3125 * 0.8 * 101, worst: 8 })
    // One class at each epoch.
    expect(without!.sweep).toMatchObject({ cases: 200, broken: 200, worst: 3 })
    expect(curve!.sweep).toMatchObject({ cases: 15_625, broken: 3125, worst: 8 })
    for (const { sample } of found.entries.slice(0, 2)) {
      expect(sample!.cases).toBe(400)
      const [low, high] = sample!.interval
      expect(low).toBeLessThan(sample!.share)
      expect(high).toBeGreaterThan(sample!.share)
    }
    expect(runtime!.sample!.interval[0]).toBeLessThan(0.2)
    expect(runtime!.sample!.interval[1]).toBeGreaterThan(0.2)
    expect(expectAskable(found, benchmark)).toBeGreaterThanOrEqual(16)
  })

  it("is the same for the same seed, and stops when told", async () => {
    const options = { invariants: ["valid-acc-near-test-acc"], sweep: false, numSamples: 50 }
    const first = await audit(benchmark, options)
    expect(await audit(benchmark, options)).toEqual(first)
    expect(await audit(benchmark, { ...options, seed: 1 })).not.toEqual(first)
    const signal = AbortSignal.abort(new Error("enough"))
    await expect(audit(benchmark, { ...options, signal })).rejects.toThrow("enough")
    const told: string[] = []
    await audit(benchmark, {
      ...options,
      onProgress: (done, total, next) => told.push(`${done}/${total} ${next}`),
    })
    expect(told).toEqual(["0/1 valid-acc-near-test-acc", "1/1 "])
  })

  it("stops within a law, too: whoever says so has a turn", async () => {
    let asked = 0
    const controller = new AbortController()
    const slow: Subject = {
      ...{ task: benchmark.task, release: benchmark.release, card: benchmark.card, space: benchmark.space },
      metrics: benchmark.metrics,
      query: (...given) => {
        if (++asked === 3) setTimeout(() => controller.abort(new Error("enough")))
        for (const end = performance.now() + 50; performance.now() < end; );
        return benchmark.query(...given)
      },
      queryMany: (...given) => benchmark.queryMany(...given),
      trajectory: (...given) => benchmark.trajectory(...given),
      grid: (...given) => benchmark.grid(...given),
    }
    const options = { invariants: ["valid-acc-near-test-acc"], sweep: false, numSamples: 60 }
    await expect(audit(slow, { ...options, signal: controller.signal })).rejects.toThrow("enough")
    expect(asked).toBeLessThan(60)
  })

  it("says what cannot be tested, and does not hold a release to other data's bounds", async () => {
    const small = await plantedBenchmark({}, { N: [5] })
    const names = ["size-never-falls-in-n", "flops-within-data"]
    const otherData = "fitted to other data"
    const { entries } = await audit(small, { invariants: names, sweep: false, otherData })
    expect(entries.map(({ untestable }) => untestable)).toEqual(["there is one N only: 5", otherData])
    for (const entry of entries)
      expect([entry.sweep, entry.sample, worstOf(entry)]).toEqual([null, null, null])
  })

  it("is shown as a page that needs nothing else, each worst case with its curve", async () => {
    const names = ["runtime-never-falls-over-epoch", "deterministic", "valid-acc-near-test-acc"]
    const found = await audit(benchmark, { invariants: names, sweep: false, numSamples: 60 })
    const page = auditPage({ ...found, notice: "<b>&" }, benchmark)
    expect(page).toContain("&lt;b&gt;&amp;")
    expect(page).not.toMatch(/<script|src=|href="(?!#)|url\(/)
    expect(page).toMatch(/prefers-color-scheme: dark/)
    expect(page.match(/<svg /g)).toHaveLength(2)
    expect(page.match(/<polyline /g)).toHaveLength(3)
    expect(page).toContain('<a href="#runtime-never-falls-over-epoch">')
    expect(page).toContain('<section id="runtime-never-falls-over-epoch">')
    expect(page).toMatch(/polyline class="c0" points="64\.0,/)
  })
})

describe("records", () => {
  const record = (change: object, epoch: number, values: object) => ({
    configuration: { ...base, ...change } as Configuration,
    epoch,
    values: new Map(Object.entries(values) as [MetricName, number][]),
  })
  const base = {
    ...{ Op1: 0, Op2: 0, Op3: 0, Op4: 0, Op5: 0, Op6: 2, LearningRate: 0.1, WeightDecay: 1e-4 },
    ...{ Activation: "ReLU", TrivialAugment: false, Optimizer: "SGD", N: 5, W: 16, Resolution: 1 },
  }

  it("that belong together are held to the laws about them", () => {
    const records = [
      record({}, 20, { runtime: 90, FLOPS: 8 }),
      record({}, 10, { runtime: 100, FLOPS: 10 }),
      record({ LearningRate: 0.2 }, 10, { runtime: 100, FLOPS: 12 }),
      record({ Op1: 3 }, 10, { runtime: 1, FLOPS: 300 }),
    ]
    const found = auditRecords(records, { task: "cifar10", release: "r", notice: "n" })
    const entry = (name: string) => found.entries.find(entry => entry.name === name)!
    expect(entry("runtime-never-falls-over-epoch").records).toMatchObject({ cases: 1, broken: 1, worst: 10 })
    const shown = entry("runtime-never-falls-over-epoch").records!.answers
    expect(shown.map(({ epoch, value }) => [epoch, value])).toEqual([
      [10, 100],
      [20, 90],
    ])
    expect(entry("flops-of-cell-alone").records).toMatchObject({ cases: 1, broken: 1, worst: 50 })
    expect(entry("flops-ignores-learningrate").records).toMatchObject({ cases: 1, worst: 20 })
    expect(entry("flops-within-data").records).toMatchObject({ cases: 4, broken: 1 })
    expect(entry("deterministic").untestable).toBe("records are answers: there is nobody to ask again")
    expect(entry("runtime-linear-in-epoch").untestable).toBe("records do not hold all epochs")
    expect(entry("size-constant-over-epoch").untestable).toBe("there is no size_MB")
    expect(entry("flops-never-falls-in-n").untestable).toMatch(/no two records/)
    expect(auditPage(found, null)).toContain("broken, of records")
  })
})

describe("counting", () => {
  it("thins sizes, not counts", () => {
    const counter = new TallyCounter(10)
    for (let i = 0; i < 3_000_000; i++) counter.add(i % 100, () => [])
    const { cases, broken, median, p95, worst } = counter.result()
    expect({ cases, broken, worst }).toEqual({ cases: 3_000_000, broken: 2_670_000, worst: 99 })
    expect(Math.abs(median - 49)).toBeLessThanOrEqual(2)
    expect(Math.abs(p95 - 94)).toBeLessThanOrEqual(2)
    expect(new TallyCounter(0).result()).toMatchObject({ cases: 0, share: 0, median: 0 })
  })

  it("gives Wilson's intervals", () => {
    // E. B. Wilson's interval as R's prop.test(…, correct = FALSE) prints it.
    expect(wilsonInterval(10, 100)[0]).toBeCloseTo(0.0552291, 6)
    expect(wilsonInterval(10, 100)[1]).toBeCloseTo(0.1743657, 6)
    expect(wilsonInterval(0, 50)[0]).toBe(0)
    expect(wilsonInterval(0, 50)[1]).toBeCloseTo(0.0713476, 6)
    expect(wilsonInterval(50, 50)[1]).toBe(1)
  })
})

describe("committed audits", () => {
  const releases = Object.entries(bundledReleases).flatMap(([release, tasks]) =>
    tasks.map(task => [release, task] as const),
  )

  it.each(releases)(
    "of %s, %s: are of the pack in the package, and every counter-example is what one is answered",
    async (release, task) => {
      const benchmark = await bundled(task, release)
      const found = readAudit(`${release}-${task}`)
      expect(found.sha256).toBe(benchmark.sha256)
      expect(expectAskable(found, benchmark)).toBeGreaterThan(100)
      const page = readFileSync(
        join(import.meta.dirname, `../../../docs/audits/${release}-${task}.html`),
        "utf8",
      )
      expect(auditPage(found, benchmark)).toBe(page)
    },
  )

  it("are what an audit of today finds", async () => {
    const names = ["runtime-never-falls-over-epoch", "valid-acc-near-test-acc", "flops-ignores-activation"]
    const benchmark = await bundled("cifar10")
    const today = await audit(benchmark, { invariants: names, sweep: false })
    const then = readAudit(`${benchmark.release}-cifar10`).entries
    for (const { name, sample } of today.entries) {
      expect(JSON.parse(JSON.stringify(sample))).toEqual(then.find(entry => entry.name === name)!.sample)
    }
  })

  it("are all there", () => {
    for (const name of Object.keys(AUDITS)) expect(readAudit(name).entries.length).toBeGreaterThan(40)
  })
})
