import { describe, expect, it } from "vitest"
import { csvText } from "../../../../src/playground/parts/csv.ts"
import { formatBytes, formatNumber, formatWithUnit } from "../../../../src/playground/parts/format-number.ts"

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [85.263, "85.26"],
    [-1.5, "−1.5"],
    [150_654, "150,654"],
    [20_481.4, "20,481"],
    [0.0001234, "0.0001234"],
    [0.00001234567, "1.235 × 10⁻⁵"],
    [-2e12, "−2 × 10¹²"],
    [Number.NaN, "–"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "−∞"],
  ])("%d is %s", (value, text) => {
    expect(formatNumber(value)).toBe(text)
  })

  it("takes fewer digits, a unit, and sizes", () => {
    expect(formatNumber(1.0456, 2)).toBe("1")
    expect(formatWithUnit(0.6104, "10⁶")).toBe("0.6104 × 10⁶")
    expect(formatWithUnit(89.83, "%", 3)).toBe("89.8 %")
    expect([formatBytes(0), formatBytes(1001), formatBytes(2_012_732)]).toEqual(["0 kB", "2 kB", "2.0 MB"])
  })
})

it("csvText quotes what has to be", () => {
  const text = csvText(
    ["a", "b,c"],
    [
      [1, 'say "no"'],
      [true, "two\nlines"],
    ],
  )
  expect(text).toBe('a,"b,c"\r\n1,"say ""no"""\r\ntrue,"two\nlines"\r\n')
})
