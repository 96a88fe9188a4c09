import type { StandardSchemaV1 } from "@standard-schema/spec"
import { expect, expectTypeOf, test } from "vitest"
import type { Configuration, ConfigurationInput } from "../../../src/space/configuration.ts"
import { jahsSpace } from "../../../src/space/jahs-space.ts"
import { Space } from "../../../src/space/space.ts"

/** What a library that knows only the standard does with a schema. */
async function parse<Schema extends StandardSchemaV1>(
  schema: Schema,
  value: unknown,
): Promise<StandardSchemaV1.InferOutput<Schema>> {
  const result = await schema["~standard"].validate(value)
  if (result.issues)
    throw new Error(result.issues.map(issue => `${issue.path?.join(".")}: ${issue.message}`).join("\n"))
  return result.value as StandardSchemaV1.InferOutput<Schema>
}

test("a space is a Standard Schema, types included", async () => {
  expect(new Space(jahsSpace.hyperparameters)["~standard"]).toMatchObject({
    version: 1,
    vendor: "jahs-bench-201",
  })
  const schema: StandardSchemaV1<ConfigurationInput, Configuration> = jahsSpace
  expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "jahs-bench-201" })
  const { Optimizer: _, ...input } = jahsSpace.defaultConfiguration()
  const output = await parse(jahsSpace, input)
  expectTypeOf(output).toEqualTypeOf<Configuration>()
  expect(output).toEqual(jahsSpace.defaultConfiguration())
  expect(Object.isFrozen(output)).toBe(true)
})

test("every issue is reported, with its path and the message that validate throws first", () => {
  const { N: _, ...input } = jahsSpace.defaultConfiguration()
  const bad = { ...input, Op1: 9, LearningRate: "0.1", epoch: 3 }
  const result = jahsSpace["~standard"].validate(bad)
  expect(result.issues?.map(({ path }) => path)).toEqual([["epoch"], ["Op1"], ["LearningRate"], ["N"]])
  expect(() => jahsSpace.validate(bad)).toThrow(result.issues?.[0]?.message)
})

test("a value that is no object has one issue without a path", () => {
  const { "~standard": standard } = new Space(jahsSpace.hyperparameters)
  expect(standard.validate(null).issues).toEqual([
    {
      message:
        "configuration: not a configuration; expected an object with one key a hyperparameter, got null",
    },
  ])
})

test("a restricted space is a schema of its own", () => {
  const space = jahsSpace.restrict({ N: [5] })
  expect(space["~standard"].validate(jahsSpace.defaultConfiguration()).issues?.[0]?.path).toEqual(["N"])
  expect(space["~standard"].validate(space.defaultConfiguration()).issues).toBe(undefined)
})
