/** The service on Node: `node server.mjs`, with cifar10.bin and iris.ubj beside it. */
import { readFile } from "node:fs/promises"
import { createServer } from "node:http"
import { openBenchmark } from "jahs-bench-201"
import { createHandler } from "jahs-bench-201/service"
import { requestListener } from "jahs-bench-201/service/node"
import { readBooster } from "jahs-bench-201/trees"

const beside = name => new URL(name, import.meta.url)

const handler = createHandler({
  benchmarks: [await openBenchmark({ task: "cifar10", source: beside("cifar10.bin") })],
  boosters: { iris: readBooster(await readFile(beside("iris.ubj"))) },
  cors: "*",
  // Nothing in front of a bare server does it.
  compress: true,
  log: entry => entry.level === "error" && console.error(JSON.stringify(entry)),
})

const { PORT = "8080", HOST = "127.0.0.1" } = process.env
const server = createServer(requestListener(handler))
server.listen(Number(PORT), HOST, () => {
  console.log(`http://${HOST}:${server.address().port}`)
})
process.once("SIGTERM", () => server.close())
