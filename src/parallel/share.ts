/** Arrays that several threads read without copies, where the runtime lets them. */

/** Whether threads can have memory in common; pages need to be cross-origin isolated for it. */
function hasSharedMemory(): boolean {
  return (
    typeof SharedArrayBuffer === "function" &&
    (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated !== false
  )
}

/**
 * Copies a plain record, its arrays of numbers into shared memory where there is such; elsewhere posting the record
 * copies them.
 */
export function share<T>(value: T): T {
  return hasSharedMemory() ? (shareValue(value) as T) : value
}

function shareValue(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) {
    const array = value as Float32Array
    const ArrayType = array.constructor as Float32ArrayConstructor
    const shared = new ArrayType(new SharedArrayBuffer(array.byteLength))
    shared.set(array)
    return shared
  }
  if (Array.isArray(value)) return value.map(shareValue)
  if (typeof value !== "object" || value === null || value instanceof Map) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shareValue(field)]))
}
