import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { describe, expect, test } from "vitest"
import { Benchmark } from "../../src/benchmark/benchmark.ts"
import { type MetricName, metrics } from "../../src/benchmark/metric.ts"
import { type TaskName, tasks } from "../../src/benchmark/task.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import type { ConfigurationInput } from "../../src/space/index.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"
import { packBytes } from "../support/bundled.ts"

const root = join(import.meta.dirname, "..", "..")
const fixtures = join(root, "test", "fixtures", "surrogates")

/** One answer of the whole chain, made with XGBoost 1.7.4 and scikit-learn. */
interface GoldenAnswer {
  readonly config: ConfigurationInput
  readonly epoch: number
  readonly margin: number
  readonly value: number
}

let marginsCompared = 0
let worst = 0

describe.each(readdirSync(fixtures) as TaskName[])("the bundled surrogates of %s", async task => {
  const pack = await openReleasePack(memorySource(packBytes(task, "distilled-1"), task))
  const benchmark = new Benchmark(task, pack)
  const files = readdirSync(join(fixtures, task))

  test("every metric has golden answers", () => {
    expect(tasks).toContain(task)
    expect(files.map(file => file.replace(".golden.json.gz", "")).sort()).toEqual(
      metrics.map(metric => metric.name).sort(),
    )
  })

  test.each(files)("%s: margins bit for bit, values within 1e-6", file => {
    const metric = file.replace(".golden.json.gz", "") as MetricName
    const answers: GoldenAnswer[] = JSON.parse(
      gunzipSync(readFileSync(join(fixtures, task, file))).toString(),
    )
    expect(answers).toHaveLength(40)
    const surrogate = pack.surrogates.find(known => known.metric === metric)
    if (surrogate === undefined) throw new Error(`no surrogate of ${metric}`)
    const row = new Float32Array(surrogate.encoder.numFeatures)
    for (const { config, epoch, margin, value } of answers) {
      surrogate.encoder.encode(benchmark.space.validate(config, { extrapolate: true }), epoch, row)
      const actual = surrogate.booster.predict(row, { output: "margin" })[0]
      expect(actual).toBe(margin)
      marginsCompared++
      const answered = benchmark.query(config, { epoch, metrics: [metric], extrapolate: true })[metric]
      const error = Math.abs(answered - value) / Math.abs(value)
      worst = Math.max(worst, error)
      expect(error).toBeLessThanOrEqual(1e-6)
    }
  })
})

test("both tasks together: 14 surrogates, 560 margins", () => {
  console.log(
    `surrogates: ${marginsCompared} margins bit-equal, values within ${worst.toExponential(2)} relative`,
  )
  expect(marginsCompared).toBe(560)
})
