import { describe, expect, it } from "vitest"
import {
  durationText,
  fixed,
  float32Text,
  metricText,
  settingText,
} from "../../../../src/cli/frame/numbers.ts"

describe("numbers for people", () => {
  it("group digits by threes", () => {
    expect(fixed(1234567.891, 2)).toBe("1,234,567.89")
    expect([fixed(999, 0), fixed(1000, 0), fixed(-1000, 0)]).toEqual(["999", "1,000", "-1,000"])
    expect(fixed(0.12345, 4)).toBe("0.1235")
  })

  it("have the decimals that suit a metric", () => {
    expect(metricText("runtime", 109660.4)).toBe("109,660")
    expect(metricText("latency", 1.36449)).toBe("1.364")
    expect(metricText("valid-acc", 91.2)).toBe("91.20")
  })

  it("show settings with four digits", () => {
    expect([settingText(0.00123456), settingText(5), settingText(true), settingText("ReLU")]).toEqual([
      "0.001235",
      "5",
      "true",
      "ReLU",
    ])
  })

  it("show a float32 with the digits that tell it", () => {
    const values = [0.5, 2.4820156, 1e-6, -0.4931472, 16777216, 1.1754944e-38, 3.4028235e38, 0]
    expect(values.map(value => Number(float32Text(Math.fround(value))))).toEqual(values)
    expect(values.map(value => float32Text(Math.fround(value)))[1]).toBe("2.4820156")
    expect([Number.NaN, Infinity].map(float32Text)).toEqual(["NaN", "Infinity"])
  })

  const spans: [number, string][] = [
    [45e-6, "45 µs"],
    [0.00234, "2.3 ms"],
    [0.1299, "130 ms"],
    [3.21, "3.2 s"],
    [150, "2.5 min"],
    [109_660, "30.5 h"],
    [172_800, "2.0 days"],
    [17_568_000, "203 days"],
  ]
  it.each(spans)("show %f seconds as %s", (seconds, text) => {
    expect(durationText(seconds)).toBe(text)
  })
})
