/** A release pack of any seven boosters with the benchmark's header, so that they can be queried as a release is. */
import { readFileSync } from "node:fs"
import { metrics } from "../../src/benchmark/metric.ts"
import { readUbjson } from "../../src/predict/booster/read.ts"
import { createEncoder } from "../../src/space/index.ts"
import { Surrogate } from "../../src/surrogate/surrogate.ts"
import { writeReleasePack } from "../../src/surrogate/write-release-pack.ts"

/** Everything that model A was trained on: the whole design space. */
const DOMAIN = {
  N: [1, 3, 5],
  W: [4, 8, 16],
  Resolution: [0.25, 0.5, 1],
  LearningRate: [1e-3, 1],
  WeightDecay: [1e-5, 1e-2],
  epoch: [1, 200],
}

/**
 * @param card a release's card as a file, taken over all but its domain
 * @param model a UBJSON file, which becomes the model of every metric
 */
export async function packRelease(
  card: string,
  model: string,
  header: readonly string[],
): Promise<Uint8Array> {
  const bytes = readFileSync(model)
  const encoder = createEncoder(header)
  const surrogates = metrics.map(({ name }) => new Surrogate(name, readUbjson(bytes), encoder, []))
  return writeReleasePack(
    "cifar10",
    { ...JSON.parse(readFileSync(card, "utf8")), domain: DOMAIN },
    surrogates,
  )
}
