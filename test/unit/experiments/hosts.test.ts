/** Two processes that search together: what each message is answered with, and what becomes of wrong ones. */
import { describe, expect, it } from "vitest"
import type { Send } from "../../../src/experiments/ask-tell-messages.ts"
import { hostOptimiser } from "../../../src/experiments/host-optimiser.ts"
import { hostStudy } from "../../../src/experiments/host-study.ts"
import { type ArmInput, armOf, beginRun, protocolOf, runStudyWith } from "../../../src/experiments/index.ts"
import { LineReader } from "../../../src/experiments/line-reader.ts"
import { makeOptimiser } from "../../../src/experiments/make-optimiser.ts"
import { type EventLog, studySpace } from "../../../src/search/index.ts"
import type { Hyperparameter } from "../../../src/space/index.ts"
import { bundled } from "../../support/bundled.ts"

/** One of these fields at a time; what it is is what is tested. */
interface Message {
  readonly hello: { readonly hyperparameters: unknown; readonly rungs: readonly unknown[] }
  readonly run: { readonly hyperparameters: readonly Hyperparameter[]; readonly seed: number }
  readonly ask: number
  readonly tell: { readonly id: number; readonly values: readonly number[] }
  readonly trial: { readonly id: number; readonly fidelity: unknown }
  readonly state: unknown
  readonly error: { readonly code: string; readonly message: string }
}

const benchmark = await bundled("cifar10")
const SILENT = { start: null, name: null, cpuSeconds: () => 0 }

/** Lines that are written while they are read. */
class Pipe {
  private readonly lines: (string | null)[] = []
  private wake = (): void => {}

  write(message: unknown): void {
    this.lines.push(`${typeof message === "string" ? message : JSON.stringify(message)}\n`)
    this.wake()
  }

  end(): void {
    this.lines.push(null)
    this.wake()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    for (;;) {
      const next = this.lines.shift()
      if (next === null) return
      if (next !== undefined) yield next
      else await new Promise<void>(resolve => (this.wake = resolve))
    }
  }
}

describe("lines", () => {
  async function linesOf(chunks: readonly (string | Uint8Array)[]): Promise<string[]> {
    const reader = new LineReader(
      (async function* () {
        yield* chunks
      })(),
    )
    const lines: string[] = []
    for (let line = await reader.next(); line !== null; line = await reader.next()) lines.push(line)
    return lines
  }

  it("come in any pieces", async () => {
    expect(await linesOf(["a\n", "b", "c\n\n \nd\r\n", "e"])).toEqual(["a", "bc", "d", "e"])
    const bytes = new TextEncoder().encode("é\nx")
    expect(await linesOf([bytes.subarray(0, 1), bytes.subarray(1)])).toEqual(["é", "x"])
    expect(await linesOf([])).toEqual([])
  })
})

describe("a hosted optimiser", () => {
  const hyperparameters = studySpace(benchmark.space, { kind: "joint" })

  async function converse(arm: ArmInput, messages: readonly unknown[]): Promise<Message[]> {
    const pipe = new Pipe()
    for (const message of messages) pipe.write(message)
    pipe.end()
    const said: Message[] = []
    const send: Send = async message => void said.push(message as unknown as Message)
    await hostOptimiser(new LineReader(pipe), send, {
      arm: armOf(arm),
      task: "cifar10",
      hyperparameters,
      seed: 4,
    })
    return said
  }

  it("asks and is told as it is in one process", async () => {
    const here = makeOptimiser(armOf({ optimiser: "tpe" }), "cifar10", hyperparameters, 4)
    const messages = Array.from({ length: 15 }, (_, id) => [
      { ask: true },
      { tell: { id, values: [50 + id] } },
    ])
    const [{ hello }, ...said] = await converse({ optimiser: "tpe" }, messages.flat())
    expect(hello).toMatchObject({
      messages: 1,
      hosts: "optimiser",
      optimiser: "tpe",
      goals: ["maximize"],
      seed: 4,
    })
    expect(hello.hyperparameters).toEqual(hyperparameters)
    for (let id = 0; id < 15; id++) {
      expect(said[2 * id]).toEqual({ trial: here.ask() })
      expect(said[2 * id + 1]).toEqual({ told: id })
      here.tell(id, [50 + id])
    }
  })

  it("goes on from its state", async () => {
    const told = [{ ask: true }, { tell: { id: 0, values: [70, 3] } }]
    const optimiser = { optimiser: "nsga2", metrics: ["valid-acc", "latency"] } as const
    const [, , , { state }, next] = await converse(optimiser, [...told, { state: true }, { ask: true }])
    const [, restored, again] = await converse(optimiser, [{ restore: state }, { ask: true }])
    expect(restored).toEqual({ restored: "nsga2" })
    expect(again).toEqual(next)
  })

  it("asks at fidelities", async () => {
    const [{ hello }, { trial }] = await converse({ optimiser: "hyperband" }, [{ ask: true }])
    expect(hello.rungs.at(-1)).toEqual({ epoch: 200 })
    expect(trial.fidelity).toEqual({ epoch: 2 })
  })

  it.each([
    ["nonsense", "ERR_CONFIGURATION", 'line: not JSON; expected an object in JSON on a line, got "nonsense"'],
    ["[1]", "ERR_CONFIGURATION", "line: not a message; expected an object, got an array of 1"],
    [{ asks: true }, "ERR_CONFIGURATION", "line: an unknown message"],
    [{ ask: true, tell: {} }, "ERR_CONFIGURATION", "line: an unknown message"],
    [{ tell: 3 }, "ERR_CONFIGURATION", "line: nothing to tell; expected {id, values}, got 3"],
    [{ tell: { id: 0 } }, "ERR_CONFIGURATION", "line: not the values; expected 1 numbers, got undefined"],
    [{ tell: { id: 0, values: [null] } }, "ERR_CONFIGURATION", "line: not the values"],
    [{ tell: { id: 0, values: [1] } }, "ERR_RANGE", "id: no such trial"],
    [
      { restore: { optimiser: "random" } },
      "ERR_MODEL_FORMAT",
      "state, optimiser: the state of another optimiser",
    ],
  ])("answers %j with an error, and goes on", async (line, code, message) => {
    const [, { error }, { trial }] = await converse({ optimiser: "tpe" }, [line, { ask: true }])
    expect(error.code).toBe(code)
    expect(error.message).toContain(message)
    expect(trial.id).toBe(0)
  })
})

describe("a hosted study", () => {
  type Answer = (id: number) => unknown

  /** Runs a study whose optimiser is at the other end of two pipes. */
  async function study(
    arm: ArmInput,
    optimiserOf: (run: Message["run"]) => { answer: Answer; tell(told: Message["tell"]): void },
    changes: Partial<Parameters<typeof protocolOf>[0]> = {},
  ) {
    const pipe = new Pipe()
    const said: Message[] = []
    let optimiser: ReturnType<typeof optimiserOf>
    const send: Send = async sent => {
      const message = sent as unknown as Message
      said.push(message)
      if (message.run) optimiser = optimiserOf(message.run)
      else if (message.tell) optimiser.tell(message.tell)
      else if ("ask" in message) {
        const answer = optimiser.answer(message.ask)
        if (answer === null) pipe.end()
        else pipe.write(answer)
      }
    }
    const protocol = protocolOf({ arms: [arm], tasks: ["cifar10"], seeds: 2, budget: 5, ...changes })
    const logs: EventLog<readonly number[]>[] = []
    const results = await hostStudy(new LineReader(pipe), send, [benchmark], protocol, null, {
      onRun: (run, log) => {
        expect(run.seed).toBe(logs.length)
        logs.push(log)
      },
    })
    return { said, results, protocol, logs }
  }

  /** This package's optimiser at the other end. */
  const remote = (arm: ArmInput) => (run: Message["run"]) => {
    const optimiser = makeOptimiser(armOf(arm), "cifar10", run.hyperparameters, run.seed)
    return {
      answer: (): unknown => {
        const trial = optimiser.ask()
        return trial === null
          ? { wait: true }
          : { configuration: trial.configuration, fidelity: trial.fidelity ?? null }
      },
      tell: ({ id, values }: Message["tell"]): void => optimiser.tell(id, values),
    }
  }

  it.each<[ArmInput, object]>([
    [{ optimiser: "random" }, {}],
    [{ optimiser: "tpe" }, { workers: 4 }],
    [{ optimiser: "tpe" }, { workers: 4, isSynchronous: true }],
    [{ optimiser: "hyperband", minEpoch: 12 }, { workers: 3 }],
    [{ optimiser: "random", space: "hpo-only" }, {}],
    [{ optimiser: "nsga2", metrics: ["valid-acc", "latency"] }, {}],
  ])("has the results of one process: %j %j", async (arm, changes) => {
    const { results, protocol } = await study(arm, remote(arm), changes)
    const here = await runStudyWith(SILENT, [benchmark], protocol)
    expect(results).toEqual(here.results)
  })

  it("tells every run's events", async () => {
    const arm = { optimiser: "hyperband", minEpoch: 12 }
    const { logs, protocol } = await study(arm, remote(arm), { workers: 3 })
    expect(logs.length).toBe(2)
    for (const [seed, log] of logs.entries()) {
      const { clock, limits } = beginRun(protocol.arms[0], benchmark, seed, protocol)
      clock.run(limits)
      expect(log).toEqual(clock.toJSON())
    }
  })

  it("says what happens", async () => {
    const { said, results } = await study({ optimiser: "random" }, remote({ optimiser: "random" }))
    expect(said[0].hello).toMatchObject({
      messages: 1,
      hosts: "benchmark",
      metrics: ["valid-acc"],
      budget: 5,
    })
    expect(said[1].run).toMatchObject({ task: "cifar10", release: "distilled-2", seed: 0, unit: 175_571 })
    expect(said.filter(message => message.tell).map(({ tell }) => tell.values[0])).toEqual(
      results.runs.flatMap(({ values }) => [...values[0]]),
    )
    expect(said.at(-1)).toEqual({
      end: {
        task: "cifar10",
        seed: 1,
        numEvaluations: results.runs[1].numEvaluations,
        totalSeconds: results.runs[1].totalSeconds,
      },
    })
  })

  it("ends a run when its optimiser waits for nothing", async () => {
    const { results } = await study({ optimiser: "mine" }, () => ({
      answer: () => ({ wait: true }),
      tell() {},
    }))
    expect(results.runs.map(({ numEvaluations }) => numEvaluations)).toEqual([0, 0])
  })

  const good = benchmark.space.defaultConfiguration()
  it.each([
    ["nonsense", "line: not JSON"],
    [{ id: 0 }, "line: no answer"],
    [{ wait: false }, "line: no answer"],
    [{ configuration: { ...good, Op1: 9 } }, "configuration, Op1: value off the list"],
    [{ configuration: { ...good, Depth: 9 } }, "configuration, Depth: unknown hyperparameter"],
    [{ configuration: good, fidelity: { epoch: 201 } }, "options.epoch: not an epoch of the benchmark"],
    [
      { configuration: good, fidelity: { N: 1 } },
      'line: not a fidelity of this study; expected epoch, got "N"',
    ],
    [{ configuration: good, fidelity: 66 }, "line: not a fidelity; expected numbers by name"],
  ])("answers %j with an error, and asks again", async (wrong, message) => {
    let isFirst = true
    const { said, results } = await study({ optimiser: "mine" }, () => ({
      answer: () => {
        const answer = isFirst ? wrong : { configuration: good }
        isFirst = false
        return answer
      },
      tell() {},
    }))
    const at = said.findIndex(({ error }) => error)
    expect(said[at].error.message).toContain(message)
    expect(said.slice(at - 1, at + 2).map(({ ask }) => ask)).toEqual([0, undefined, 0])
    expect(results.runs[0].numEvaluations).toBeGreaterThan(0)
  })

  it("ends in an error when the lines end", async () => {
    const ended = study({ optimiser: "mine" }, () => ({
      answer: id => (id < 2 ? { configuration: good } : null),
      tell() {},
    }))
    await expect(ended).rejects.toThrow(
      `line: the optimiser's lines ended before the study; expected an answer to {"ask":2}, got the end`,
    )
  })
})
