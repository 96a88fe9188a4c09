/** Neighbours on the number line of float32. */

const float = /* @__PURE__ */ new Float32Array(1)
const bits = /* @__PURE__ */ new Int32Array(float.buffer)

/** The next float32 above a finite value; both zeros have the same. */
export function nextUp(value: number): number {
  float[0] = value
  if (float[0] === 0) bits[0] = 1
  else bits[0] += bits[0] > 0 ? 1 : -1
  return float[0]
}

/** The next float32 below a finite value. */
export function nextDown(value: number): number {
  return -nextUp(-value)
}
