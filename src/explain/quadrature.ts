/**
 * Gauss–Legendre quadrature on [0, 1]: n points integrate polynomials up to degree 2n - 1 exactly. Roots of
 * the Legendre polynomials by Newton's method from Tricomi's estimate (Abramowitz & Stegun 25.4.29, 22.16.6).
 */

export interface QuadratureRule {
  /** Points in ascending order, and their complements 1 - t without the loss near 1. */
  readonly points: Float64Array
  readonly complements: Float64Array
  readonly weights: Float64Array
}

/** Legendre polynomial of a degree and the one below it, by the three-term recurrence. */
function legendre(degree: number, x: number): [number, number] {
  let below = 1
  let value = x
  for (let k = 2; k <= degree; k++) {
    const next = ((2 * k - 1) * x * value - (k - 1) * below) / k
    below = value
    value = next
  }
  return [value, below]
}

function makeRule(numPoints: number): QuadratureRule {
  const points = new Float64Array(numPoints)
  const complements = new Float64Array(numPoints)
  const weights = new Float64Array(numPoints)
  for (let i = 0; i * 2 < numPoints; i++) {
    let x = Math.cos((Math.PI * (i + 0.75)) / (numPoints + 0.5))
    let slope = 1
    // Quadratic convergence: five or so steps do; the bound only keeps the loop finite.
    for (let step = 0; step < 20; step++) {
      const [value, below] = legendre(numPoints, x)
      slope = (numPoints * (below - x * value)) / (1 - x * x)
      const change = value / slope
      x -= change
      if (Math.abs(change) < 1e-15) break
    }
    const mirror = numPoints - 1 - i
    const weight = 1 / ((1 - x * x) * slope * slope)
    points[mirror] = complements[i] = (1 + x) / 2
    points[i] = complements[mirror] = (1 - x) / 2
    weights[i] = weights[mirror] = weight
  }
  return { points, complements, weights }
}

const rules: Map<number, QuadratureRule> = /* @__PURE__ */ new Map()

/**
 * The rule that integrates Shapley weights over paths of up to `numFeatures` distinct features.
 *
 * The integrand is a polynomial of degree numFeatures - 1, so ⌈numFeatures / 2⌉ points are exact. Far fewer do
 * for very long paths, because products of factors between 0 and 1 are smooth at the scale 1/√numFeatures:
 * with 16 + 4√numFeatures points (fewer from 120 features on) the worst relative error of a Bernstein
 * polynomial was 3e-12 at 500 features and 1e-11 at 2000.
 */
export function ruleFor(numFeatures: number): QuadratureRule {
  const numPoints = Math.max(1, Math.ceil(Math.min(numFeatures / 2, 16 + 4 * Math.sqrt(numFeatures))))
  let rule = rules.get(numPoints)
  if (rule === undefined) {
    rule = makeRule(numPoints)
    rules.set(numPoints, rule)
  }
  return rule
}
