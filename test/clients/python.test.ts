/** The Python client, run by Debian's python3 against a service on loopback. */
import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, describe as group, it } from "vitest"
import { root } from "../support/packed.ts"
import { drop, type LocalService, startService, status } from "../unit/client/service.ts"
import { benchmark, configuration } from "../unit/service/ask.ts"

const PYTHON = "/usr/bin/python3"
const folder = join(root, "clients", "python")

let service: LocalService
beforeAll(async () => {
  service = await startService()
})
afterAll(() => service?.close())

interface Outcome {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Asynchronously: the service answers in this process. */
function python(words: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(PYTHON, [...words], {
      cwd: folder,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
    })
    let [stdout, stderr] = ["", ""]
    child.stdout.on("data", chunk => {
      stdout += chunk
    })
    child.stderr.on("data", chunk => {
      stderr += chunk
    })
    child.on("error", reject)
    child.on("close", code => resolve({ code, stdout, stderr }))
  })
}

/** Runs a program that has `benchmark`, and parses what it prints. */
async function ask(
  code: string,
  made = `Benchmark("cifar10", ${JSON.stringify(service.url)})`,
): Promise<unknown> {
  const program = `import json\nfrom jahs_bench_http import Benchmark, ServiceError\nbenchmark = ${made}\n${code}`
  const { code: exit, stdout, stderr } = await python(["-c", program])
  expect(stderr).toBe("")
  expect(exit).toBe(0)
  return JSON.parse(stdout)
}

const isMissing = !existsSync(PYTHON)
if (isMissing && !process.env["CI"]) console.log(`${PYTHON}: not here; the Python client is not tested`)

group.skipIf(isMissing && !process.env["CI"])("jahs_bench_http.py", () => {
  it("stands on the standard library alone", async () => {
    // Isolated, and without site packages.
    const { code, stderr } = await python(["-I", "-S", "-c", "exec(open('jahs_bench_http.py').read())"])
    expect([code, stderr]).toEqual([0, ""])
  })

  it("answers as jahs_bench is called", async () => {
    const { epoch, ...sampled } = benchmark.sampleConfig(5)
    const answer = await ask(`
config = benchmark.sample_config(random_state=5)
assert config["epoch"] == ${epoch}
print(json.dumps(benchmark(config, nepochs=config["epoch"])))`)
    expect(answer).toEqual(JSON.parse(JSON.stringify(benchmark.call(sampled, { nepochs: epoch }))))
  })

  it("answers whole trajectories, with numbers as keys, and chosen metrics", async () => {
    const { epoch: _, ...sampled } = benchmark.sampleConfig(5)
    const answer = await ask(
      `
result = benchmark(benchmark.sample_config(5), nepochs=3, full_trajectory=True)
assert list(result) == [1, 2, 3], list(result)
print(json.dumps(result))`,
      `Benchmark("cifar10", ${JSON.stringify(service.url)}, metrics=["valid-acc"])`,
    )
    const all = benchmark.call(sampled, { nepochs: 3, fullTrajectory: true })
    expect(answer).toEqual(
      Object.fromEntries([1, 2, 3].map(epoch => [epoch, { "valid-acc": all[epoch]!["valid-acc"] }])),
    )
  })

  it("asks for many, and reads card and space", async () => {
    const columns = benchmark.queryMany([configuration, configuration], { epoch: 9 })
    const answer = await ask(`
config = json.loads('${JSON.stringify(configuration)}')
many = benchmark.query_many([config, config], epoch=9)
print(json.dumps([many, benchmark.card()["release"], len(benchmark.space()["hyperparameters"])]))`)
    const wanted = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]]))
    expect(answer).toEqual([wanted, "distilled-2", 14])
  })

  it("asks for grids and optima", async () => {
    const input = { ...configuration, Op1: "all", epoch: [50, 200] } as const
    const { axes, columns } = benchmark.grid(input, { metrics: ["valid-acc"] })
    const fixed = { Op1: 2, Op2: [0, 1], Op3: 0, Op4: 0, Op5: 1, Op6: 3, Activation: "ReLU" } as const
    const constraints = { latency: { atMost: 2 } }
    const { best } = await benchmark.optimum({ metric: "valid-acc", fixed, constraints })
    const answer = await ask(
      `
grid = benchmark.grid(json.loads('${JSON.stringify(input)}'))
fixed, constraints = json.loads('${JSON.stringify([fixed, constraints])}')
found = benchmark.optimum("valid-acc", fixed=fixed, constraints=constraints)
print(json.dumps([grid, found["best"], found["goal"]]))`,
      `Benchmark("cifar10", ${JSON.stringify(service.url)}, metrics=["valid-acc"])`,
    )
    const accuracies = Array.from(columns["valid-acc"])
    expect(answer).toEqual([{ axes, columns: { "valid-acc": accuracies } }, best, "maximize"])
  })

  it("takes numpy's numbers and RandomState", async () => {
    const answer = await ask(`
import numpy
config = benchmark.sample_config(numpy.random.RandomState(3))
config["LearningRate"] = numpy.float64(config["LearningRate"])
config["TrivialAugment"] = numpy.bool_(config["TrivialAugment"])
print(json.dumps(list(benchmark(config, nepochs=numpy.int64(7)))))`)
    expect(answer).toEqual([7])
  })

  it("raises what the service refuses, once", async () => {
    service.requests.length = 0
    const answer = await ask(`
try:
    benchmark({**benchmark.sample_config(1), "Activation": "Swish"})
except ServiceError as error:
    print(json.dumps([error.code, error.status, error.problem["field"], str(error)]))`)
    expect(answer).toEqual([
      "ERR_CONFIGURATION",
      422,
      "Activation",
      expect.stringMatching(/^configuration, Activation: unknown category/),
    ])
    expect(service.requests.filter(request => request.startsWith("POST"))).toHaveLength(1)
  })

  it("tries again where the platform failed, and says so at last", async () => {
    service.troubles.push(status(503), drop)
    expect(await ask("print(json.dumps(benchmark.release))")).toBe("distilled-2")
    const program = `from jahs_bench_http import Benchmark\nBenchmark("cifar10", "${service.url}", retries=1)`
    service.troubles.push(status(502), status(502))
    expect((await python(["-c", program])).stderr).toContain("HTTP Error 502")
    const other = `from jahs_bench_http import Benchmark\nBenchmark("fashion_mnist", "${service.url}")`
    expect((await python(["-c", other])).stderr).toMatch(
      /LookupError: fashion_mnist.*it has distilled-2 of cifar10/,
    )
  })
})

group.skipIf(isMissing && !process.env["CI"])("optuna_search.py", () => {
  it("searches over the service, with Debian's Optuna", async () => {
    const { code, stdout, stderr } = await python(["optuna_search.py", service.url, "25", "0"])
    if (!process.env["CI"] && stderr.includes("No module named 'optuna'")) {
      console.log("python3-optuna: not installed here; its example is not tested")
      return
    }
    expect(stderr.replaceAll(/.*Warning.*\n.*\n/g, "")).toBe("")
    expect(code).toBe(0)
    expect(stdout).toMatch(/^cifar10, release distilled-2: 25 trials, [\d.]+ days of training\n/)
    const best = Number(/valid-acc ([\d.]+) %/.exec(stdout)![1])
    expect(best).toBeGreaterThan(85)
  })
})
