/** How far a training is and how long it still takes. */

import type { TrainingMessage } from "./training-message.ts"

/** How far a training is. */
export interface LiveProgress {
  /** Epochs that are whole. */
  readonly epoch: number
  /** Epochs of the run. */
  readonly epochs: number
  /** Share of the run's images that were trained on or evaluated: 0 … 1. */
  readonly fraction: number
  /** Wall-clock seconds since the first images, which come after Python has loaded PyTorch and the data. */
  readonly secondsElapsed: number
  /** Wall-clock seconds left at the pace so far; NaN until there is one. */
  readonly secondsLeft: number
}

/** Follows the messages of one run. */
export class TrainingClock {
  private readonly epochs: number
  private readonly now: () => number
  /** The first message ends a piece of work that nobody timed: the pace is that of what follows it. */
  private first: { readonly time: number; readonly fraction: number } | null = null
  private epoch = 0

  /** @param now milliseconds of a clock that never goes back */
  constructor(epochs: number, now: () => number = () => performance.now()) {
    this.epochs = epochs
    this.now = now
  }

  /** @returns how far the run is with a message */
  follow(message: TrainingMessage): LiveProgress {
    if ("row" in message) this.epoch = message.row.epoch
    const fraction = "row" in message ? this.epoch / this.epochs : message.images / message.of
    const time = this.now()
    this.first ??= { time, fraction }
    const secondsElapsed = (time - this.first.time) / 1000
    const done = fraction - this.first.fraction
    const secondsLeft = done > 0 ? (secondsElapsed / done) * (1 - fraction) : Number.NaN
    return { epoch: this.epoch, epochs: this.epochs, fraction, secondsElapsed, secondsLeft }
  }
}
