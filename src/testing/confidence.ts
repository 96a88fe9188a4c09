/** Confidence intervals of shares (E. B. Wilson, JASA 22, 1927). */

/** 97.5 % quantile of the normal distribution: intervals that hold in 95 of 100 samples. */
const Z = 1.959963984540054

/**
 * The 95 % interval of a share, from a random sample; it stays within 0 and 1, and is not empty at either.
 *
 * @param hits cases of the sample that have what is counted
 * @param cases all of the sample, above 0
 */
export function wilsonInterval(hits: number, cases: number): readonly [low: number, high: number] {
  const share = hits / cases
  const z2 = Z * Z
  const centre = share + z2 / (2 * cases)
  const half = Z * Math.sqrt((share * (1 - share)) / cases + z2 / (4 * cases * cases))
  const scale = 1 + z2 / cases
  // Exactly, where rounding would leave a trace.
  return [hits === 0 ? 0 : (centre - half) / scale, hits === cases ? 1 : (centre + half) / scale]
}
