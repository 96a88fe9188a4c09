/** A handler on the bundled release, and a way to ask it. */
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { openBenchmark } from "../../../src/node/open-benchmark.ts"
import { readBooster } from "../../../src/predict/booster/read.ts"
import { createHandler } from "../../../src/service/handler.ts"
import type { HandlerOptions } from "../../../src/service/options.ts"
import type { ConfigurationInput } from "../../../src/space/index.ts"

const root = join(import.meta.dirname, "..", "..", "..")

/** cifar10 of the bundled release, all metrics. */
export const benchmark = await openBenchmark({
  task: "cifar10",
  source: readFileSync(join(root, "models", "distilled-2", "cifar10.bin")),
})

/** Four features, three classes. */
export const iris = readBooster(readFileSync(join(root, "examples", "iris.ubj")))

/** A configuration of the domain. */
export const configuration: ConfigurationInput = {
  Op1: 2,
  Op2: 1,
  Op3: 0,
  Op4: 0,
  Op5: 1,
  Op6: 3,
  LearningRate: 0.1,
  WeightDecay: 0.0005,
  Activation: "ReLU",
  TrivialAugment: true,
}

/** The same as the query of an address. */
export const ADDRESS = Object.entries(configuration)
  .map(([name, value]) => `${name}=${value}`)
  .join("&")

export const BASE = "/v1/cifar10/distilled-2"

/** An answer, read. */
interface Answered {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into documents of every shape
  readonly json: any
}

export type Ask = (path: string, init?: RequestInit & { readonly json?: unknown }) => Promise<Answered>

/** Asks a handler as a platform would; `json` is sent as the body of a POST. */
export function asking(options: HandlerOptions = {}): Ask {
  const handler = createHandler({ benchmarks: [benchmark], boosters: { iris }, ...options })
  return async (path, { json, ...init } = {}) => {
    const posted =
      json === undefined
        ? init
        : {
            method: "POST",
            body: JSON.stringify(json),
            ...init,
            headers: { "content-type": "application/json", ...init.headers },
          }
    const response = await handler(new Request(`http://localhost${path}`, posted))
    const text = await response.text()
    const isJson = /json$/.test(response.headers.get("content-type") ?? "") && text !== ""
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson && !response.headers.get("content-type")!.includes("ndjson") ? JSON.parse(text) : null,
    }
  }
}
