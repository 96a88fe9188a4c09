/** Race: what is chosen, what it comes to beside the package's own studies, logs, and optimisers that were pasted. */
import { readFileSync, writeFileSync } from "node:fs"
import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Download, Page } from "playwright-core"
import { beforeAll, describe, expect, it } from "vitest"
import type { Benchmark } from "../../src/benchmark/benchmark.ts"
import {
  type ArmInput,
  anytimeRanks,
  beginRun,
  hypervolumeOfRun,
  incumbentsOfRun,
  meanAtTimes,
  type OwnOptimiser,
  type OwnOptimisers,
  type ProtocolChanges,
  protocolOf,
  type RunRecord,
  runStudyWith,
} from "../../src/experiments/index.ts"
import { MEAN_FULL_EVALUATION } from "../../src/search/index.ts"
import { bundled } from "../support/bundled.ts"
import { expectAccessible } from "./support/axe.ts"
import { describePlayground } from "./support/playground.ts"

const SILENT = { start: null, name: null, cpuSeconds: () => 0 }
const RACE = "#/race?task=cifar10"
const UNIT = MEAN_FULL_EVALUATION.cifar10
const RANDOM = "random search, joint space"
const HYPERBAND = "Hyperband, joint space, by epoch"

let benchmark: Benchmark

/** The same runs by the package itself, an entry an arm. */
async function studied(
  arms: readonly ArmInput[],
  changes: ProtocolChanges,
  optimisers: OwnOptimisers = {},
): Promise<RunRecord[][]> {
  const protocol = protocolOf({ tasks: ["cifar10"], arms, ...changes })
  const { results } = await runStudyWith(SILENT, [benchmark], protocol, { optimisers })
  return protocol.arms.map(({ name }) => results.runs.filter(({ arm }) => arm === name))
}

async function textOf(download: Download): Promise<string> {
  return readFileSync(await download.path(), "utf8")
}

/** Saves a file, as a person does. */
async function save(page: Page, name: string): Promise<string> {
  const button = page.getByRole("button", { name, exact: true })
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()])
  expect(download.suggestedFilename()).toBe(name)
  return textOf(download)
}

/** Columns of a table without quoted line ends, by their heads. */
function columnsOf(csv: string): Map<string, string[]> {
  const rows = csv
    .trim()
    .split("\r\n")
    .map(line => [...line.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, quoted, plain]) => quoted ?? plain!))
  return new Map(rows[0]!.map((head, column) => [head, rows.slice(1).map(row => row[column]!)]))
}

function numbers(columns: Map<string, string[]>, head: string): Float64Array {
  expect([...columns.keys()]).toContain(head)
  return Float64Array.from(columns.get(head)!, Number)
}

/** Compares where there are numbers in both, and that there are. */
function expectSame(found: Float64Array, wanted: Float64Array): void {
  const rows = [...found.keys()].filter(row => !Number.isNaN(found[row]!))
  expect(rows.length).toBeGreaterThan(20)
  for (const row of rows) expect(found[row]).toBeCloseTo(wanted[row]!, 9)
}

async function raceToEnd(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Start/ }).click()
  await page.getByText(/^All \d+ runs have ended/).waitFor()
}

describePlayground("race", playground => {
  beforeAll(async () => {
    benchmark = await bundled("cifar10")
  })

  it("runs what was chosen to the numbers of the package's own study, and saves every figure", async () => {
    const { page } = await playground().open({ hash: RACE })
    for (const name of ["local search", "regularised", "successive", "ASHA", "DEHB"]) {
      await page.getByRole("checkbox", { name: new RegExp(`^${name}`) }).uncheck()
    }
    await page.getByLabel(/^Seeds, as a number/).fill("3")
    await page.getByLabel(/^Budget of a run, .*as a number/).fill("8")
    await page.getByLabel(/^Simulated workers, as a number/).fill("2")
    await page.getByText("2 optimisers × 3 seeds = 6 runs").waitFor()
    await raceToEnd(page)
    const arms = [{ optimiser: "random" }, { optimiser: "hyperband" }]
    const runs = await studied(arms, { seeds: 3, budget: 8, workers: 2 })
    const steps = runs.map(of => of.map(run => incumbentsOfRun(run, UNIT)))

    const incumbents = columnsOf(await save(page, "incumbents.csv"))
    const time = numbers(incumbents, "simulated time, mean full evaluations")
    expect(time.at(-1)).toBe(8)
    for (const [at, title] of [RANDOM, HYPERBAND].entries()) {
      const { mean, standardError } = meanAtTimes(steps[at]!, time)
      expectSame(numbers(incumbents, title), mean)
      expectSame(numbers(incumbents, `${title}, standard error`), standardError)
    }
    const ranks = columnsOf(await save(page, "ranks.csv"))
    const blocks = [0, 1, 2].map(seed => steps.map(of => of[seed]!))
    for (const [at, column] of anytimeRanks(blocks, time).entries()) {
      expectSame(numbers(ranks, [RANDOM, HYPERBAND][at]!), column)
    }
    const board = columnsOf(await save(page, "leaderboard.csv"))
    for (const [at, title] of [RANDOM, HYPERBAND].entries()) {
      const row = board.get("Optimiser")!.indexOf(title)
      const finals = meanAtTimes(steps[at]!, Float64Array.of(8))
      expect(Number(board.get("Mean of the best valid-acc, %")![row])).toBeCloseTo(100 - finals.mean[0]!, 9)
      const evaluations = runs[at]!.reduce((sum, { numEvaluations }) => sum + numEvaluations, 0) / 3
      expect(Number(board.get("Evaluations, a run")![row])).toBeCloseTo(evaluations, 9)
    }
    const svg = await save(page, "incumbents.svg")
    const { lines, problem } = await page.evaluate(text => {
      const parsed = new DOMParser().parseFromString(text, "image/svg+xml")
      const found = [...parsed.querySelectorAll("polyline")].map(line => line.getAttribute("points")!)
      return { lines: found, problem: parsed.querySelector("parsererror")?.textContent ?? null }
    }, svg)
    expect(problem).toBeNull()
    expect(lines.map(points => points.split(" ").length > 20)).toEqual([true, true])
    expect(lines.join()).not.toContain("NaN")
    expect(svg).toContain(RANDOM)
  })

  it("is shared by its address: study, arms, seeds, budget, workers", async () => {
    const { page } = await playground().open({ hash: RACE })
    await page.getByRole("combobox", { name: "Study" }).selectOption("multi-objective")
    await page.getByRole("checkbox", { name: "Hyperband" }).uncheck()
    await page.getByLabel(/^Seeds, as a number/).fill("2")
    await page.getByLabel(/^Budget of a run, .*as a number/).fill("12")
    await page.getByLabel(/^Simulated workers, as a number/).fill("3")
    await page.getByRole("radio", { name: "synchronous", exact: true }).check()
    await page.waitForURL(/race-mode=synchronous/)
    const shared = page.url().slice(page.url().indexOf("#"))
    const { page: other } = await playground().open({ hash: shared })
    await other.getByText("2 optimisers × 2 seeds = 4 runs").waitFor()
    await raceToEnd(other)
    await other.getByText("up to an accuracy of 0 % and a latency of 10 s").waitFor()
    const metrics = ["valid-acc", "latency"] as const
    const arms = ["random", "nsga2"].map(optimiser => ({ optimiser, metrics }))
    const runs = await studied(arms, { seeds: 2, budget: 12, workers: 3, isSynchronous: true })
    const csv = columnsOf(await save(other, "incumbents.csv"))
    const time = numbers(csv, "simulated time, mean full evaluations")
    for (const [at, title] of [RANDOM, "NSGA-II, joint space"].entries()) {
      const volumes = runs[at]!.map(run => hypervolumeOfRun(run, { accuracy: 0, other: 10 }, UNIT))
      expectSame(numbers(csv, title), meanAtTimes(volumes, time).mean)
    }
  })

  it("shows something before all has ended, says what remains, and stops", async () => {
    const hash = `${RACE}&race-arms=random-joint,smac-joint,bayesian-joint&race-seeds=30&race-budget=60`
    const { page } = await playground().open({ hash })
    await page.getByRole("button", { name: "Start the race" }).click()
    await page.getByText(/^Still to run: .*SMAC/).waitFor()
    await page.getByRole("cell", { name: RANDOM }).waitFor()
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText(/^Not run: .*SMAC/).waitFor()
    expect(await page.getByRole("progressbar").count()).toBe(1)
    // The engine heard of it, too: it is free for the next question.
    await page.getByRole("checkbox", { name: "SMAC, joint" }).uncheck()
    await page.getByRole("checkbox", { name: "Bayesian" }).uncheck()
    await page.getByLabel(/^Seeds, as a number/).fill("2")
    await raceToEnd(page)
  })

  it("tells regret against the exact optimum once somebody asks", async () => {
    const hash = `${RACE}&race-arms=random-joint&race-seeds=3&race-budget=10&race-metric=latency`
    const { page } = await playground().open({ hash })
    await raceToEnd(page)
    await page.getByRole("button", { name: "Find the exact optimum" }).click()
    await page.getByText("Exact optimum of this release").waitFor()
    const { best } = await benchmark.optimum({ metric: "latency", fixed: { N: 5, W: 16, Resolution: 1 } })
    const [runs] = await studied([{ optimiser: "random", metrics: ["latency"] }], { seeds: 3, budget: 10 })
    const csv = columnsOf(await save(page, "regret.csv"))
    const lowest = runs!.map(({ values }) => Math.min(...values[0]!))
    const regret = lowest.reduce((sum, value) => sum + value, 0) / 3 - best!.value
    expect(numbers(csv, RANDOM).at(-1)).toBeCloseTo(regret, 9)
  })

  describe("the log of a run", () => {
    const HASH = `${RACE}&race-arms=random-joint,hyperband-joint-epoch&race-seeds=2&race-budget=6&race-workers=3`
    const [, arm] = protocolOf({ arms: [{ optimiser: "random" }, { optimiser: "hyperband" }] })
      .arms as never[]

    async function shown(): Promise<Page> {
      const { page } = await playground().open({ hash: HASH })
      await raceToEnd(page)
      await page.getByRole("combobox", { name: "Run of" }).selectOption(HYPERBAND)
      await page.getByRole("combobox", { name: "Seed" }).selectOption("1")
      await page.getByRole("button", { name: "Show its log" }).click()
      await page.getByRole("button", { name: "Play", exact: true }).waitFor()
      return page
    }

    it("plays, pauses, steps and scrubs", async () => {
      const page = await shown()
      const moment = page.locator(".race-moment")
      const clock = page.getByLabel("Simulated time", { exact: true })
      await clock.focus()
      await page.keyboard.press("Home")
      expect(await moment.textContent()).toContain(
        "At 0 of 6 mean full evaluations, 0 days: 0 evaluations ended, 3",
      )
      const picture = (): Promise<string> =>
        page.locator(".race-timeline").evaluate(canvas => (canvas as HTMLCanvasElement).toDataURL())
      const before = await picture()
      await page.getByRole("button", { name: "Play", exact: true }).click()
      await expect.poll(() => moment.textContent()).toMatch(/[1-9]\d* evaluations ended/)
      await page.getByRole("button", { name: "Pause" }).click()
      expect(await picture()).not.toBe(before)
      const paused = await moment.textContent()
      await page.getByRole("button", { name: "Next event" }).click()
      expect(await moment.textContent()).not.toBe(paused)
      await clock.focus()
      await page.keyboard.press("End")
      const { clock: again, limits } = beginRun(arm!, benchmark, 1, {
        ...{ budget: 6, workers: 3, isSynchronous: false, extrapolate: false, records: "all" },
      })
      again.run(limits)
      const ends = again.toJSON().events.filter(({ event }) => event === "end")
      const best = Math.max(...ends.map(event => (event.event === "end" ? event.value[0]! : 0)))
      expect(await moment.textContent()).toContain(`${ends.length} evaluations ended`)
      expect(await moment.textContent()).toContain(`best valid-acc ${Number(best.toPrecision(4))} %`)
    })

    it("stands still between pictures where less motion is asked for", async () => {
      const page = await shown()
      await page.emulateMedia({ reducedMotion: "reduce" })
      await page.getByLabel("Simulated time", { exact: true }).focus()
      await page.keyboard.press("Home")
      const seen = await page.evaluate(async () => {
        const texts: (string | null)[] = []
        const moment = document.querySelector(".race-moment")!
        const observer = new MutationObserver(() => texts.push(moment.textContent))
        observer.observe(moment, { characterData: true, childList: true, subtree: true })
        const [play] = [...document.querySelectorAll("button")].filter(
          button => button.textContent === "Play",
        )
        play!.click()
        await new Promise(resolve => setTimeout(resolve, 2500))
        return texts.length
      })
      expect(seen).toBeGreaterThan(0)
      expect(seen).toBeLessThanOrEqual(3)
    })

    it("is saved, replays to the same bits, and is refused where a bit is different", async () => {
      const page = await shown()
      const saved = JSON.parse(await save(page, "log.json"))
      const { clock, limits } = beginRun(arm!, benchmark, 1, saved)
      clock.run(limits)
      expect(saved.log).toEqual(JSON.parse(JSON.stringify(clock.toJSON())))
      await page.getByRole("button", { name: "Check that it replays" }).click()
      const said = `${saved.log.events.length} events came out the same again, bit for bit`
      await page.locator(".race-checked", { hasText: said }).waitFor()

      const folder = await mkdtemp(join(tmpdir(), "race-"))
      const { page: other } = await playground().open({ hash: RACE })
      const open = async (name: string, text: string): Promise<void> => {
        writeFileSync(join(folder, name), text)
        const [chooser] = await Promise.all([
          other.waitForEvent("filechooser"),
          other.getByRole("button", { name: "Open a saved log" }).click(),
        ])
        await chooser.setFiles(join(folder, name))
      }
      await open("log.json", JSON.stringify(saved))
      await other.locator(".race-checked", { hasText: said }).waitFor()
      const at = saved.log.events.findLastIndex(({ event }: { readonly event: string }) => event === "end")
      saved.log.events[at].value[0] += 1e-12
      for (const [text, problem] of [
        [JSON.stringify(saved), `log.events[${at}]: not what the benchmark answers`],
        [JSON.stringify({ ...saved, sha256: "0" }), "of another pack"],
        [JSON.stringify({ ...saved, workers: 1e9 }), "workers: not of a run"],
        [
          JSON.stringify({ ...saved, log: { settings: { workers: 3 }, events: [7, null] } }),
          "log: not of a run",
        ],
        [JSON.stringify({ ...saved, arm: {} }), "arm: not of a run"],
        [JSON.stringify({ ...saved, arm: { ...saved.arm, optimiser: "hyperbend" } }), "unknown optimiser"],
        [JSON.stringify({ ...saved, seed: 2 }), "events[0]: not what happens with this optimiser"],
        ["[1", "not JSON"],
      ]) {
        await open("damaged.json", text!)
        await other.locator(".race-replay .problem", { hasText: problem! }).waitFor()
      }
    })
  })

  describe("an optimiser that was pasted", () => {
    async function opened(arms = "random-joint", seeds = 2): Promise<Page> {
      const hash = `${RACE}&race-arms=${arms}&race-seeds=${seeds}&race-budget=6&race-workers=2`
      const { page } = await playground().open({ hash })
      await page.getByText("Your own optimiser").click()
      await page.getByRole("checkbox", { name: "Let it race" }).check()
      return page
    }

    it("races from the example on, to the numbers of the same one in a study", async () => {
      const page = await opened()
      await raceToEnd(page)
      const source = await page.getByLabel(/A JavaScript module/).inputValue()
      expect(source.split("\n").length).toBeLessThan(20)
      const module: { readonly default: OwnOptimiser } = await import(
        `data:text/javascript,${encodeURIComponent(source)}`
      )
      const arms = [{ optimiser: "random" }, { optimiser: "mine" }]
      const [, runs] = await studied(arms, { seeds: 2, budget: 6, workers: 2 }, { mine: module.default })
      const csv = columnsOf(await save(page, "incumbents.csv"))
      const time = numbers(csv, "simulated time, mean full evaluations")
      const { mean } = meanAtTimes(
        runs!.map(run => incumbentsOfRun(run, UNIT)),
        time,
      )
      expectSame(numbers(csv, "your own optimiser"), mean)
      await page.getByRole("combobox", { name: "Run of" }).selectOption("your own optimiser")
      await page.getByRole("button", { name: "Show its log" }).click()
      await page.getByRole("button", { name: "Check that it replays" }).click()
      await page.locator(".race-checked", { hasText: "the same again, bit for bit" }).waitFor()
    })

    it("cannot break the page, and is told what was wrong with it", async () => {
      const page = await opened("random-joint", 1)
      const ask = (body: string): string => `export default () => ({ ask() { ${body} }, tell() {} })`
      const cases: [source: string, problem: string | RegExp][] = [
        ["export default {{{", "it is not a JavaScript module"],
        ["const optimiser = 7", "no function as its default export"],
        ["\n\nthrow new Error('at once')\nexport default 1", "Error: at once (line 3)"],
        [ask("throw new TypeError('no idea')"), "TypeError: no idea (line 1)"],
        [ask("throw { toString() { throw 1 } }"), "threw something that cannot be told"],
        [ask("return 7"), "ask() answered no { configuration }"],
        [
          ask("return { configuration: { Op1: 9 } }"),
          "Op1: value off the list; expected 0, 1, 2, 3 or 4, got 9",
        ],
        [ask("return { configuration: { text: 'x'.repeat(3e7) } }"), /said 300000\d\d characters at once/],
        [ask("fetch('/')"), "fetch is not defined"],
        [ask("postMessage('unasked')"), "postMessage is not defined"],
        [`Promise.reject(new Error("later"));${ask("return null")}`, "Error: later"],
        [ask("import('/models/index.json')"), "it has the word import"],
        ["export { parse as default } from '/assets/x.js'", "exports something else than export default"],
        [`function globalThis() {} ${ask("fetch('/')")}`, "globalThis is taken"],
        [`function Object() {} function Reflect() {} ${ask("fetch('/')")}`, "fetch is not defined"],
        [ask("while (true);"), "it did not answer within 3 seconds"],
      ]
      for (const [source, problem] of cases) {
        await page.getByLabel(/A JavaScript module/).fill(source)
        await page.getByRole("button", { name: /^Start/ }).click()
        await page.locator(".race-state .problem", { hasText: problem }).waitFor()
        // The others race on.
        await page.getByText("All 1 runs have ended").waitFor()
        await page.getByRole("cell", { name: RANDOM }).waitFor()
      }
    })

    it("has nothing in its worker that asks a network, keeps data, or starts another", async () => {
      const page = await opened("random-joint", 1)
      const source = `export default () => ({ tell() {}, ask() {
        const names = []
        for (let at = globalThis; at; at = Object.getPrototypeOf(at)) names.push(...Reflect.ownKeys(at).map(String))
        throw names.filter(name => !/^(Symbol|__|[A-Z].*(Array|Error|Set|Map|Ref|Registry)$)/.test(name)).sort().join(" ")
      } })`
      await page.getByLabel(/A JavaScript module/).fill(source)
      await page.getByRole("button", { name: /^Start/ }).click()
      const problem = page.locator(".race-state .problem-message")
      await problem.waitFor()
      const names = (await problem.textContent())!
      expect(names).toContain("Array ArrayBuffer BigInt")
      expect(names).not.toMatch(
        /fetch|XMLHttp|Socket|EventSource|Transport|importScripts|indexedDB|caches|Worker|navigator|location|Channel/,
      )
    })
  })

  it("is accessible with all of its parts, and fits a phone", async () => {
    const hash = `${RACE}&race-arms=random-joint,local-search-joint&race-seeds=2&race-budget=5`
    const { page } = await playground().open({ hash, width: 360 })
    await page.getByText("Your own optimiser").click()
    await raceToEnd(page)
    await page.getByRole("button", { name: "Show its log" }).click()
    await page.getByRole("button", { name: "Play", exact: true }).waitFor()
    await page.getByText("Table").first().click()
    const [content, width] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth])
    expect(content).toBe(width)
    await expectAccessible(page)
  })
})
