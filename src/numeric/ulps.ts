/** Distances between float32 numbers, counted in float32 numbers. */

const view: DataView = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(4))

/**
 * The bits as an integer that grows with the number; both zeros are 0.
 *
 * @param value a float32 number
 */
export function float32Position(value: number): number {
  view.setFloat32(0, value)
  const bits = view.getInt32(0)
  return bits >= 0 ? bits : -(bits & 0x7fffffff)
}

/** The float32 number of a position. */
export function float32At(position: number): number {
  view.setInt32(0, Math.abs(position))
  const magnitude = view.getFloat32(0)
  return position >= 0 ? magnitude : -magnitude
}

/**
 * @param a a float32 number
 * @param b another one
 * @returns how many steps from one float32 number to the next lie between them; Infinity where one is NaN
 */
export function ulpsBetween(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b))
    return Number.isNaN(a) && Number.isNaN(b) ? 0 : Number.POSITIVE_INFINITY
  return Math.abs(float32Position(a) - float32Position(b))
}

/**
 * @param value a float32 number
 * @param steps how many float32 numbers further; negative for downwards
 * @returns the float32 number there
 */
export function ulpsFrom(value: number, steps: number): number {
  return float32At(float32Position(value) + steps)
}
