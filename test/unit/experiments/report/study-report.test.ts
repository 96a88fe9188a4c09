/** Whole reports of real studies on the bundled release: what is in them, and how they look in a browser. */

import { fileURLToPath } from "node:url"
import { type Browser, chromium } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { armOf } from "../../../../src/experiments/arm-of.ts"
import { lowestErrors } from "../../../../src/experiments/lowest-errors.ts"
import { paperProtocol } from "../../../../src/experiments/presets.ts"
import type { ReportedStudy } from "../../../../src/experiments/report/names.ts"
import { type StudyReport, studyReport } from "../../../../src/experiments/report/study-report.ts"
import { runStudy } from "../../../../src/experiments/run-study.ts"
import { rungAgreements } from "../../../../src/experiments/rung-agreements.ts"
import { fileSystemStore } from "../../../../src/node/file-system-store.ts"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import { findChromium } from "../../../support/chromium.ts"

const models = (release: string): string =>
  fileURLToPath(new URL(`../../../../models/${release}/`, import.meta.url))
const METRICS = ["valid-acc", "latency"] as const

let studies: ReportedStudy[]
let report: StudyReport

beforeAll(async () => {
  // The release whose optima take least.
  const [release, source] = ["distilled-1", fileSystemStore(models("distilled-1"))]
  const benchmarks = [
    await openBenchmark({ task: "cifar10", release, source }),
    await openBenchmark({ task: "fashion_mnist", release, source }),
  ]
  const paper = paperProtocol("paper-model-free", { release, seeds: 20, budget: 10, extrapolate: true })
  const board = {
    ...paperProtocol("leaderboard", { release, seeds: 3, budget: 10 }),
    arms: ["random", "regularised-evolution", "asha"].map(optimiser => armOf({ optimiser })),
  }
  const fronts = {
    ...paperProtocol("multi-objective", { release, seeds: 2, budget: 10 }),
    arms: ["random", "nsga2"].map(optimiser => armOf({ optimiser, metrics: METRICS })),
  }
  studies = []
  for (const protocol of [paper, board, fronts]) {
    const { results, cost } = await runStudy(benchmarks, protocol)
    studies.push({
      results,
      cost,
      ...(protocol === board
        ? {
            best: await lowestErrors(benchmarks, protocol),
            rungs: rungAgreements(benchmarks, protocol, { numConfigurations: 60 }),
          }
        : {}),
    })
  }
  let seconds = 0
  report = await studyReport(studies, { title: "A <trial>", cpuSeconds: () => seconds++ })
})

describe("a report", () => {
  it("has a section for every question that its studies answer", () => {
    const headings = [...report.html.matchAll(/<h2 id="([^"]+)">/g)].map(([, id]) => id)
    expect(headings).toEqual([
      "paper-model-free-whole-space-random-joint",
      "paper-model-free-whole-space-comparison",
      "paper-model-free-whole-space-published",
      "leaderboard-comparison",
      "leaderboard-published",
      "multi-objective-fronts",
      "provenance",
    ])
    expect(report.markdown.match(/^## /gm)).toHaveLength(headings.length)
  })

  it("says what its numbers are, and where they come from", () => {
    for (const text of [report.html, report.markdown]) {
      expect(text).toContain("A surrogate of a surrogate")
      expect(text).toContain("outside the domain it was fitted on, where its answers are guesses")
      expect(text).toContain("2 disjoint blocks of 10 seeds")
      expect(text).toContain("core-hours")
      expect(text).toContain("1.0 for this report")
      for (const { sha256 } of studies[0]!.results.provenance.releases) expect(text).toContain(sha256)
    }
    expect(report.html).toContain("<title>A &lt;trial&gt;</title>")
  })

  it("has the numbers of every figure and table as files", () => {
    const figures = [...report.html.matchAll(/<figure aria-labelledby="([^"]+)"/g)].map(([, name]) => name!)
    expect(figures).toHaveLength(13)
    for (const name of figures) expect(Object.keys(report.csv)).toContain(name)
    const trajectories = report.csv["paper-model-free-whole-space-random-joint-spaces"]!.split("\r\n")
    expect(trajectories[0]).toBe("task,arm,runs,time,mean,standard error")
    // Three arms on two tasks, 1,001 rows at most, and the line after the last.
    expect(trajectories.length).toBeGreaterThan(600)
    expect(trajectories.length).toBeLessThanOrEqual(6 * 1001 + 2)
    const speedUps = report.csv["paper-model-free-whole-space-random-joint-speed-up-blocks"]!
    expect(speedUps.trim().split("\r\n")).toHaveLength(1 + 2 * 3 * 2)
  })

  it("holds every optimiser against random search, also by hypervolume, and tells what rungs tell", () => {
    const [against, volumes, rungs] = [
      "leaderboard-against-random",
      "multi-objective-against-random",
      "leaderboard-rungs",
    ].map(name => report.csv[name]!.trim().split("\r\n"))
    expect(against).toHaveLength(1 + 2)
    expect(volumes).toHaveLength(1 + 1)
    expect(volumes![0]).toContain("median difference [% s]")
    // ASHA's ladder on two tasks: epochs 2, 7, 22 and 66.
    expect(rungs).toHaveLength(1 + 2 * 4)
    expect(rungs![1]).toMatch(/^CIFAR-10,epoch 2,0\.\d{3},/)
    expect(report.html).toContain("in which blind choice has 33 %")
  })

  it("needs nothing off the page, and runs nothing", () => {
    expect(report.html.match(/<script|<link rel="stylesheet|<img|@import|javascript:/g)).toBeNull()
    const links = [...report.html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link]) => link!)
    expect(links.filter(link => !link.startsWith("#") && link !== "data:,")).toEqual([])
    expect(report.html).not.toMatch(/>(NaN|undefined|Infinity)</)
    const ids = [...report.html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it("is the same again, but for the time that it took", async () => {
    const [first, again] = [await studyReport(studies), await studyReport(studies)]
    // Not toEqual: what differs would fill screens.
    expect(again.html === first.html).toBe(true)
    expect([again.markdown, again.csv]).toEqual([first.markdown, first.csv])
    expect(first.html).not.toContain("for this report")
  })

  it("is of one study or more", async () => {
    await expect(studyReport([])).rejects.toThrow("studies: expected at least one, got none")
  })
})

const executablePath = findChromium()
if (executablePath === undefined && !process.env["CI"]) {
  console.log("chromium: not installed here (nor named by CHROME_PATH); reports are not looked at")
}

describe.skipIf(executablePath === undefined && process.env["CI"] !== "true")("in Chromium", () => {
  let browser: Browser
  beforeAll(async () => {
    if (executablePath === undefined) throw new Error("no Chromium: install it or set CHROME_PATH")
    const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    browser = await chromium.launch({ executablePath, headless: true, args })
  })
  afterAll(() => browser?.close())

  /** How different two colours are to the eye: WCAG's contrast of relative luminances. */
  function contrast(a: readonly number[], b: readonly number[]): number {
    const luminance = (rgb: readonly number[]): number => {
      const [red, green, blue] = rgb.map(value => {
        const share = value / 255
        return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
    }
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (high! + 0.05) / (low! + 0.05)
  }

  it.each(["light", "dark"] as const)(
    "is readable on %s paper, without an error or a request",
    async colorScheme => {
      const page = await browser.newPage({ colorScheme, viewport: { width: 1240, height: 900 } })
      const problems: string[] = []
      page.on("console", message => problems.push(message.text()))
      page.on("pageerror", error => problems.push(String(error)))
      page.on("request", request => request.url().startsWith("data:") || problems.push(request.url()))
      await page.setContent(report.html)
      const seen = await page.evaluate(() => {
        const rgb = (colour: string): number[] => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
        const lines = [...document.querySelectorAll("figure .panel path[stroke]")]
        const labels = [...document.querySelectorAll("figure .panel text")]
        return {
          paper: rgb(getComputedStyle(document.body).backgroundColor),
          ink: rgb(getComputedStyle(document.body).color),
          lines: lines
            .map(line => getComputedStyle(line).stroke)
            .filter(c => c !== "none")
            .map(rgb),
          labels: labels.map(label => rgb(getComputedStyle(label).fill)),
          // Wider than the window is what has to be scrolled sideways.
          overflow: document.documentElement.scrollWidth - window.innerWidth,
          empty: [...document.querySelectorAll(".panel > svg")].filter(
            svg => svg.getBoundingClientRect().height < 40,
          ).length,
        }
      })
      expect(problems).toEqual([])
      expect(seen.overflow).toBeLessThanOrEqual(0)
      expect(seen.empty).toBe(0)
      expect(contrast(seen.paper, [0, 0, 0]) > 10).toBe(colorScheme === "light")
      expect(contrast(seen.ink, seen.paper)).toBeGreaterThan(12)
      expect(seen.labels.length).toBeGreaterThan(100)
      // WCAG 2.2: 4.5 for text; labels of lines are in their colours, which have 3 as graphics.
      expect(Math.min(...seen.labels.map(label => contrast(label, seen.paper)))).toBeGreaterThan(3)
      const series = seen.lines.filter(line => contrast(line, seen.paper) > 1.6)
      expect(Math.min(...series.map(line => contrast(line, seen.paper)))).toBeGreaterThan(3)
      await page.close()
    },
  )

  it("fits on a narrow screen", async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 800 } })
    await page.setContent(report.html)
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await page.close()
  })
})
