/** Explore, as a person uses it; what it shows is compared with what the package answers here. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { beforeAll, expect, it } from "vitest"
import type { Benchmark } from "../../src/benchmark/index.ts"
import { openBenchmark } from "../../src/entries/node.ts"
import { formatNumber } from "../../src/playground/parts/format-number.ts"
import { type Point, pointOf, pointText } from "../../src/playground/state/point.ts"
import { importance } from "../../src/playground/views/explore/importance.ts"
import { root } from "../support/packed.ts"
import { expectAccessible } from "./support/axe.ts"
import { eventually } from "./support/eventually.ts"
import { describePlayground } from "./support/playground.ts"
import { savedSvg, shownStyles } from "./support/saved-svg.ts"
import { scratchFolder } from "./support/scratch-folder.ts"

const START = "204231_0.1_0.0005_ReLU_false_5_16_1_200"
const OTHER = "024231_0.3_0.0001_Mish_true_5_16_1_100"
const AT_START = `#/explore?task=cifar10&release=distilled-2&at=${START}`
const start = pointOf(START)!
let benchmark: Benchmark

beforeAll(async () => {
  benchmark = await openBenchmark({
    task: "cifar10",
    release: "distilled-2",
    source: new URL("../../models/distilled-2/cifar10.bin", import.meta.url),
  })
})

/** The point that the page's address tells of, once it was written. */
async function pointAt(page: Page, is: (point: Point) => boolean): Promise<Point> {
  await page.waitForFunction(() => location.hash.includes("at="))
  const read = async (): Promise<Point> =>
    pointOf(new URLSearchParams((await page.evaluate(() => location.hash)).split("?")[1]).get("at")!)!
  await eventually(async () => is(await read())).toBe(true)
  return read()
}

/** Waits until the page shows a metric of a point as the package answers it. */
async function expectShown(page: Page, { configuration, epoch }: Point): Promise<void> {
  const answers = benchmark.query(configuration, { epoch })
  for (const name of ["valid-acc", "latency", "FLOPS"] as const) {
    const title = page.locator(".curve figcaption", { hasText: name })
    await eventually(() => title.innerText()).toContain(formatNumber(answers[name]))
  }
}

/** Cells of the open table in some part of the page, row by row. */
function cells(page: Page, within: string): Promise<string[][]> {
  return page
    .locator(`${within} tbody tr`)
    .evaluateAll(rows => rows.map(row => Array.from(row.children, cell => cell.textContent ?? "")))
}

describePlayground("explore", playground => {
  it("changes the cell by clicks and by keys", async () => {
    const { page } = await playground().open({ hash: AT_START })
    const edge = (name: string) => page.locator(`[data-edge=${name}]`)
    await edge("Op1").click()
    expect(await page.getByRole("menuitemradio", { name: "conv 3x3" }).getAttribute("aria-checked")).toBe(
      "true",
    )
    await page.getByRole("menuitemradio", { name: "avg-pool 3x3" }).click()
    await expectShown(page, await pointAt(page, ({ configuration }) => configuration.Op1 === 4))

    // The focus is back on the edge: one down wraps around, right leads to Op2, and Enter opens its menu.
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await page.getByRole("menu", { name: /Op2/ }).waitFor()
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("2")
    const { configuration } = await pointAt(page, at => at.configuration.Op3 === 1)
    expect(configuration).toMatchObject({ Op1: 0, Op2: 4, Op3: 1 })
    await expectShown(page, { configuration, epoch: 200 })
    expect(await page.getByRole("status").innerText()).toBe("Op3, node 1 to 4: zero")
    expect(await edge("Op3").getAttribute("aria-label")).toBe("Op3, node 1 to 4: zero")

    for (const name of ["Op1", "Op2", "Op3"]) {
      await edge(name).focus()
      await page.keyboard.press("2")
    }
    await page.getByText("No path leads from input to output").waitFor()
  })

  it("redraws all seven curves while a slider is dragged, and takes typed numbers", async () => {
    const { page } = await playground().open({ hash: AT_START })
    await expectShown(page, start)
    const pictures = (): Promise<string[]> =>
      page
        .locator(".curve canvas")
        .evaluateAll(all => all.map(canvas => (canvas as HTMLCanvasElement).toDataURL()))
    const before = await pictures()
    const slider = page.getByRole("slider", { name: "LearningRate" })
    const box = (await slider.boundingBox())!
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.94, box.y + box.height / 2, { steps: 8 })
    // Still held: size and FLOPS may be those of before, whose surrogates hardly know the learning rate.
    const redrawn = async (): Promise<number> =>
      (await pictures()).filter((picture, i) => picture !== before[i]).length
    await eventually(redrawn).toBeGreaterThanOrEqual(5)
    await page.mouse.up()
    const dragged = await pointAt(page, ({ configuration }) => configuration.LearningRate > 0.5)
    await expectShown(page, dragged)

    await page.getByLabel("WeightDecay, as a number").fill("0.0002")
    await page.keyboard.press("Enter")
    await page.getByRole("slider", { name: "epoch" }).focus()
    await page.keyboard.press("ArrowLeft")
    await page.getByRole("radio", { name: "Hardswish" }).check()
    await page.getByRole("group", { name: "TrivialAugment" }).getByLabel("on").check()
    const typed = await pointAt(page, ({ configuration }) => configuration.TrivialAugment)
    expect(typed.configuration).toMatchObject({ WeightDecay: 0.0002, Activation: "Hardswish" })
    expect(typed.epoch).toBe(199)
    await expectShown(page, typed)
    await page.getByLabel("WeightDecay, as a number").fill("7")
    await page.keyboard.press("Enter")
    await pointAt(page, ({ configuration }) => configuration.WeightDecay === 0.001)
  })

  it("shows the exact response along floats, choices and the epoch", async () => {
    const { page } = await playground().open({ hash: AT_START })
    const panel = page.getByRole("region", { name: "Response" })
    await panel.getByText(/Exact: \d+ pieces/).waitFor()
    await panel.getByText("Table", { exact: false }).click()
    const rows = await cells(page, "[aria-labelledby=response-title]")
    // The table has 200 rows at most; each piece begins where the value changes, and not before.
    const { LearningRate: _, ...fixed } = start.configuration
    const marginal = await benchmark.exactMarginal({ metric: "valid-acc", by: ["LearningRate"], fixed })
    const { values } = marginal.axes[0]!
    expect(rows.length).toBe(200)
    for (const [i, [at, value]] of rows.entries()) {
      const [lower, upper] = values[i] as readonly [number, number]
      expect(at).toBe(formatNumber(lower))
      for (const rate of [Math.max(0.001, lower), (lower + upper) / 2]) {
        const asked = benchmark.query(
          { ...start.configuration, LearningRate: rate },
          { metrics: ["valid-acc"] },
        )
        expect(value).toBe(formatNumber(asked["valid-acc"]))
      }
    }

    await panel.getByLabel("along").selectOption("Op5")
    await panel.getByRole("button", { name: "zero" }).click()
    const moved = await pointAt(page, ({ configuration }) => configuration.Op5 === 1)
    await expectShown(page, moved)
    await panel.getByLabel("along").selectOption("epoch")
    const plot = panel.locator(".u-over")
    const box = (await plot.boundingBox())!
    await plot.click({ position: { x: box.width / 2, y: 40 } })
    const { epoch } = await pointAt(page, at => at.epoch < 200)
    expect(Math.abs(epoch - 100.5)).toBeLessThan(2)
  })

  it("shows any two hyperparameters as a heat map, and goes where one clicks", async () => {
    const { page } = await playground().open({ hash: AT_START })
    const panel = page.getByRole("region", { name: "Heat map" })
    await panel.getByLabel("across").selectOption("Op1")
    await panel.getByLabel("up").selectOption("Activation")
    await page.getByLabel("Metric below").selectOption("latency")
    await panel.getByText("latency, s").first().waitFor()
    await panel.getByText("Table", { exact: false }).click()
    const expected = ["ReLU", "Hardswish", "Mish"].map(Activation => [
      Activation,
      ...[0, 1, 2, 3, 4].map(Op1 => {
        const configuration = { ...start.configuration, Op1, Activation } as typeof start.configuration
        return formatNumber(benchmark.query(configuration, { metrics: ["latency"] }).latency)
      }),
    ])
    expect(await cells(page, "[aria-labelledby=heat-title]")).toEqual(expected)

    const plot = panel.getByRole("application")
    const box = (await plot.boundingBox())!
    // The last column and the lowest row.
    await plot.click({ position: { x: box.width * 0.9, y: box.height * 0.9 } })
    const clicked = await pointAt(page, ({ configuration }) => configuration.Op1 === 4)
    expect(clicked.configuration.Activation).toBe("ReLU")
    await plot.focus()
    await page.mouse.move(0, 0)
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("Enter")
    const { configuration } = await pointAt(page, at => at.configuration.Op1 === 3)
    expect(configuration.Activation).toBe("Hardswish")
  })

  it("names the three hyperparameters that contribute most", async () => {
    const { page } = await playground().open({ hash: AT_START })
    const { contributions, value, expected } = await importance(
      benchmark,
      { pack: { task: "cifar10", release: "distilled-2" }, point: start, metric: "valid-acc" },
      async () => undefined,
    )
    // They account for all of the difference, and nothing else does.
    const sum = contributions.reduce((total, { contribution }) => total + contribution, 0)
    expect(sum).toBeCloseTo(value - expected, 6)
    const bars = page.locator(".importance li")
    await eventually(() => bars.count()).toBe(3)
    const shown = await bars.allInnerTexts()
    for (const [i, { name, contribution }] of contributions.slice(0, 3).entries()) {
      expect(shown[i]).toContain(name)
      expect(shown[i]).toContain(formatNumber(contribution, 3))
    }
  })

  it("pins, compares side by side, and shares all of it as an address", async () => {
    const { page, context } = await playground().open({ hash: AT_START })
    await context.grantPermissions(["clipboard-read", "clipboard-write"])
    await page.getByRole("button", { name: "Pin", exact: true }).click()
    await page.getByRole("radio", { name: "Mish" }).check()
    await page.getByRole("button", { name: "Pin", exact: true }).click()
    const compared = async (): Promise<string[]> =>
      (await cells(page, ".pins")).find(([name]) => name!.startsWith("valid-acc")) ?? []
    const mish = { ...start.configuration, Activation: "Mish" } as const
    const [ours, theirs] = [start.configuration, mish].map(configuration =>
      formatNumber(benchmark.query(configuration, { metrics: ["valid-acc"] })["valid-acc"]),
    )
    await eventually(compared).toEqual(["valid-acc %", theirs, ours, theirs])
    const activation = (await cells(page, ".pins")).find(([name]) => name === "Activation")
    expect(activation).toEqual(["Activation", "Mish", "ReLU", "Mish"])

    await page.getByRole("button", { name: "Look at pin 1" }).click()
    await page.getByRole("button", { name: "Copy link" }).click()
    await page.getByRole("button", { name: "Copied" }).waitFor()
    const link = await page.evaluate(() => navigator.clipboard.readText())
    const second = await context.newPage()
    await second.goto(link)
    await expectShown(second, start)
    await eventually(() => second.locator(".pins thead th").count()).toBe(4)
    await second.getByRole("button", { name: "Take pin 2 away" }).click()
    await eventually(() => second.locator(".pins thead th").count()).toBe(3)
    const download = second.waitForEvent("download")
    await second.getByRole("button", { name: "Save as CSV" }).click()
    const csv = readFileSync(await (await download).path(), "utf8")
      .trim()
      .split("\r\n")
    expect(csv).toHaveLength(2)
    expect(csv[1]).toMatch(/^cifar10,distilled-2,2,0,4,2,3,1,0\.1,0\.0005,ReLU,false,200,/)
  })

  it("copies the point as JSON, as TypeScript that runs, and as the other notation of its cell, and saves its picture", async () => {
    const { page, context } = await playground().open({
      hash: `#/explore?task=cifar10&release=distilled-2&at=${OTHER}`,
    })
    await context.grantPermissions(["clipboard-read", "clipboard-write"])
    const copied = async (label: string): Promise<string> => {
      await page.getByRole("button", { name: label }).click()
      await page.getByRole("button", { name: "Copied" }).waitFor()
      const text = await page.evaluate(() => navigator.clipboard.readText())
      await page.getByRole("button", { name: "Copied" }).waitFor({ state: "detached" })
      return text
    }
    const other = pointOf(OTHER)!
    const svg = await savedSvg(page, page.getByRole("button", { name: "Save the cell as SVG" }))
    expect(svg.text).toContain("|skip_connect~0|+|")
    expect(await svg.all("g > g > circle", "fill")).toEqual(
      await shownStyles(page.locator(".cell circle"), "fill"),
    )
    expect(await svg.all("g > g > rect", "stroke")).toEqual(
      await shownStyles(page.locator(".cell .edge rect"), "stroke"),
    )
    expect(JSON.parse(await copied("Copy JSON"))).toEqual(other)
    expect(await copied("Copy NAS-Bench-201 string")).toMatch(/^\|skip_connect~0\|\+\|/)
    const program = await copied("Copy TypeScript")
    const folder = scratchFolder("copied-")
    writeFileSync(
      join(folder, "copied.mts"),
      program.replace(/console\.log\((.*)\)\n$/s, "console.log(JSON.stringify($1))\n"),
    )
    const printed = execFileSync(process.execPath, ["--import", "tsx", join(folder, "copied.mts")], {
      cwd: root,
    })
    expect(JSON.parse(String(printed))).toEqual(benchmark.query(other.configuration, { epoch: other.epoch }))
  })

  it("is accessible in both themes, menu and pins and all, and fits on a phone", async () => {
    const { page } = await playground().open({
      hash: `#/explore?task=cifar10&release=distilled-2&at=${START}&pin=${OTHER}`,
    })
    await page.locator(".pins").waitFor()
    await page.locator(".importance li").first().waitFor()
    await page.locator("[data-edge=Op4]").click()
    await expectAccessible(page)
    await page.keyboard.press("Escape")
    await page.setViewportSize({ width: 360, height: 740 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
    await page.locator(".heat-plot").scrollIntoViewIfNeeded()
    await expectAccessible(page)
    expect(pointText(start)).toBe(START)
  })
})
