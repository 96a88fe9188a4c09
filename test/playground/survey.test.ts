/** Survey: a sample with its front and brush, the exact optimum, and ranks, against the package's own answers. */
import { readFileSync } from "node:fs"
import type { Locator, Page } from "playwright-core"
import { beforeAll, expect, it } from "vitest"
import type { Benchmark, MetricName } from "../../src/benchmark/index.ts"
import { createRandom } from "../../src/random/generator.ts"
import type { Configuration } from "../../src/space/index.ts"
import { bundled } from "../support/bundled.ts"
import { expectAccessible } from "./support/axe.ts"
import { describePlayground } from "./support/playground.ts"

const COUNT = 1000
const PIN = "204131_0.1_0.0005_ReLU_false_5_16_1_200"
const pinned: Configuration = {
  ...{ Op1: 2, Op2: 0, Op3: 4, Op4: 1, Op5: 3, Op6: 1 },
  ...{ LearningRate: 0.1, WeightDecay: 0.0005, Activation: "ReLU", TrivialAugment: false },
  ...{ Optimizer: "SGD", N: 5, W: 16, Resolution: 1 },
}

/** A file that a button saves. */
async function saved(page: Page, button: Locator): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()])
  return readFileSync(await download.path(), "utf8")
}

function records(csv: string): Record<string, string>[] {
  const [head = "", ...lines] = csv.trimEnd().split("\r\n")
  const names = head.split(",")
  return lines.map(line => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])))
}

/** Numbers of a list's rows, as people count: from 1 on. */
async function listed(page: Page): Promise<number[]> {
  const cells = await page.locator(".survey-sample tbody tr td:first-child .survey-row").allTextContents()
  return cells.map(text => Number.parseInt(text.replaceAll(",", ""), 10))
}

function caption(page: Page, text: RegExp): Locator {
  return page.locator(".survey-sample caption", { hasText: text })
}

describePlayground("survey", playground => {
  let benchmark: Benchmark
  let answers: Record<MetricName, Float32Array>
  let configurations: Configuration[]
  beforeAll(async () => {
    benchmark = await bundled("cifar10")
    const random = createRandom(0)
    configurations = Array.from({ length: COUNT }, () => benchmark.space.sample(random))
    answers = benchmark.queryMany(configurations, { epoch: 200 })
  })

  /** Positions that nothing beats: less latency and more accuracy are better. */
  function front(): number[] {
    const { latency, "valid-acc": accuracy } = answers
    return configurations.flatMap((_, i) => {
      const isBeaten = configurations.some(
        (__, j) =>
          latency[j]! <= latency[i]! &&
          accuracy[j]! >= accuracy[i]! &&
          (latency[j]! < latency[i]! || accuracy[j]! > accuracy[i]!),
      )
      return isBeaten ? [] : [i]
    })
  }

  it("samples as the package does, and lists the Pareto front", async () => {
    const { page } = await playground().open({ hash: "#/survey?task=cifar10" })
    await caption(page, /of 3,000/).waitFor()
    await page.getByRole("radio", { name: "1,000" }).check({ force: true })
    await caption(page, /On the Pareto front: \d+ of 1,000/).waitFor()
    const expected = front()
    expect(expected.length).toBeGreaterThan(5)
    expect((await listed(page)).sort((a, b) => a - b)).toEqual(expected.map(i => i + 1))
    const rows = records(
      await saved(page, page.locator(".scatter").getByRole("button", { name: "Save as CSV" })),
    )
    expect(rows).toHaveLength(COUNT)
    for (const [i, row] of rows.entries()) {
      expect(row["release"]).toBe("distilled-2")
      for (const metric of benchmark.metrics) expect(Number(row[metric])).toBe(answers[metric][i])
      for (const [name, value] of Object.entries(configurations[i]!)) expect(row[name]).toBe(String(value))
      expect(row["on_front"]).toBe(String(expected.includes(i)))
    }
    const svg = await saved(page, page.getByRole("button", { name: "Save as SVG" }))
    expect(svg.match(/<circle [^>]*r="2"\/>/g)).toHaveLength(COUNT)
    expect(svg.match(/<circle [^>]*r="4"\/>/g)).toHaveLength(expected.length)
    expect(svg).toContain("not the official surrogates")
    expect(
      await page.evaluate(
        text => new DOMParser().parseFromString(text, "text/xml").querySelector("parsererror"),
        svg,
      ),
    ).toBeNull()
  })

  it("brushes by pointer and by numbers, sorts, opens and pins", async () => {
    const { page } = await playground().open({ hash: `#/survey?task=cifar10&survey-count=${COUNT}` })
    await caption(page, /Pareto front/).waitFor()
    const box = (await page.locator(".scatter .u-over").boundingBox())!
    const at = (x: number, y: number): [number, number] => [box.x + box.width * x, box.y + box.height * y]
    await page.mouse.move(...at(0.25, 0.02))
    await page.mouse.down()
    await page.mouse.move(...at(0.4, 0.2), { steps: 4 })
    await page.mouse.move(...at(0.6, 0.3), { steps: 4 })
    await page.mouse.up()
    await caption(page, /Brushed: \d+ of 1,000/).waitFor()
    const fields = page.locator(".brush-fields input")
    const sides = async (): Promise<number[]> => {
      const values = await fields.evaluateAll(inputs =>
        inputs.map(input => (input as HTMLInputElement).value),
      )
      return values.map(Number)
    }
    const within = async (): Promise<number[]> => {
      const [xFrom, xTo, yFrom, yTo] = (await sides()) as [number, number, number, number]
      return configurations.flatMap((_, i) => {
        const [x, y] = [answers.latency[i]!, answers["valid-acc"][i]!]
        return x >= xFrom && x <= xTo && y >= yFrom && y <= yTo ? [i] : []
      })
    }
    const dragged = await within()
    expect(dragged.length).toBeGreaterThan(50)
    await caption(page, new RegExp(`Brushed: ${dragged.length} of 1,000`)).waitFor()

    await fields.nth(2).focus()
    await page.keyboard.press("Control+A")
    await page.keyboard.type("89.5")
    await page.keyboard.press("Enter")
    const typed = await within()
    expect(typed.length).toBeGreaterThan(2)
    expect(typed.length).toBeLessThan(dragged.length)
    await caption(page, new RegExp(`Brushed: ${typed.length} of 1,000`)).waitFor()

    const head = page.getByRole("columnheader", { name: /valid-acc/ }).getByRole("button")
    await head.click()
    await head.click()
    const best = typed.reduce((a, b) => (answers["valid-acc"][b]! > answers["valid-acc"][a]! ? b : a))
    expect((await listed(page))[0]).toBe(best + 1)
    await page.getByRole("button", { name: `Pin number ${best + 1}`, exact: true }).click()
    await page.getByRole("heading", { name: /^pin 1/ }).waitFor()
    await page.getByRole("button", { name: `Explore number ${best + 1}`, exact: true }).click()
    await page.getByRole("heading", { name: "Explore", exact: true }).waitFor()
    const { LearningRate, Op1, Op2, Op3, Op4, Op5, Op6 } = configurations[best]!
    const text = `${[Op1, Op2, Op3, Op4, Op5, Op6].join("")}_${LearningRate}_`
    await page.waitForURL(url => url.hash.includes(`at=${text}`) && url.hash.includes(`pin=${text}`))
    await page.getByRole("link", { name: "Survey" }).click()
    await caption(page, new RegExp(`Brushed: ${typed.length} of 1,000`)).waitFor()
    await page.getByRole("button", { name: "Clear the brush" }).click()
    await caption(page, /Pareto front/).waitFor()
  })

  it("tells what was clicked at, and colours by what one likes", async () => {
    const { page } = await playground().open({
      hash: `#/survey?task=cifar10&survey-count=${COUNT}&survey-x=FLOPS&survey-y=runtime`,
    })
    await caption(page, /Pareto front/).waitFor()
    const canvas = page.locator(".scatter canvas")
    const picture = (): Promise<string> => canvas.evaluate(own => (own as HTMLCanvasElement).toDataURL())
    const before = await picture()
    await page.getByRole("combobox", { name: "Colour" }).selectOption("Activation")
    await page.locator(".color-key", { hasText: "Mish" }).waitFor()
    expect(await picture()).not.toBe(before)
    const box = (await page.locator(".scatter .u-over").boundingBox())!
    const picked = page.locator(".survey-picked")
    for (let place = 0.5; (await picked.count()) === 0 && place < 0.9; place += 0.02) {
      await page.mouse.click(box.x + box.width * place, box.y + box.height * (1 - place))
    }
    const index = Number(/Number (\d+)/.exec((await picked.textContent())!)![1]) - 1
    const shown = answers.runtime[index]!.toLocaleString("en", { maximumFractionDigits: 0 })
    expect(await picked.textContent()).toContain(`${shown} s`)
  })

  it("finds the exact optimum with a gap that shrinks to nothing", async () => {
    const { page } = await playground().open({
      hash: "#/survey?task=cifar10&survey-optimum=size_MB&survey-count=1000",
    })
    await page.getByLabel("Constraint").selectOption("latency")
    await page.getByLabel(/latency at most/).fill("1")
    await page.getByRole("button", { name: "Find it" }).click()
    const result = page.locator(".survey-found")
    await result.waitFor({ timeout: 30_000 })
    const { best, certificate } = await benchmark.optimum({
      metric: "size_MB",
      constraints: { latency: { atMost: 1 } },
    })
    const { Op1, Op2, Op3, Op4, Op5, Op6 } = best!.configuration
    const text = (await result.textContent())!
    expect(text).toContain(`size_MB ${Number(best!.value.toPrecision(6))} × 10⁶`)
    expect(text).toContain(`cell ${[Op1, Op2, Op3, Op4, Op5, Op6].join("")}`)
    expect(text).toContain(
      `of ${certificate.numChoices.toLocaleString("en")} discrete choices ${certificate.numSummed}`,
    )
    const panel = page.locator("section", { has: page.locator("#survey-optimum") })
    const moments = records(await saved(page, panel.getByRole("button", { name: "Save as CSV" })))
    expect(moments.length).toBeGreaterThan(2)
    const last = moments.at(-1)!
    expect([last["best"], last["gap"]].map(Number)).toEqual([best!.value, 0])
    for (const [i, { best: value, bound, gap }] of moments.entries()) {
      expect(Number(bound)).toBeLessThanOrEqual(best!.value)
      expect(Number(value)).toBeGreaterThanOrEqual(best!.value)
      if (i > 0) expect(Number(gap)).toBeLessThanOrEqual(Number(moments[i - 1]!["gap"]))
    }
    expect(Number(moments[0]!["gap"])).toBeGreaterThan(0)
  })

  it("stops a search when told, and answers others meanwhile", async () => {
    const { page } = await playground().open({
      hash: `#/survey?task=cifar10&survey-count=${COUNT}&pin=${PIN}`,
    })
    await caption(page, /Pareto front/).waitFor()
    await page.getByRole("button", { name: "Find it" }).click()
    await page
      .getByText(/Best so far/)
      .first()
      .waitFor()
    // The worker has turns for others while it searches.
    await page.getByLabel("Ranked by").selectOption("latency")
    await page
      .getByText(/latency [\d.]+ s: rank/)
      .first()
      .waitFor()
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText("Stopped: the best so far need not be the optimum").waitFor()
    expect(await page.locator(".survey-found").count()).toBe(0)
  })

  it("ranks pins among all architectures", async () => {
    const { page } = await playground().open({
      hash: `#/survey?task=cifar10&survey-count=${COUNT}&pin=${PIN}`,
    })
    const all = "all" as const
    const cells = { Op1: all, Op2: all, Op3: all, Op4: all, Op5: all, Op6: all }
    const own = benchmark.query(pinned)
    for (const metric of ["valid-acc", "FLOPS"] as const) {
      await page.getByLabel("Ranked by").selectOption(metric)
      const { columns } = benchmark.grid({ ...pinned, ...cells }, { metrics: [metric] })
      const isBetter = (value: number): boolean =>
        metric === "FLOPS" ? value < own[metric] : value > own[metric]
      const rank = 1 + columns[metric].filter(isBetter).length
      expect(rank).toBeGreaterThan(100)
      const text = page.locator(".survey-rank", { hasText: "pin 1" }).getByText(/rank .* of 15,625/)
      await page
        .getByText(new RegExp(`${metric} .*: rank`))
        .first()
        .waitFor()
      expect(await text.textContent()).toContain(`rank ${rank.toLocaleString("en")} of 15,625`)
    }
    const table = page.locator(".survey-rank", { hasText: "pin 1" }).locator("details")
    await table.locator("summary").click()
    await table.locator("tbody td").first().waitFor()
    const counts = await table.locator("tbody td:nth-child(3)").allTextContents()
    expect(counts.reduce((sum, count) => sum + Number(count.replaceAll(",", "")), 0)).toBe(5 ** 6)
  })

  it("is accessible, and fits a phone", async () => {
    const { page } = await playground().open({
      hash: `#/survey?task=cifar10&survey-count=${COUNT}&pin=${PIN}&survey-brush=0.6,0.9,80,95`,
      width: 360,
    })
    await caption(page, /Brushed/).waitFor()
    await page.locator(".histogram").first().waitFor()
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })
})
