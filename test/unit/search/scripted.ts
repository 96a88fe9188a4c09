/** An optimiser that asks what it was told to ask, for tests of the clock. */

import type { AskTell, Evaluate, Fidelity } from "../../../src/search/index.ts"

/** A trial of a script: what is evaluated, at which fidelity; or how many values it takes to go on. */
export type Line = { readonly x: number; readonly fidelity?: Fidelity } | { readonly waitsFor: number }

/** Asks line by line; keeps what it is told. */
export class Scripted implements AskTell {
  readonly told: [id: number, value: number][] = []
  private readonly lines: readonly Line[]
  private at = 0
  private asked = 0

  constructor(lines: readonly Line[]) {
    this.lines = lines
  }

  ask(): ReturnType<AskTell["ask"]> {
    const line = this.lines[this.at]
    if (line === undefined) return null
    if ("waitsFor" in line) {
      if (this.told.length < line.waitsFor) return null
      this.at++
      return this.ask()
    }
    this.at++
    const { x, fidelity } = line
    return { id: this.asked++, configuration: { x }, ...(fidelity === undefined ? {} : { fidelity }) }
  }

  tell(id: number, value: number): void {
    this.told.push([id, value])
  }
}

/** x is the runtime of a full evaluation, of 10 epochs; the value is x, too. */
export const byEpochs: Evaluate = ({ x }, fidelity) => ({
  value: Number(x),
  runtime: (Number(x) * (fidelity?.["epoch"] ?? 10)) / 10,
})
