import pico from "picocolors"
import { describe, expect, it } from "vitest"
import { lineChart } from "../../../../src/cli/frame/chart.ts"

const options = {
  height: 5,
  axis: "epoch",
  format: (value: number) => value.toFixed(1),
  colors: pico.createColors(false),
}

describe("lineChart", () => {
  it("draws a rising curve from the lower left to the upper right", () => {
    const values = Float32Array.from({ length: 200 }, (_, i) => i)
    const lines = lineChart(values, { ...options, columns: 60 })
    expect(lines[0]).toMatch(/^199\.0 ┤ +╭─+$/)
    expect(lines.at(-2)).toMatch(/^ {2}0\.0 ┤─+╯$/)
    expect(lines.at(-1)).toMatch(/^ {6}1 +\d+ +200 epoch$/)
    expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(60)
    expect(Math.max(...lines.map(line => line.length))).toBeGreaterThan(50)
  })

  it("uses a column a value where there are few", () => {
    expect(lineChart([1, 2, 3], { ...options, columns: 80 }).at(-1)).toBe("    1 3 epoch")
  })

  it("draws a flat curve as one line", () => {
    const lines = lineChart(new Array(30).fill(4), { ...options, columns: 80 })
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(/^4\.0 ┤─{29}$/)
  })
})
