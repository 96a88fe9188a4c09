import { describe, expect, test } from "vitest"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"
import { toJsonSchema } from "../../../src/space/json-schema.ts"
import { Space } from "../../../src/space/space.ts"

describe("toJsonSchema", () => {
  test("is a closed object schema of draft 2020-12", () => {
    const schema = toJsonSchema(jahsSpace)
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema")
    expect(schema.title).toBe("JAHS-Bench-201 configuration")
    expect(schema.type).toBe("object")
    expect(schema.additionalProperties).toBe(false)
    expect(Object.keys(schema.properties)).toEqual([...jahsSpace.names])
  })

  test("requires everything but constants", () => {
    const schema = toJsonSchema(jahsSpace)
    expect(schema.required).toEqual(jahsSpace.names.filter(name => name !== "Optimizer"))
    expect(toJsonSchema(jahsSpace.restrict({ N: [5] })).required).not.toContain("N")
  })

  test("constrains every kind", () => {
    const schema = toJsonSchema(jahsSpace)
    const { Op1, LearningRate, TrivialAugment, Optimizer, Resolution } = schema.properties
    expect(Op1).toEqual({
      description: "Operation on edge 1 to 2 of the cell.",
      enum: [0, 1, 2, 3, 4],
      default: 0,
    })
    expect(LearningRate).toMatchObject({ type: "number", minimum: 0.001, maximum: 1, default: 0.1 })
    expect(TrivialAugment).toMatchObject({ enum: [true, false], default: false })
    expect(Optimizer).toMatchObject({ const: "SGD", default: "SGD" })
    expect(Resolution).toMatchObject({ enum: [0.25, 0.5, 1], default: 1 })
    const { epoch } = toJsonSchema(new Space([{ ...epochFidelity }])).properties
    expect(epoch).toMatchObject({ type: "integer", minimum: 1, maximum: 200, default: 200 })
  })

  test("is plain JSON", () => {
    const schema = toJsonSchema(jahsSpace)
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema)
  })
})
