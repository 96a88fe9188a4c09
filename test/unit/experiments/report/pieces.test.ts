/** What reports are put together of: numbers, texts, tables, drawings. */
import { describe, expect, it } from "vitest"
import { criticalDifferenceFigure } from "../../../../src/experiments/report/critical-difference.ts"
import { csvOf } from "../../../../src/experiments/report/csv.ts"
import type { ReportTable } from "../../../../src/experiments/report/document.ts"
import { drawFigure } from "../../../../src/experiments/report/draw.ts"
import { frontFigure } from "../../../../src/experiments/report/front-figure.ts"
import { intervalFigure } from "../../../../src/experiments/report/interval-figure.ts"
import { lineFigure, spreadLabels } from "../../../../src/experiments/report/line-figure.ts"
import { markdownTable } from "../../../../src/experiments/report/markdown.ts"
import { nameStudies } from "../../../../src/experiments/report/names.ts"
import { fixed, plusMinus, probability, times, whole } from "../../../../src/experiments/report/numbers.ts"
import { stripFigure } from "../../../../src/experiments/report/strip-figure.ts"
import { joint, writtenStudy } from "../analysis/studies.ts"

describe("numbers", () => {
  it("are printed as people read them", () => {
    expect([fixed(9.345, 2), fixed(Number.NaN, 2), whole(1234567.4)]).toEqual(["9.35", "–", "1,234,567"])
    expect([plusMinus(9, 0.25, 2), plusMinus(9, Number.NaN, 2)]).toEqual(["9.00 ± 0.25", "9.00"])
    expect([times(0), times(0.99), times(8.46), times(54.7)]).toEqual(["< 1 ×", "< 1 ×", "8.5 ×", "55 ×"])
    expect([0.0004, 0.0126, 1, Number.NaN].map(probability)).toEqual(["< 0.001", "0.013", "1.000", "–"])
  })
})

describe("tables", () => {
  const table: ReportTable = {
    kind: "table",
    name: "one",
    caption: "One",
    columns: [{ title: "what | which", align: "left" }, { title: "how many" }],
    rows: [["<b>", "1"]],
    notes: ["Read with care."],
  }

  it("are Markdown, in which nothing is markup that was none", () => {
    expect(markdownTable(table)).toBe(
      "**One**\n\n| what \\| which | how many |\n| --- | ---: |\n| &lt;b> | 1 |\n\nRead with care.",
    )
  })

  it("are comma-separated values, numbers in full", () => {
    expect(
      csvOf({
        columns: ["a,b", 'c"d'],
        rows: [
          ["x\ny", 0.1 + 0.2],
          ["", Number.NaN],
        ],
      }),
    ).toBe('"a,b","c""d"\r\n"x\ny",0.30000000000000004\r\n,\r\n')
  })
})

describe("labels", () => {
  it("stand apart, near to where they belong, and within the axes", () => {
    expect(spreadLabels([50, 10, 90], 13, 100)).toEqual([50, 10, 90])
    expect(spreadLabels([50, 50, 50], 10, 100)).toEqual([50, 60, 70])
    expect(spreadLabels([100, 100, 20], 10, 100)).toEqual([90, 100, 20])
  })
})

describe("studies", () => {
  it("have names of their own on the page", () => {
    const results = writtenStudy([{ task: "cifar10", arm: joint, seed: 0, time: [1], values: [[9]] }])
    const odd = { ...results, protocol: { ...results.protocol, name: "7 of mine", extrapolate: true } }
    const named = nameStudies([{ results }, { results }, { results: odd }])
    expect(named.map(({ id }) => id)).toEqual(["written", "written-2", "study-7-of-mine-whole-space"])
    expect(named.map(({ title }) => title)).toEqual([
      "written (domain of distilled-1)",
      "written (domain of distilled-1, 2)",
      "7 of mine (whole space)",
    ])
  })
})

describe("drawings", () => {
  const axes = { xTitle: "x", yTitle: "y", x: [1, 100], y: [0, 10] } as const
  const line = { label: "A", colour: 0, time: [1, 10, 100], value: [9, 5, 1], error: [1, 1, 1] }
  const specs = {
    lines: lineFigure([line, { ...line, label: "B", colour: 9, error: null }], axes),
    intervals: intervalFigure([{ label: "R", low: 0, median: 3, high: 9, published: null }], "x", 1),
    strips: stripFigure([{ label: "R", values: [0, 1, 2] }], "x", 0.01),
    fronts: frontFigure(
      [
        {
          label: "A",
          colour: 0,
          front: [
            [-50, 1],
            [-80, 2],
          ],
        },
      ],
      "x",
      "y",
      40,
    ),
    diagram: criticalDifferenceFigure(["A", "B", "C"], [1, 2.5, 2.5], 0.7, [[1, 2]]),
  }

  it.each(Object.entries(specs))("%s: one svg in the page's colours, with its title", async (id, spec) => {
    const svg = await drawFigure(spec, { id, title: "T & U", description: "D" })
    expect(svg).toMatch(/^<svg viewBox="0 0 [\d.]+ [\d.]+" style="max-width:[\d.]+px" role="img"/)
    expect(svg).toContain(`aria-labelledby="${id}-title ${id}-text"`)
    expect(svg).toContain(`<title id="${id}-title">T &amp; U</title><desc id="${id}-text">D</desc>`)
    expect(svg.match(/NaN|undefined|Infinity/g)).toBeNull()
    // No colour of its own: a fixed one would be lost on one of the two papers.
    const colours = [...svg.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!)
    expect(colours.length).toBeGreaterThan(3)
    expect(colours.filter(colour => !/^(none|transparent|var\(--\w+\))$/.test(colour))).toEqual([])
    for (const [, name] of svg.matchAll(/(?: id="|url\(#)(\w+)/g)) expect(name!.startsWith(id)).toBe(true)
  })

  it("are the same every time, whatever was drawn before", async () => {
    const draw = () => drawFigure(specs.lines, { id: "a", title: "T", description: "D" })
    const first = await draw()
    await drawFigure(specs.diagram, { id: "b", title: "T", description: "D" })
    expect(await draw()).toBe(first)
  })
})
