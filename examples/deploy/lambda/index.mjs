/** The service as an AWS Lambda function behind a function URL or an HTTP API: handler `index.handler`. */
import { readFile } from "node:fs/promises"
import { openBenchmark } from "jahs-bench-201"
import { createHandler, lambdaHandler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

const beside = name => new URL(name, import.meta.url)

// At the top level: Lambda starts a function before it has a request for it, and at full speed.
export const handler = lambdaHandler(
  createHandler({
    benchmarks: [await openBenchmark({ task: "cifar10", source: beside("cifar10.bin") })],
    boosters: { iris: readBooster(await readFile(beside("iris.ubj"))) },
    cors: "*",
    compress: true,
    log: entry => entry.level === "error" && console.error(JSON.stringify(entry)),
  }),
)
