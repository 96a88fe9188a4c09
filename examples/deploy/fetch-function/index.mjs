/**
 * The service as a function from request to response. Vercel calls it by the names of the methods, from
 * `api/index.mjs` with `"rewrites": [{ "source": "/(.*)", "destination": "/api" }]` in vercel.json; Netlify calls
 * the default export, from `netlify/functions/index.mjs`.
 */
import { readFile } from "node:fs/promises"
import { openBenchmark } from "jahs-bench-201"
import { createHandler } from "jahs-bench-201/service"
import { readBooster } from "jahs-bench-201/trees"

const beside = name => new URL(name, import.meta.url)

const handler = createHandler({
  benchmarks: [await openBenchmark({ task: "cifar10", source: beside("cifar10.bin") })],
  boosters: { iris: readBooster(await readFile(beside("iris.ubj"))) },
  cors: "*",
  log: entry => entry.level === "error" && console.error(JSON.stringify(entry)),
})

export {
  handler as DELETE,
  handler as GET,
  handler as HEAD,
  handler as OPTIONS,
  handler as POST,
  handler as PUT,
}

export default handler

export const config = { path: "/*" }
