/** The bundled benchmarks, opened from `models/` for tests of the sources. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Benchmark } from "../../src/benchmark/benchmark.ts"
import { DEFAULT_RELEASE, type TaskName } from "../../src/benchmark/task.ts"
import { memorySource } from "../../src/bytes/byte-source.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"

/** The bytes of a task's pack. */
export function packBytes(task: TaskName, release: string = DEFAULT_RELEASE): Uint8Array {
  return readFileSync(join(import.meta.dirname, "..", "..", "models", release, `${task}.bin`))
}

/** A task's benchmark. */
export async function bundled(task: TaskName, release: string = DEFAULT_RELEASE): Promise<Benchmark> {
  return new Benchmark(task, await openReleasePack(memorySource(packBytes(task, release), `${task}.bin`)))
}
