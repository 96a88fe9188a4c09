/** Runs that are made up: times that go with the configuration and its noise, accuracies likewise. */
import type { MeasuredRun } from "../../../../src/experiments/noise/measured-runs.ts"
import type { RandomSource } from "../../../../src/random/generator.ts"
import type { Configuration } from "../../../../src/space/index.ts"

export interface MadeRuns {
  /** Numbers of configurations. */
  readonly numbers: readonly number[]
  readonly collection: number
  readonly repeat?: number
  readonly fidelity?: string
  /** What the collection multiplies times by. */
  readonly slower?: number
}

/** A sum of uniform numbers, near enough to normal, of variance 1. */
function noise(random: RandomSource): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random.random()
  return sum
}

/** What a configuration is worth, whoever asks: a hash of its number. */
const worth = (number: number): number => ((number * 2654435761) % 1000) / 1000

export function makeRuns(random: RandomSource, of: MadeRuns): MeasuredRun[] {
  const { numbers, collection, repeat = 0, fidelity = "N=1 W=4 Resolution=0.25", slower = 1 } = of
  return numbers.map(number => ({
    ...{ number, repeat, collection, fidelity, configuration: {} as Configuration },
    values: {
      FLOPS: 1 + worth(number),
      runtime: slower * (20 + 60 * worth(number)) * Math.exp(0.1 * noise(random)),
      latency: slower * (1 + worth(number)) * Math.exp(0.1 * noise(random)),
      "valid-acc": 60 + 20 * worth(number) + 2 * noise(random),
    },
  }))
}

/** Numbers from one to another, the latter excluded. */
export const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, at) => from + at)
