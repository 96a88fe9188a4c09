import { describe, expect, it } from "vitest"
import { classScoresOf } from "../../../src/numeric/class-scores.ts"

/** What scikit-learn says: accuracy_score, log_loss, and roc_auc_score with multi_class="ovr". */
describe("scores of classes are scikit-learn's", () => {
  it("of two", () => {
    const ones = [0.1, 0.8, 0.4, 0.4, 0.9, 0.7, 0.4, 0.2]
    const scores = classScoresOf(
      [0, 1, 1, 0, 1, 0, 1, 0],
      ones.flatMap(one => [1 - one, one]),
      2,
    )
    expect(scores.accuracy).toBe(0.625)
    expect(scores.logLoss).toBeCloseTo(0.5255485032230386, 12)
    expect(scores.AUC).toBeCloseTo(0.8125, 12)
  })

  it("of three", () => {
    const rows = [
      ...[0.7, 0.2, 0.1, 0.2, 0.5, 0.3, 0.1, 0.3, 0.6, 0.3, 0.4, 0.3],
      ...[0.5, 0.25, 0.25, 0.4, 0.3, 0.3, 0.2, 0.2, 0.6, 0.1, 0.6, 0.3],
    ]
    const scores = classScoresOf([0, 1, 2, 2, 1, 0, 2, 1], rows, 3)
    expect(scores.accuracy).toBe(0.75)
    expect(scores.logLoss).toBeCloseTo(0.7611071116395789, 12)
    expect(scores.AUC).toBeCloseTo(0.8722222222222222, 12)
  })
})

it("a class without rows has no area, and a certain error a finite loss", () => {
  const { accuracy, logLoss, AUC } = classScoresOf([1, 1], [1, 0, 0, 1], 2)
  expect(accuracy).toBe(0.5)
  expect(logLoss).toBeCloseTo(-Math.log(1e-16) / 2, 9)
  expect(AUC).toBeNaN()
})

it.each([[2], [-1], [0.5], [Number.NaN]])("refuses the label %d of two classes", label => {
  expect(() => classScoresOf([0, label], [1, 0, 0, 1], 2)).toThrow(
    "labels[1]: expected a class, an integer in 0..1",
  )
})
