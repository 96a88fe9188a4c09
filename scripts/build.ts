/** Builds `dist/`: rolldown bundles every entry with shared chunks, tsc writes the declarations. */
import { execFileSync } from "node:child_process"
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { builtinModules } from "node:module"
import { join } from "node:path"
import { build, type GetModuleInfo } from "rolldown"
import { bundledLicences } from "./bundled-licences.ts"
import { buildSite } from "./playground/build-site.ts"

const root = join(import.meta.dirname, "..")
const dist = join(root, "dist")

/** Entries of `package.json`; sources are in `src/entries`. */
const ENTRIES = [
  ...[
    "index.node",
    "index.web",
    "index.workerd",
    "trees",
    "trees.node",
    "explain",
    "service",
    "service.node",
  ],
  ...["training", "training.node", "search", "experiments", "experiments.node"],
  ...["client", "fast-check", "node"],
  ...["worker", "training-worker", "study-worker"].flatMap(worker => [`${worker}.node`, `${worker}.web`]),
]
/** What live training starts, of `scripts/collect`. */
const COLLECTOR = ["live", "train", "network", "augment", "data", "space"]

const sourceOf = (entry: string): string => join(root, "src/entries", `${entry}.ts`)

/** Modules that importing an entry loads. */
function loadedBy(entry: string, infoOf: GetModuleInfo): ReadonlySet<string> {
  const loaded = new Set<string>()
  const waiting = [sourceOf(entry)]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (loaded.has(id)) continue
    loaded.add(id)
    waiting.push(...(infoOf(id)?.importedIds ?? []))
  }
  return loaded
}

let shared: readonly [name: string, ReadonlySet<string>][] | undefined
/**
 * Loading a file takes a third of a millisecond, and one chunk for each set of entries would make 25 of what
 * `import "jahs-bench-201"` needs. Four hold it all: what models need, what benchmarks add, and what both have on Node.
 */
function chunkOf(id: string, infoOf: GetModuleInfo): string | null {
  if (id.startsWith(join(root, "src/entries"))) return null
  if (shared === undefined) {
    const [benchmark, web, trees, treesOnNode] = ["index.node", "index.web", "trees", "trees.node"].map(
      entry => loadedBy(entry, infoOf),
    )
    const both = (a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> =>
      new Set([...a].filter(module => b.has(module)))
    shared = [
      ["models", both(benchmark, trees)],
      ["benchmark", both(benchmark, web)],
      ["files", both(benchmark, treesOnNode)],
      ["node", benchmark],
    ]
  }
  return shared.find(([, modules]) => modules.has(id))?.[0] ?? null
}

rmSync(dist, { recursive: true, force: true })
const { output } = await build({
  cwd: root,
  input: {
    ...Object.fromEntries(ENTRIES.map(entry => [entry, sourceOf(entry)])),
    cli: join(root, "src/cli/main.ts"),
  },
  platform: "neutral",
  preserveEntrySignatures: "allow-extension",
  external: [/^node:/, "fast-check"],
  resolve: {
    mainFields: ["module", "main"],
    conditionNames: ["node", "import", "module", "default"],
    alias: {
      // The variant for Node adds what opens files, and its `fs` would come along into browsers.
      hyparquet: join(root, "node_modules/hyparquet/src/index.js"),
      // What draws figures runs everywhere: not with Node's files and a native canvas.
      ...Object.fromEntries(
        ["vega-canvas", "vega-loader"].map(name => [
          name,
          join(root, "node_modules", name, "build", `${name}.browser.js`),
        ]),
      ),
    },
  },
  plugins: [
    {
      // @hono/node-server, csv-parse and hyparquet name Node's modules without their scheme, which Deno asks for.
      name: "node-scheme",
      resolveId: id => (builtinModules.includes(id) ? { id: `node:${id}`, external: true } : null),
    },
  ],
  transform: { target: "es2022" },
  output: {
    dir: dist,
    format: "esm",
    entryFileNames: "[name].js",
    // Chunks stay beside the entries: `new URL("../models/…", import.meta.url)` must hold wherever it lands.
    chunkFileNames: "chunk-[name]-[hash].js",
    comments: { legal: false, annotation: true, jsdoc: false },
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        { debugName: "shared", name: (id, context) => chunkOf(id, module => context.getModuleInfo(module)) },
      ],
    },
  },
})
// Modules of types and re-exports alone leave chunks without code; loading a file takes a third of a millisecond.
const empty = output.filter(file => file.type === "chunk" && file.code.trim() === "")
for (const { fileName } of output) {
  const file = join(dist, fileName)
  const code = readFileSync(file, "utf8")
  const without = empty.reduce((text, chunk) => text.replace(`import "./${chunk.fileName}";\n`, ""), code)
  if (without !== code) writeFileSync(file, without)
}
for (const { fileName } of empty) rmSync(join(dist, fileName))
const modules = output.flatMap(file => (file.type === "chunk" ? file.moduleIds : []))
writeFileSync(join(dist, "THIRD_PARTY_LICENSES.txt"), bundledLicences(modules))
for (const file of COLLECTOR)
  cpSync(join(root, "scripts/collect", `${file}.py`), join(dist, "collect", `${file}.py`))
execFileSync("node", [join(root, "node_modules/typescript/bin/tsc"), "-p", "tsconfig.types.json"], {
  cwd: root,
  stdio: "inherit",
})
// Without packs: the package has them in models/, and `serve` adds those.
await buildSite(join(dist, "playground"))
