/** Builds `dist/`: esbuild bundles every entry with shared chunks, tsc writes the declarations. */
import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, join } from "node:path"
import { build, type Metafile } from "esbuild"

const root = join(import.meta.dirname, "..")
const dist = join(root, "dist")

/** Licence texts of the packages whose code ended up inside a bundle: their terms ask for it. */
function bundledLicences(metafile: Metafile): string {
  const names = new Set<string>()
  for (const input of Object.keys(metafile.inputs)) {
    const match = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)
    if (match) names.add(match[1])
  }
  return [...names]
    .sort()
    .map(name => {
      const folder = join(root, "node_modules", name)
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"].find(f =>
        existsSync(join(folder, f)),
      )
      const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${"-".repeat(80)}\n\n`)
}

rmSync(dist, { recursive: true, force: true })
const result = await build({
  absWorkingDir: root,
  entryPoints: {
    "index.node": "src/entries/index.node.ts",
    "index.web": "src/entries/index.web.ts",
    "index.workerd": "src/entries/index.workerd.ts",
    trees: "src/entries/trees.ts",
    "trees.node": "src/entries/trees.node.ts",
    explain: "src/entries/explain.ts",
    search: "src/entries/search.ts",
    training: "src/entries/training.ts",
    service: "src/entries/service.ts",
    "service.node": "src/entries/service.node.ts",
    client: "src/entries/client.ts",
    "fast-check": "src/entries/fast-check.ts",
    node: "src/entries/node.ts",
    "worker.node": "src/entries/worker.node.ts",
    "worker.web": "src/entries/worker.web.ts",
    cli: "src/cli/main.ts",
  },
  outdir: dist,
  // Chunks stay beside the entries: `new URL("../models/…", import.meta.url)` must hold wherever it lands.
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "neutral",
  mainFields: ["module", "main"],
  conditions: ["node"],
  external: ["node:*", "fast-check"],
  // @hono/node-server, csv-parse and hyparquet name Node's modules without their scheme, which Deno asks for.
  alias: Object.fromEntries(["crypto", "fs", "http", "http2", "stream"].map(name => [name, `node:${name}`])),
  target: "es2022",
  legalComments: "none",
  charset: "utf8",
  metafile: true,
})
// Modules of types and re-exports alone leave chunks without code; loading a file takes a millisecond.
const outputs = Object.keys(result.metafile.outputs).map(file => join(root, file))
const empty = outputs.filter(file => statSync(file).size === 0)
for (const file of outputs) {
  const code = readFileSync(file, "utf8")
  const without = empty.reduce((text, path) => text.replace(`import "./${basename(path)}";\n`, ""), code)
  if (without !== code) writeFileSync(file, without)
}
for (const file of empty) rmSync(file)
writeFileSync(join(dist, "THIRD_PARTY_LICENSES.txt"), bundledLicences(result.metafile))
execFileSync("node", [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
  cwd: root,
  stdio: "inherit",
})
