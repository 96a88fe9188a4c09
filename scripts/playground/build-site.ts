/** Builds the playground's site: esbuild bundles the page and its workers, names of files tell their contents. */
import { createHash } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { type BuildOptions, build, type Metafile, type Plugin } from "esbuild"
import { PAGE_POLICY } from "../../src/node/playground-policy.ts"
import { bundledLicences } from "../bundled-licences.ts"

const root = join(import.meta.dirname, "..", "..")
const source = join(root, "src", "playground")

const COMMON = {
  absWorkingDir: root,
  bundle: true,
  minify: true,
  metafile: true,
  format: "esm",
  target: "es2022",
  conditions: ["browser"],
  jsx: "automatic",
  jsxImportSource: "preact",
  legalComments: "none",
  // The example of a model: a file beside the scripts.
  loader: { ".ubj": "file" },
  assetNames: "[name]-[hash]",
  logLevel: "warning",
} as const satisfies BuildOptions

/** The page asks surrogates alone, but `openBenchmark` can read tables, too. */
const withoutTables: Plugin = {
  name: "without-tables",
  setup({ onResolve }) {
    onResolve({ filter: /\/open-table\.ts$/ }, () => ({ path: join(source, "engine", "no-tables.ts") }))
  },
}

/** Studies are raced, but no report is written of them: what draws its figures is four times as large as the rest. */
const withoutFigures: Plugin = {
  name: "without-figures",
  setup({ onResolve }) {
    onResolve({ filter: /\/vega-renderer\.ts$/ }, ({ path }) => ({ path, external: true }))
  },
}

/** The name that the build gave to what it made of an entry, relative to the site. */
function outputOf({ outputs }: Metafile, entry: string, out: string): string {
  const [path] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry)!
  return relative(out, join(root, path)).replaceAll("\\", "/")
}

/** Modules that the page imports before it runs: the browser is told at once, not file by file. */
function importedBy({ outputs }: Metafile, entry: string, out: string): string[] {
  const [first] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === entry)!
  const found = new Set([first])
  for (const path of found) {
    for (const imported of outputs[path]!.imports) {
      if (imported.kind === "import-statement") found.add(imported.path)
    }
  }
  found.delete(first)
  return [...found].map(path => relative(out, join(root, path)).replaceAll("\\", "/"))
}

/** All styles as one file: tokens first, then what is shared, then the views. */
async function buildStyles(out: string): Promise<string> {
  const files = ["style", "parts", "views"].flatMap(folder =>
    readdirSync(join(source, folder), { recursive: true, encoding: "utf8" })
      .filter(file => file.endsWith(".css"))
      .sort()
      .map(file => `./${folder}/${file.replaceAll("\\", "/")}`),
  )
  const contents = ["uplot/dist/uPlot.min.css", ...files]
    .map(file => `@import ${JSON.stringify(file)};`)
    .join("\n")
  const { metafile } = await build({
    ...COMMON,
    stdin: { contents, loader: "css", resolveDir: source, sourcefile: "style.css" },
    outdir: join(out, "assets"),
    entryNames: "style-[hash]",
  })
  return relative(out, join(root, Object.keys(metafile.outputs)[0]!)).replaceAll("\\", "/")
}

/** The worker that keeps the site: told what to keep, and named by it. */
async function buildServiceWorker(out: string, files: readonly string[]): Promise<void> {
  const hash = createHash("sha256")
  for (const file of files)
    hash.update(file).update(readFileSync(join(out, file === "./" ? "index.html" : file)))
  const site = { version: hash.digest("hex").slice(0, 16), files }
  await build({
    ...COMMON,
    entryPoints: [join(source, "service-worker.ts")],
    outfile: join(out, "service-worker.js"),
    format: "iife",
    define: { SITE: JSON.stringify(site) },
  })
}

/**
 * Writes the site without its packs: `index.html`, `assets/` whose names tell their contents, the service worker,
 * and the licences of what is bundled.
 *
 * @param out the folder; what was in it is removed
 */
export async function buildSite(out: string): Promise<void> {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(join(out, "assets"), { recursive: true })
  const [main, worker] = ["src/playground/main.tsx", "src/playground/engine/worker.ts"]
  const { metafile } = await build({
    ...COMMON,
    entryPoints: [main, worker],
    splitting: true,
    plugins: [withoutTables, withoutFigures],
    outdir: join(out, "assets"),
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
  })
  const style = await buildStyles(out)
  const icon = readFileSync(join(source, "icon.svg"))
  const iconFile = `assets/icon-${createHash("sha256").update(icon).digest("hex").slice(0, 8)}.svg`
  writeFileSync(join(out, iconFile), icon)
  const preloads = importedBy(metafile, main, out)
    .map(file => `<link rel="modulepreload" href="${file}">`)
    .join("\n    ")
  const page = readFileSync(join(source, "index.html"), "utf8")
    .replace("{policy}", PAGE_POLICY)
    .replace("{engine}", outputOf(metafile, worker, out))
    .replace("{icon}", iconFile)
    .replace("{style}", style)
    .replace("{preloads}", preloads)
    .replace("{main}", outputOf(metafile, main, out))
  writeFileSync(join(out, "index.html"), page)
  const scripts = Object.keys(metafile.outputs).map(path =>
    relative(out, join(root, path)).replaceAll("\\", "/"),
  )
  await buildServiceWorker(out, ["./", ...scripts.sort(), style, iconFile])
  const modules = [...Object.keys(metafile.inputs), "node_modules/uplot/dist/uPlot.min.css"]
  writeFileSync(join(out, "THIRD_PARTY_LICENSES.txt"), bundledLicences(modules.map(module => `/${module}`)))
}
