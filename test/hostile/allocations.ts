/** Watches how large a buffer some code asks for, whether or not it ever touches it. */

const NAMES = [
  ...["ArrayBuffer", "Int8Array", "Uint8Array", "Int16Array", "Int32Array", "Float32Array", "Float64Array"],
] as const

type Constructor = (new (...args: unknown[]) => object) & { readonly BYTES_PER_ELEMENT?: number }

/** Runs a function with watched constructors; returns the most bytes that one `new` asked for. */
export function largestAllocation(run: () => void): number {
  const globals = globalThis as unknown as Record<string, Constructor>
  const originals = NAMES.map(name => [name, globals[name]] as const)
  let largest = 0
  for (const [name, original] of originals) {
    globals[name] = new Proxy(original, {
      construct(target, args, newTarget) {
        if (typeof args[0] === "number")
          largest = Math.max(largest, args[0] * (target.BYTES_PER_ELEMENT ?? 1))
        return Reflect.construct(target, args, newTarget === globals[name] ? target : newTarget)
      },
    })
  }
  try {
    run()
  } finally {
    for (const [name, original] of originals) globals[name] = original
  }
  return largest
}
