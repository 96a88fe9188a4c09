import { describe, expect, it } from "vitest"
import { definitions, table, wrap } from "../../../../src/cli/frame/table.ts"

describe("table", () => {
  it("aligns columns, with units below the titles", () => {
    const columns = [
      { title: "name", align: "left" },
      { title: "FLOPS", unit: "10⁶" },
    ] as const
    const rows = [
      ["a", "1.50"],
      ["longer", "1,234.00"],
    ]
    expect(table(columns, rows, line => `<${line}>`)).toEqual([
      "<name       FLOPS>",
      "<             10⁶>",
      "a           1.50",
      "longer  1,234.00",
    ])
  })

  it("has no line of units where there are none, and no trailing space", () => {
    const columns = [
      { title: "a", align: "left" },
      { title: "b", align: "left" },
    ] as const
    expect(
      table(columns, [
        ["x", "yyy"],
        ["x", ""],
      ]),
    ).toEqual(["a  b", "x  yyy", "x"])
  })
})

describe("wrap", () => {
  it("breaks at spaces only", () => {
    expect(wrap("one two three", 7)).toEqual(["one two", "three"])
    expect(wrap("a verylongword b", 5)).toEqual(["a", "verylongword", "b"])
    expect(wrap("", 5)).toEqual([""])
  })

  it("counts characters, not UTF-16 units", () => {
    expect(wrap("𝜏𝜏 𝜏𝜏", 5)).toEqual(["𝜏𝜏 𝜏𝜏"])
  })
})

describe("definitions", () => {
  it("wraps texts beside their names", () => {
    const lines = definitions(
      [
        ["a", "one two three four five six"],
        ["bcd", "x"],
      ],
      24,
    )
    expect(lines).toEqual(["a    one two three four", "     five six", "bcd  x"])
  })
})
