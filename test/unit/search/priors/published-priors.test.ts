/** Ready priors are those of models/verify.json, as far as a space has them. */
import { readFileSync } from "node:fs"
import { expect, it } from "vitest"
import { BayesianOptimiser, publishedPrior, studySpace } from "../../../../src/search/index.ts"
import { jahsSpace } from "../../../../src/space/index.ts"

interface Query {
  readonly task: "cifar10" | "colorectal_histology" | "fashion_mnist"
  readonly prior?: "good" | "medium" | "bad" | "at25"
  readonly config: Readonly<Record<string, unknown>>
}

const models = new URL("../../../../models/", import.meta.url)
const { queries } = JSON.parse(readFileSync(new URL("verify.json", models), "utf8")) as { queries: Query[] }
const published = queries.filter(({ prior }) => prior !== undefined)

it("are three tasks' four", () => {
  expect(published).toHaveLength(12)
})

it.each(published)("$task, $prior: as published, on the whole space", ({ task, prior, config }) => {
  const { beliefs, clipped } = publishedPrior(task, prior!, jahsSpace.hyperparameters)
  expect(clipped).toEqual([])
  const values = Object.fromEntries(Object.entries(beliefs).map(([name, { value }]) => [name, value]))
  const { Optimizer: _, ...others } = config
  expect(values).toEqual(others)
})

it.each(published.filter(({ task }) => task !== "colorectal_histology"))(
  "$task, $prior: clipped to the bundle's domain, and said so",
  ({ task, prior, config }) => {
    const { domain } = JSON.parse(readFileSync(new URL(`distilled-2/${task}.card.json`, models), "utf8"))
    const { epoch: _, ...own } = domain
    const space = studySpace(jahsSpace.restrict(own), { kind: "joint" })
    const { beliefs, clipped } = publishedPrior(task, prior!, space, "high")
    const decay = Number(config["WeightDecay"])
    const expected = decay > 0.001 ? [{ name: "WeightDecay", published: decay, used: 0.001 }] : []
    expect(clipped).toEqual(expected)
    expect(beliefs["WeightDecay"]).toEqual({ value: Math.min(decay, 0.001), confidence: "high" })
    const { configuration } = new BayesianOptimiser(space, { goal: "maximize", prior: beliefs }).ask()
    expect(configuration["Op1"]).toBe(config["Op1"])
    expect(configuration["WeightDecay"]).toBeCloseTo(Math.min(decay, 0.001), 12)
  },
)

it("believe nothing of what a space has without an order, and not that value; the nearest of what has one", () => {
  const space = jahsSpace.restrict({ Op1: [0, 1], W: [4, 8], N: [5] }).hyperparameters
  const { beliefs, clipped } = publishedPrior("cifar10", "good", space)
  expect(clipped).toEqual([
    { name: "Op1", published: 2, used: null },
    { name: "W", published: 16, used: 8 },
  ])
  expect(beliefs["W"]?.value).toBe(8)
  expect(Object.keys(beliefs)).not.toContain("Op1")
  expect(Object.keys(beliefs)).not.toContain("N")
})

it("are of known tasks, by known names", () => {
  expect(() => publishedPrior("cifar100" as never, "good", [])).toThrow(
    'task: expected one of cifar10, colorectal_histology, fashion_mnist, got "cifar100"',
  )
  expect(() => publishedPrior("cifar10", "great" as never, [])).toThrow(
    'name: expected one of good, medium, bad, at25, got "great"',
  )
})
