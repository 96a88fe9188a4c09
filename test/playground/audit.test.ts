/** Audit: laws measured in the page are those of the package, and their worst cases can be gone to. */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import type { Page } from "playwright-core"
import { expect, it } from "vitest"
import { type Audit, type AuditEntry, audit, invariants } from "../../src/entries/fast-check.ts"
import { bundled } from "../support/bundled.ts"
import { root } from "../support/packed.ts"
import { expectAccessible } from "./support/axe.ts"
import { eventually } from "./support/eventually.ts"
import { describePlayground } from "./support/playground.ts"
import { savedSvg, shownStyles } from "./support/saved-svg.ts"

/** Laws of this group are measured within a second. */
const usual = invariants.filter(({ severity }) => severity === "usual").map(({ name }) => name)
const USUAL = "#/audit?task=cifar10&audit-laws=usual"

async function runUsual(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Audit distilled-2" }).click()
  await page.getByText(`${usual.length} laws measured`).waitFor()
}

async function savedAudit(page: Page): Promise<Audit> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as JSON" }).click(),
  ])
  return JSON.parse(readFileSync(await download.path(), "utf8")) as Audit
}

const isBroken = ({ sample }: AuditEntry): boolean => sample !== null && sample.broken > 0

describePlayground("audit", playground => {
  it("measures what the package measures, and says of every law what came of it", async () => {
    const { page } = await playground().open({ hash: USUAL })
    await runUsual(page)
    const options = { invariants: usual, numSamples: 100, seed: 0, sweep: false }
    const expected = await audit(await bundled("cifar10"), options)
    expect(await savedAudit(page)).toEqual(JSON.parse(JSON.stringify(expected)))
    const broken = expected.entries.filter(isBroken)
    expect(broken.length).toBeGreaterThan(2)
    for (const entry of expected.entries) {
      const row = page.getByRole("row").filter({ hasText: entry.name })
      const verdict = entry.untestable !== null ? "not testable" : isBroken(entry) ? "broken" : "kept"
      expect(await row.locator("[class^=verdict]").textContent()).toBe(
        entry.untestable === null ? verdict : `${verdict} ${entry.untestable}`,
      )
      if (isBroken(entry))
        expect(await row.textContent()).toContain(`${Number((100 * entry.sample!.share).toFixed(2))} %`)
    }
    await eventually(() => page.locator(".worst-case").count()).toBe(broken.length)
  })

  it("draws the worst cases on their curves, and opens them in Explore", async () => {
    const { page } = await playground().open({ hash: USUAL })
    await runUsual(page)
    const benchmark = await bundled("cifar10")
    const { entries } = await savedAudit(page)
    const law = "valid-acc-curve-holds"
    const [before, after] = entries.find(({ name }) => name === law)!.sample!.answers
    await page.getByRole("button", { name: law, exact: true }).click()
    const card = page.locator(`#law-${law}`)
    await eventually(() => card.evaluate(own => own === document.activeElement)).toBe(true)
    // One curve, and where it falls.
    const chart = card.locator(".worst-chart svg")
    await chart.waitFor()
    await eventually(async () => [
      await chart.locator("polyline").count(),
      await chart.locator("circle").count(),
    ]).toEqual([1, 2])
    const [top, bottom] = await chart
      .locator("circle")
      .evaluateAll(dots => dots.map(dot => Number(dot.getAttribute("cy"))))
    expect(bottom!).toBeGreaterThan(top!)
    const svg = await savedSvg(page, card.getByRole("button", { name: "Save as SVG" }))
    expect(svg.name).toBe(`${law}.svg`)
    expect(await svg.all("circle", "cy")).toEqual([String(top), String(bottom)])
    expect(await svg.all("circle", "fill")).toEqual(await shownStyles(chart.locator("circle"), "fill"))
    expect(await svg.all("polyline", "stroke")).toEqual(
      await shownStyles(chart.locator("polyline"), "stroke"),
    )
    expect(svg.text).toContain("release distilled-2")
    await card.locator("summary").click()
    await card.locator("tbody td").first().waitFor()
    const cells = await card.locator("tbody td:nth-child(2)").allTextContents()
    const curve = benchmark.trajectory(after!.configuration, { metrics: ["valid-acc"] })["valid-acc"]
    expect(cells.map(Number)).toEqual(Array.from(curve, value => Number(value.toPrecision(4))))
    expect([curve[before!.epoch - 1], curve[after!.epoch - 1]]).toEqual([before!.value, after!.value])

    await card.getByRole("button", { name: /^Explore .*, answer 2$/ }).click()
    await page.getByRole("heading", { name: "Explore", exact: true }).waitFor()
    const { Op1, Op2, Op3, Op4, Op5, Op6, LearningRate } = after!.configuration
    await page.waitForURL(
      ({ hash }) =>
        hash.includes(`at=${[Op1, Op2, Op3, Op4, Op5, Op6].join("")}_${LearningRate}_`) &&
        hash.includes(`_${after!.epoch}`),
    )
    await page.getByRole("link", { name: "Audit" }).click()
    // What was measured is still there.
    await page.getByText(`${usual.length} laws measured`).waitFor()
  })

  it("draws a pair that differs in one range along that range", async () => {
    const { page } = await playground().open({ hash: "#/audit?task=cifar10&audit-laws=certain" })
    await page.getByRole("button", { name: "Audit distilled-2" }).click()
    const chart = page.locator("#law-size-ignores-learningrate .worst-chart")
    await chart.waitFor({ timeout: 60_000 })
    expect(await chart.locator("figcaption").textContent()).toMatch(
      /size_MB .* over LearningRate \(log scale\)/,
    )
    await eventually(() => chart.locator("circle").count()).toBe(2)
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText("Stopped before the end").waitFor()
    const { entries } = await savedAudit(page)
    const found = entries.find(({ name }) => name === "size-ignores-learningrate")!
    const values = found.sample!.answers.map(({ value }) => value)
    // In percent of the least, as the law says.
    expect((100 * (Math.max(...values) - Math.min(...values))) / Math.min(...values)).toBeCloseTo(
      found.sample!.worst,
    )
  })

  it("stops within a law, goes on where it stopped, and leaves room for other views", async () => {
    const { page } = await playground().open({ hash: "#/audit?task=cifar10&audit-cells=yes" })
    await page.getByRole("button", { name: "Audit distilled-2" }).click()
    await page.getByText(/now all-ways-agree/).waitFor()
    await page.getByRole("button", { name: "Stop" }).click()
    await page.getByText("Stopped before the end").waitFor()
    const first = await savedAudit(page)
    expect(first.entries.map(({ name }) => name)).toEqual(["deterministic"])
    await page.getByRole("button", { name: "Go on" }).click()
    await page.getByText(/now flops-within-data/).waitFor()
    // Who goes elsewhere stops it: the engine is free at once.
    await page.getByRole("link", { name: "Explore" }).click()
    await page.getByRole("heading", { name: "Explore", exact: true }).waitFor()
    await page.getByRole("link", { name: "Audit" }).click()
    await page.getByText("Stopped before the end").waitFor()
    const names = (await savedAudit(page)).entries.map(({ name }) => name)
    expect(names.length).toBeGreaterThanOrEqual(3)
    expect(names).toEqual(invariants.slice(0, names.length).map(({ name }) => name))
  })

  it("is accessible, and fits a phone", async () => {
    const { page } = await playground().open({ hash: USUAL, width: 360 })
    await runUsual(page)
    await page.getByText("What a broken law means").click()
    await page.locator(".worst-chart svg").nth(2).waitFor()
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  })

  it("does not bring fast-check along", () => {
    const assets = join(root, "dist", "playground", "assets")
    const scripts = readdirSync(assets).filter(file => file.endsWith(".js"))
    const texts = scripts.map(file => readFileSync(join(assets, file), "utf8"))
    expect(texts.some(text => text.includes("all-ways-agree"))).toBe(true)
    for (const text of texts) expect(text).not.toMatch(/Property failed after|hasShrunkOnce|fast-check/)
  })
})
