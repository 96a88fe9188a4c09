/** The service in a Web Worker. Import maps are for pages only, so that the package is named by its files. */
import { openBenchmark } from "/node_modules/jahs-bench-201/dist/index.web.js"
import { createHandler } from "/node_modules/jahs-bench-201/dist/service.js"
import { readBooster } from "/node_modules/jahs-bench-201/dist/trees.js"

async function open() {
  const benchmark = await openBenchmark({ task: "cifar10", source: new URL("cifar10.bin", import.meta.url) })
  const model = await fetch(new URL("iris.ubj", import.meta.url))
  const boosters = { iris: readBooster(new Uint8Array(await model.arrayBuffer())) }
  return createHandler({ benchmarks: [benchmark], boosters, cors: "*" })
}

const handler = open()

addEventListener("message", async ({ data: { id, url, ...init } }) => {
  const response = await (await handler)(new Request(url, init))
  const { status, headers } = response
  postMessage({ id, status, headers: [...headers], body: await response.arrayBuffer() })
})
