/** The greatest number that any of several threads found, known to all of them where they can share memory. */

import { float32At, float32Position } from "../numeric/ulps.ts"
import { share } from "./share.ts"

export class SharedMaximum {
  /** What is posted to other threads: without shared memory they get the number of that moment. */
  readonly cell: Int32Array

  /** @param cell of another thread; otherwise the maximum begins as -Infinity */
  constructor(cell: Int32Array = share(Int32Array.of(float32Position(-Infinity)))) {
    this.cell = cell
  }

  get value(): number {
    return float32At(Atomics.load(this.cell, 0))
  }

  /** @param value a float32 number; nothing happens where it is not greater */
  raise(value: number): void {
    const to = float32Position(value)
    let from = Atomics.load(this.cell, 0)
    // Another thread may come between: then its number is the one to beat.
    while (from < to) {
      const found = Atomics.compareExchange(this.cell, 0, from, to)
      if (found === from) return
      from = found
    }
  }
}
