/**
 * Both replicas of the official release, written by jahs_bench's own classes, through the whole import: archive,
 * pickles, packs, benchmark. `expected-baseline.json` has the answers of numpy without its AVX kernels, whose
 * exponential is the C library's; `expected.json` those with them, up to 4 float32 numbers away.
 */

import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gunzipSync } from "node:zlib"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import {
  Benchmark,
  type CallConfiguration,
  type MetricName,
  type TaskName,
} from "../../src/benchmark/index.ts"
import { JahsBenchError } from "../../src/errors.ts"
import { ulpsBetween } from "../../src/numeric/ulps.ts"
import { readOfficialModel } from "../../src/release/index.ts"
import type { ReleasePack } from "../../src/surrogate/release-pack.ts"
import { importReplica } from "../support/replica.ts"

type Answer = Record<string, number>
type Answers = Record<string, Answer>

interface Trajectory {
  readonly config: number
  readonly nepochs: number
  readonly result: Answers
}

interface Expected {
  readonly epochs: readonly number[]
  readonly configs: readonly CallConfiguration[]
  readonly pipelines: Record<string, { readonly pipeline: string }>
  readonly tasks: Record<string, ExpectedTask>
  readonly pipeline_shapes: {
    readonly rows: readonly (CallConfiguration & { readonly epoch: number })[]
    readonly shapes: Record<string, Shape>
  }
}

interface ExpectedTask {
  readonly metric_order: readonly MetricName[]
  readonly feature_order: readonly string[]
  readonly results: readonly Answers[]
  readonly trajectories: readonly Trajectory[]
  readonly short_trajectory: Trajectory
  readonly queries: readonly {
    readonly what: string
    readonly config: CallConfiguration
    readonly kwargs: { readonly nepochs: number; readonly full_trajectory?: boolean }
    readonly error?: string
    readonly result?: Answers
  }[]
  readonly stages_epoch50_first12: Record<
    string,
    {
      readonly encoded_names: readonly string[]
      readonly encoded: readonly (readonly number[])[] | null
      readonly xgb: readonly number[]
      readonly surrogate: readonly number[]
    }
  >
}

interface Shape {
  readonly columns?: readonly string[]
  readonly prediction?: readonly (readonly number[])[]
  readonly same_as?: string
  readonly trained_?: boolean
}

const FIXTURES = join(import.meta.dirname, "..", "fixtures")
/** Python's error and what this package throws in its place. */
const ERRORS: Readonly<Record<string, string>> = {
  ValueError: "ERR_CONFIGURATION",
  KeyError: "ERR_CONFIGURATION",
  AssertionError: "ERR_FIDELITY",
}

const seen = { answers: 0, baselineEqual: 0, worst: 0, worstBaseline: 0, queries: 0, margins: 0, shapes: 0 }

function readExpected<Document>(replica: string, name: string): Document {
  return JSON.parse(gunzipSync(readFileSync(join(FIXTURES, replica, `${name}.gz`))).toString())
}

describe.each(["official-1.7", "official-1.5"])("%s", replica => {
  const expected = readExpected<Expected>(replica, "expected.json")
  const baseline = readExpected<Pick<Expected, "tasks">>(replica, "expected-baseline.json")
  let packs = new Map<TaskName, ReleasePack>()

  beforeAll(async () => {
    packs = await importReplica(replica)
  }, 60_000)

  /** Compares an answer with both files; models without a sigmoid have one right answer. */
  function compare(task: string, actual: Answer, answers: Answer, ofBaseline: Answer | undefined): void {
    const names = Object.keys(answers).sort()
    expect(Object.keys(actual).sort()).toEqual(names)
    for (const metric of names) {
      const { pipeline } = expected.pipelines[`${task}/${metric}`]!
      const tolerance = pipeline.includes("FunctionTransformer") ? [4, 1] : [0, 0]
      const ulps = ulpsBetween(actual[metric]!, answers[metric]!)
      seen.answers++
      seen.worst = Math.max(seen.worst, ulps)
      if (ulps > tolerance[0]!) expect(`${metric} ${actual[metric]}`).toBe(`${metric} ${answers[metric]}`)
      if (ofBaseline === undefined) continue
      const ofBaselineUlps = ulpsBetween(actual[metric]!, ofBaseline[metric]!)
      seen.worstBaseline = Math.max(seen.worstBaseline, ofBaselineUlps)
      if (ofBaselineUlps === 0) seen.baselineEqual++
      if (ofBaselineUlps > tolerance[1]!)
        expect(`${metric} ${actual[metric]}`).toBe(`${metric} ${ofBaseline[metric]}`)
    }
  }

  describe.each(Object.keys(expected.tasks) as TaskName[])("%s", task => {
    const wanted = expected.tasks[task]!
    const wantedBaseline = baseline.tasks[task]!
    let pack: ReleasePack
    let benchmark: Benchmark

    beforeAll(() => {
      pack = packs.get(task)!
      benchmark = new Benchmark(task, pack)
    })

    test("has every metric", () => {
      expect([...pack.metrics].sort()).toEqual([...wanted.metric_order].sort())
    })

    test("every configuration at every epoch", () => {
      expect(wanted.results.length).toBe(expected.configs.length)
      for (const [i, config] of expected.configs.entries()) {
        for (const nepochs of expected.epochs) {
          const answer = benchmark.call(config, { nepochs })
          expect(Object.keys(answer)).toEqual([String(nepochs)])
          const key = String(nepochs)
          compare(task, answer[nepochs]!, wanted.results[i]![key]!, wantedBaseline.results[i]![key]!)
        }
      }
    })

    test("trajectories", () => {
      const all = [...wanted.trajectories, wanted.short_trajectory]
      expect(all.length).toBeGreaterThan(1)
      for (const [i, { config, nepochs, result }] of all.entries()) {
        const answer = benchmark.call(expected.configs[config]!, { nepochs, fullTrajectory: true })
        expect(Object.keys(answer)).toEqual(Object.keys(result))
        const ofBaseline = wantedBaseline.trajectories[i]?.result
        for (const [epoch, values] of Object.entries(result)) {
          compare(task, answer[Number(epoch)]!, values, ofBaseline?.[epoch])
        }
      }
    })

    test.each(wanted.queries)("$what", ({ config, kwargs, error, result }) => {
      seen.queries++
      const options = { nepochs: kwargs.nepochs, fullTrajectory: kwargs.full_trajectory ?? false }
      if (error !== undefined) {
        let thrown: unknown
        try {
          benchmark.call(config, options)
        } catch (reason) {
          thrown = reason
        }
        expect(thrown).toBeInstanceOf(JahsBenchError)
        expect((thrown as JahsBenchError).code).toBe(ERRORS[error])
        return
      }
      const answer = benchmark.call(config, options)
      expect(Object.keys(answer)).toEqual(Object.keys(result!))
      for (const [epoch, values] of Object.entries(result!)) {
        compare(task, answer[Number(epoch)]!, values, undefined)
      }
    })

    test.each(wanted.metric_order)("%s stage by stage", metric => {
      const { booster, encoder } = pack.surrogates.find(surrogate => surrogate.metric === metric)!
      const stages = wanted.stages_epoch50_first12[metric]!
      expect(encoder.featureNames.map(name => name)).toEqual(
        stages.encoded_names.map(name => name.replace(/^(OneHotEncoder|remainder)__/, "")),
      )
      const row = new Float32Array(encoder.numFeatures)
      for (let i = 0; i < 12; i++) {
        // The configurations of the fixtures are complete, and on no grid.
        encoder.encode(expected.configs[i] as never, 50, row)
        if (stages.encoded !== null) expect(Array.from(row)).toEqual(stages.encoded[i]!.map(Math.fround))
        expect(booster.predict(row, { output: "margin" })[0]).toBe(stages.xgb[i])
        seen.margins++
      }
    })
  })

  const shapes = Object.entries(expected.pipeline_shapes.shapes)

  test("no pipeline shape is left out", () => {
    const folders = readdirSync(join(FIXTURES, replica, "pipeline-shapes")).sort()
    expect(shapes.map(([name]) => name).sort()).toEqual(folders)
  })

  test.each(shapes)("pipeline shape %s", (name, shape) => {
    const folder = join(FIXTURES, replica, "pipeline-shapes", name)
    const file = (path: string): Uint8Array => gunzipSync(readFileSync(join(folder, path)))
    const empty = new Uint8Array(0)
    if (shape.trained_ === false) {
      const files = { params: file("params.pkl.gz"), labelHeaders: empty, model: empty }
      expect(() => readOfficialModel(files, name)).toThrow(
        "untrained/params.pkl.gz, trained_: the surrogate was never trained; expected True, got False",
      )
      return
    }
    const surrogates = readOfficialModel(
      {
        params: file("params.pkl.gz"),
        labelHeaders: file("label_headers.pkl.gz"),
        model: file("model.pkl.gz"),
      },
      name,
    )
    const { columns, prediction } = expected.pipeline_shapes.shapes[shape.same_as ?? name]!
    expect(surrogates.map(({ metric }) => metric)).toEqual(columns)
    const hasSigmoid = surrogates[0]!.transforms.some(({ kind }) => kind !== "min-max")
    for (const [i, row] of expected.pipeline_shapes.rows.entries()) {
      for (const [k, surrogate] of surrogates.entries()) {
        const encoded = new Float32Array(surrogate.encoder.numFeatures)
        surrogate.encoder.encode(row as never, row.epoch, encoded)
        const ulps = ulpsBetween(surrogate.evaluate(encoded), prediction![i]![k]!)
        expect(ulps).toBeLessThanOrEqual(hasSigmoid ? 4 : 0)
        seen.shapes++
      }
    }
  })
})

afterAll(() => {
  console.log(
    `official replicas: ${seen.answers} answers, at most ${seen.worst} ulp from expected.json and ` +
      `${seen.worstBaseline} from expected-baseline.json (${seen.baselineEqual} equal); ${seen.queries} queries, ` +
      `${seen.margins} margins bit-equal, ${seen.shapes} answers of pipeline shapes`,
  )
})
