/** How a runtime trains: what is asked of the collector, and where its answers come from. */

import type { Configuration } from "../space/index.ts"

/** One training run, as the collector is asked for it. */
export interface TrainingRequest {
  readonly configuration: Configuration
  /** Of initial weights, order of images and augmentation. */
  readonly seed: number
  readonly epochs: number
}

/** Starts trainings; the entries of Node, Deno and Bun have one. */
export interface Trainer {
  /** The Python that trains. */
  readonly python: string
  /** Folder of the images. */
  readonly images: string
  /**
   * Trains once.
   *
   * @param signal ends it, with its reason
   * @returns the collector's lines; the process is ended by the time that the iterator has ended, however it does
   * @throws {TrainingError} where the process ends otherwise than after its last epoch
   */
  train(request: TrainingRequest, signal: AbortSignal | undefined): AsyncGenerator<string, void, void>
}
