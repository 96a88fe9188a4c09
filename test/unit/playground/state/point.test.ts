import { describe, expect, it } from "vitest"
import { createRandom, jahsSpace } from "../../../../src/entries/public.ts"
import { isSamePoint, pointOf, pointText } from "../../../../src/playground/state/point.ts"

describe("points as texts", () => {
  it("come back as they were", () => {
    const random = createRandom(5)
    for (let epoch = 1; epoch <= 200; epoch++) {
      const point = { configuration: jahsSpace.sample(random), epoch }
      expect(pointOf(pointText(point))).toEqual(point)
      expect(isSamePoint(point, pointOf(pointText(point))!)).toBe(true)
    }
  })

  it("are short", () => {
    const point = { configuration: jahsSpace.defaultConfiguration(), epoch: 200 }
    expect(pointText(point)).toBe("000000_0.1_0.0005_ReLU_false_1_4_1_200")
  })

  it.each([
    "",
    "0",
    "000000_0.1_0.0005_ReLU_false_1_4_1",
    "00000_0.1_0.0005_ReLU_false_1_4_1_200",
    "000005_0.1_0.0005_ReLU_false_1_4_1_200",
    "000000_2_0.0005_ReLU_false_1_4_1_200",
    "000000__0.0005_ReLU_false_1_4_1_200",
    "000000_0.1_0.0005_Tanh_false_1_4_1_200",
    "000000_0.1_0.0005_ReLU_no_1_4_1_200",
    "000000_0.1_0.0005_ReLU_false_2_4_1_200",
    "000000_0.1_0.0005_ReLU_false_1_4_1_201",
    "000000_0.1_0.0005_ReLU_false_1_4_1_1.5",
    "000000_0.1_0.0005_ReLU_false_1_4_1_200_1",
  ])("of no point are refused: %j", text => {
    expect(pointOf(text)).toBe(null)
  })
})
