import { describe, expect, test } from "vitest"
import { ConfigurationError } from "../../src/errors.ts"
import { createRandom } from "../../src/random/generator.ts"
import { fromNasBench201String, toNasBench201String } from "../../src/space/cell.ts"
import type { Architecture, Configuration } from "../../src/space/configuration.ts"
import { createEncoder } from "../../src/space/encoder.ts"
import type { HyperparameterValue } from "../../src/space/hyperparameter.ts"
import { jahsSpace } from "../../src/space/jahs-space.ts"
import { toJsonSchema } from "../../src/space/json-schema.ts"
import type { Domain } from "../../src/space/restrict.ts"
import type { Space } from "../../src/space/space.ts"
import fc from "../support/fast-check.ts"

const seed = fc.nat()

/** A domain inside the whole space: some hyperparameters, some of their values or a part of their range. */
const domain: fc.Arbitrary<Domain> = fc
  .record(
    Object.fromEntries(
      jahsSpace.hyperparameters.map(hyperparameter => {
        if (hyperparameter.kind === "constant")
          return [hyperparameter.name, fc.constant([hyperparameter.value])]
        if (hyperparameter.kind === "float" || hyperparameter.kind === "integer") {
          const end = fc.double({ min: hyperparameter.lower, max: hyperparameter.upper, noNaN: true })
          return [hyperparameter.name, fc.tuple(end, end).map(ends => ends.sort((a, b) => a - b))]
        }
        return [hyperparameter.name, fc.shuffledSubarray([...hyperparameter.values], { minLength: 1 })]
      }),
    ),
    { requiredKeys: [] },
  )
  .map(record => record as Domain)

/** Is the value in the domain? Written against the domain's form, not with the space's own checks. */
function inDomain(domain: Domain, name: string, value: HyperparameterValue): boolean {
  const part = domain[name]
  if (part === undefined) return true
  if (name !== "LearningRate" && name !== "WeightDecay") return part.includes(value)
  return (value as number) >= (part[0] as number) && (value as number) <= (part[1] as number)
}

describe("samples", () => {
  test("every sample of the whole space validates, is inside and round-trips through JSON", () => {
    fc.assert(
      fc.property(seed, seed => {
        const random = createRandom(seed)
        for (let i = 0; i < 20; i++) {
          const configuration = jahsSpace.sample(random)
          expect(jahsSpace.outside(configuration)).toBe(null)
          expect(jahsSpace.validate(JSON.parse(JSON.stringify(configuration)))).toEqual(configuration)
        }
      }),
    )
  })

  test("every sample of a restricted space lies in the domain, and in the whole space", () => {
    fc.assert(
      fc.property(domain, seed, (domain, seed) => {
        const space = jahsSpace.restrict(domain)
        const random = createRandom(seed)
        for (let i = 0; i < 5; i++) {
          const configuration = space.sample(random)
          for (const [name, value] of Object.entries(configuration))
            expect(inDomain(domain, name, value)).toBe(true)
          expect(space.validate(configuration)).toEqual(configuration)
          expect(jahsSpace.validate(configuration)).toEqual(configuration)
        }
        expect(space.validate(space.defaultConfiguration())).toEqual(space.defaultConfiguration())
      }),
    )
  })

  test("a seed always draws the same configurations", () => {
    fc.assert(
      fc.property(seed, seed => {
        expect(jahsSpace.sample(createRandom(seed))).toEqual(jahsSpace.sample(createRandom(seed)))
      }),
    )
  })
})

describe("a restricted space", () => {
  test("says of every configuration of the whole space whether it is outside, as validate does", () => {
    let numOutside = 0
    fc.assert(
      fc.property(domain, seed, fc.boolean(), (domain, seed, fromWithin) => {
        const space = jahsSpace.restrict(domain)
        const configuration = (fromWithin ? space : jahsSpace).sample(createRandom(seed))
        const names = jahsSpace.names.filter(
          name => !inDomain(domain, name, configuration[name as keyof Configuration]),
        )
        const outside = space.outside(configuration)
        expect(outside?.name).toBe(names[0])
        expect(space.validate(configuration, { extrapolate: true })).toEqual(configuration)
        if (outside === null) {
          expect(space.validate(configuration)).toEqual(configuration)
        } else {
          numOutside++
          expect(() => space.validate(configuration)).toThrow(`configuration, ${outside.name}: `)
        }
      }),
    )
    expect(numOutside).toBeGreaterThan(10)
    expect(numOutside).toBeLessThan(90)
  })
})

/** A JSON Schema evaluator for the keywords that `toJsonSchema` writes. */
function accepts(space: Space, value: unknown): boolean {
  const schema = toJsonSchema(space)
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false
  if (schema.required.some(name => !Object.hasOwn(value, name))) return false
  return Object.entries(value).every(([key, item]) => {
    if (!Object.hasOwn(schema.properties, key)) return false
    const rule = schema.properties[key]!
    if (rule.type !== undefined && typeof item !== "number") return false
    if (rule.type === "integer" && !Number.isInteger(item)) return false
    if (rule.enum && !rule.enum.includes(item)) return false
    if (rule.const !== undefined && rule.const !== item) return false
    return !(item < (rule.minimum ?? item)) && !(item > (rule.maximum ?? item))
  })
}

describe("validate", () => {
  const key = fc.oneof(fc.constantFrom(...jahsSpace.names, "epoch", "__proto__", "lr"), fc.string())
  const item = fc.oneof(
    fc.constantFrom<unknown>(0, 1, 4, 5, 16, 0.25, 0.1, 1e-4, "SGD", "ReLU", true, "1", null),
    fc.jsonValue(),
  )
  /** A domain and a configuration sampled from its space; in two of three a few keys are changed. */
  const nearly = fc
    .record({
      domain,
      seed,
      remove: fc.subarray([...jahsSpace.names], { maxLength: 2 }),
      edits: fc.array(fc.tuple(key, item), { maxLength: 3 }),
      change: fc.constantFrom("nothing", "remove", "edit"),
    })
    .map(({ domain, seed, remove, edits, change }) => {
      const entries = Object.entries(jahsSpace.restrict(domain).sample(createRandom(seed)))
      const kept = entries.filter(([name]) => change !== "remove" || !remove.includes(name))
      const changed = Object.fromEntries(change === "edit" ? [...kept, ...edits] : kept)
      return { domain, value: JSON.parse(JSON.stringify(changed)) as unknown }
    })

  test("accepts exactly what the JSON Schema accepts; all else is a typed error", () => {
    const count = { accepted: 0, rejected: 0 }
    const notEvenNearly = fc.record({ domain, value: fc.jsonValue() })
    fc.assert(
      fc.property(fc.oneof({ weight: 9, arbitrary: nearly }, notEvenNearly), ({ domain, value }) => {
        for (const space of [jahsSpace, jahsSpace.restrict(domain)]) {
          if (accepts(space, value)) {
            count.accepted++
            expect(space.validate(value)).toMatchObject(value as object)
          } else {
            count.rejected++
            expect(() => space.validate(value)).toThrow(ConfigurationError)
          }
        }
      }),
      { numRuns: 500 },
    )
    expect(Math.min(count.accepted, count.rejected)).toBeGreaterThan(100)
  })

  test("anything at all is a configuration or a typed error on one line", () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
        value => {
          try {
            expect(jahsSpace.outside(jahsSpace.validate(value))).toBe(null)
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigurationError)
            expect((error as Error).message).not.toMatch(/[\n\r]/)
          }
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe("encoding", () => {
  const categories = {
    Activation: ["Hardswish", "Mish", "ReLU"],
    Optimizer: ["SGD"],
    TrivialAugment: ["True"],
    ...Object.fromEntries(
      ["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"].map(name => [name, ["0", "1", "2", "3", "4"]]),
    ),
  }
  const blocks = Object.entries(categories).map(([name, values]) => values.map(value => `${name}_${value}`))
  const groups = [
    ...blocks,
    ...["LearningRate", "N", "Resolution", "W", "WeightDecay", "epoch"].map(name => [name]),
  ]
  /** A header of some of the hyperparameters, its columns in any order. */
  const header = fc
    .subarray(groups)
    .map(some => some.flat())
    .chain(columns => fc.shuffledSubarray(columns, { minLength: columns.length }))

  /** One value, by comparing strings column by column. */
  function slowly(column: string, configuration: Configuration, epoch: number): number {
    const values: Record<string, HyperparameterValue> = { ...configuration, epoch }
    if (Object.hasOwn(values, column)) return Math.fround(values[column] as number)
    const [name, category] = column.split("_") as [string, string]
    const text = String(values[name])
    return (text === "true" ? "True" : text === "false" ? "False" : text) === category ? 1 : 0
  }

  test("equals an encoding by string comparison", () => {
    fc.assert(
      fc.property(
        header,
        seed,
        fc.integer({ min: 1, max: 200 }),
        fc.nat(5),
        (header, seed, epoch, offset) => {
          const encoder = createEncoder(header)
          const configuration = jahsSpace.sample(createRandom(seed))
          const out = new Float32Array(offset + header.length + 1).fill(-1)
          encoder.encode(configuration, epoch, out, offset)
          expect([...out.subarray(offset, -1)]).toEqual(
            header.map(column => slowly(column, configuration, epoch)),
          )
          expect([...out.subarray(0, offset), out.at(-1)]).toEqual(
            Array.from({ length: offset + 1 }, () => -1),
          )
          expect(encoder.epochColumn).toBe(header.indexOf("epoch"))
        },
      ),
      { numRuns: 300 },
    )
  })

  test("a whole row tells the configuration: decoding it gives it back, floats to float32", () => {
    const columns = groups.flat()
    const encoder = createEncoder(columns)
    fc.assert(
      fc.property(seed, fc.integer({ min: 1, max: 200 }), (seed, epoch) => {
        const configuration = jahsSpace.sample(createRandom(seed))
        const row = new Float32Array(columns.length)
        encoder.encode(configuration, epoch, row)
        const decoded: Record<string, unknown> = { TrivialAugment: false }
        columns.forEach((column, i) => {
          const [name, category] = column.split("_") as [string, string | undefined]
          if (category === undefined) decoded[name] = row[i]
          else if (row[i] === 1) {
            if (category === "True") decoded[name] = true
            else decoded[name] = /^\d$/.test(category) ? Number(category) : category
          }
        })
        const { LearningRate, WeightDecay } = configuration
        expect(decoded).toEqual({
          ...configuration,
          LearningRate: Math.fround(LearningRate),
          WeightDecay: Math.fround(WeightDecay),
          epoch,
        })
      }),
    )
  })
})

test("architecture strings round-trip over all 15,625 cells, and no two are alike", () => {
  const seen = new Set<string>()
  for (let cell = 0; cell < 5 ** 6; cell++) {
    const digits = cell.toString(5).padStart(6, "0")
    const ops = Object.fromEntries(
      [...digits].map((digit, i) => [`Op${i + 1}`, Number(digit)]),
    ) as unknown as Architecture
    const text = toNasBench201String(ops)
    const back = fromNasBench201String(text)
    if (Object.entries(ops).some(([name, op]) => back[name as keyof Architecture] !== op))
      expect(back).toEqual(ops)
    seen.add(text)
  }
  expect(seen.size).toBe(jahsSpace.numArchitectures)
})

test("an architecture string with one edit is an error or another cell", () => {
  const op = fc.integer({ min: 0, max: 4 }) as fc.Arbitrary<Architecture["Op1"]>
  fc.assert(
    fc.property(
      fc.record({ Op1: op, Op2: op, Op3: op, Op4: op, Op5: op, Op6: op }),
      fc.nat(200),
      fc.nat(3),
      fc.string({ maxLength: 2 }),
      (ops, at, length, insert) => {
        const text = toNasBench201String(ops)
        const edited = text.slice(0, at) + insert + text.slice(at + length)
        try {
          expect(toNasBench201String(fromNasBench201String(edited))).toBe(edited)
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigurationError)
        }
      },
    ),
    { numRuns: 1000 },
  )
})
