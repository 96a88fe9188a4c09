/** The forest alone: what it learns, and where it is not sure. */
import { describe, expect, it } from "vitest"
import { createRandom } from "../../../../src/random/generator.ts"
import { UnitCube } from "../../../../src/search/cube/unit-cube.ts"
import { RegressionForest } from "../../../../src/search/models/regression-forest.ts"
import type { Hyperparameter } from "../../../../src/space/index.ts"
import { float } from "../functions.ts"

const category: Hyperparameter = {
  ...{ kind: "categorical", name: "c", role: "hyperparameter", description: "", valueType: "integer" },
  ...{ values: [0, 1, 2, 3], defaultValue: 0 },
}
const cube = new UnitCube([float("x"), float("y"), category])

function sample(numPoints: number, heightAt: (point: Float64Array) => number): RegressionForest {
  const random = createRandom(5)
  const points = Array.from({ length: numPoints }, () => cube.draw(random))
  return new RegressionForest(cube.axes, points, Float64Array.from(points, heightAt), 30, random)
}

const categoryOf = (point: Float64Array): number => Math.floor(point[2]! * 4)

describe("a forest", () => {
  it("learns steps of numbers and sets of categories", () => {
    // Categories 0 and 2 are alike: no threshold divides them from 1 and 3.
    const heightAt = (point: Float64Array): number => (point[0]! < 0.4 ? 0 : 5) + (categoryOf(point) % 2) * 3
    const forest = sample(300, heightAt)
    for (const x of [0.1, 0.3, 0.5, 0.9]) {
      for (const c of [0.125, 0.375, 0.625, 0.875]) {
        const point = Float64Array.of(x, 0.5, c)
        expect(forest.predict(point).mean).toBeCloseTo(heightAt(point), 6)
      }
    }
  })

  it("is sure where it has seen much, and not between places that differ", () => {
    const forest = sample(60, ([x]) => (x! < 0.3 ? 0 : x! > 0.7 ? 1 : 10 * x!))
    const varianceAt = (x: number): number => forest.predict(Float64Array.of(x, 0.5, 0.125)).variance
    expect(varianceAt(0.1)).toBeLessThan(1e-12)
    expect(varianceAt(0.9)).toBeLessThan(1e-12)
    expect(varianceAt(0.5)).toBeGreaterThan(1e-3)
  })

  it("has the mean and the variance of its trees, and of their leaves", () => {
    // One place, two values: every tree is a leaf over a bootstrap sample of them.
    const point = Float64Array.of(0.5, 0.5, 0.125)
    const values = Float64Array.of(0, 2)
    const forest = new RegressionForest(cube.axes, [point, point], values, 4000, createRandom(1))
    const { mean, variance } = forest.predict(point)
    expect(mean).toBeCloseTo(1, 1)
    // Half of all samples are (0, 2), with variance 1 within; a quarter each (0, 0) and (2, 2), at distance 1.
    expect(variance).toBeCloseTo(1, 1)
    expect(variance + mean * mean).toBeCloseTo(2 * mean, 10)
  })

  it("takes either side for categories that it has not seen", () => {
    const points = [0.1, 0.2, 0.6, 0.7].map((x, i) => Float64Array.of(x, 0, i < 2 ? 0.125 : 0.875))
    const forest = new RegressionForest(
      cube.axes.slice(2),
      points.map(point => point.slice(2)),
      Float64Array.of(0, 0, 1, 1),
      200,
      createRandom(2),
    )
    expect(forest.predict(Float64Array.of(0.375)).mean).toBeGreaterThan(0.3)
    expect(forest.predict(Float64Array.of(0.375)).mean).toBeLessThan(0.7)
  })

  it("knows one value where nothing varies", () => {
    const point = new Float64Array(0)
    const forest = new RegressionForest([], [point, point], Float64Array.of(3, 3), 5, createRandom(0))
    expect(forest.predict(point)).toEqual({ mean: 3, variance: 0 })
  })
})
