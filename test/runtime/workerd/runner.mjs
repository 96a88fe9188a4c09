/** workerd: the worker is bundled as Wrangler would (conditions, packs left as data) and run by miniflare. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { build } from "esbuild"
import { Miniflare } from "miniflare"

const project = process.argv[2]
const { outputFiles } = await build({
  entryPoints: [join(project, "workerd", "worker.mjs")],
  bundle: true,
  format: "esm",
  target: "es2022",
  conditions: ["workerd"],
  external: ["*.bin", "*.parquet"],
  write: false,
})
const releases = ["distilled-1", "distilled-2"]
const paths = releases.flatMap(release =>
  ["cifar10", "fashion_mnist"].map(task => `jahs-bench-201/models/${release}/${task}.bin`),
)
paths.push("jahs-bench-201/models/measured-1/fashion_mnist.parquet")
const packs = paths.map(path => ({
  type: "Data",
  path,
  contents: readFileSync(join(project, "node_modules", path)),
}))
const miniflare = new Miniflare({
  modules: [{ type: "ESModule", path: "worker.mjs", contents: outputFiles[0].text }, ...packs],
  compatibilityDate: "2026-04-01",
  // Without this miniflare asks a server where on earth it is.
  cf: false,
})
try {
  const body = readFileSync(join(project, "cases.bin"))
  const response = await miniflare.dispatchFetch("http://localhost/", { method: "POST", body })
  if (!response.ok) throw new Error(await response.text())
  const miniflareRequire = createRequire(createRequire(import.meta.url).resolve("miniflare"))
  const { version } = miniflareRequire("workerd/package.json")
  console.log(JSON.stringify({ ...(await response.json()), version }))
} finally {
  await miniflare.dispose()
}
