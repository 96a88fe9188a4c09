/** The examples that no shell line runs: the page and the worker; and that the model's numbers are XGBoost's. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { build, type Plugin } from "esbuild"
import { Miniflare } from "miniflare"
import ts from "typescript"
import { afterAll, beforeAll, expect, describe as group, it } from "vitest"
import { readBooster } from "../../src/entries/trees.ts"
import { markdownBlocks, root } from "./blocks.ts"

const folder = join(root, "examples")

it("the model gives what train-iris.py printed with XGBoost 1.7.4", () => {
  const booster = readBooster(readFileSync(join(folder, "iris.ubj")))
  const rows = Float32Array.of(5.1, 3.5, 1.4, 0.2, 6.7, 3.0, 5.2, Number.NaN)
  expect(Array.from(booster.predict(rows, { numRows: 2, output: "margin" }))).toEqual([
    2.605717420578003, -1.0559476613998413, -1.1451456546783447, -1.1572751998901367, -0.0950629711151123,
    1.6111781597137451,
  ])
  const leaves = Array.from(booster.predict(rows, { numRows: 2, output: "leaf" }))
  expect(leaves.slice(0, 6)).toEqual([1, 1, 3, 1, 1, 3])
  expect(leaves.slice(30)).toEqual([
    2, 6, 4, 2, 6, 8, 2, 6, 8, 2, 6, 7, 2, 6, 7, 2, 6, 7, 2, 6, 7, 2, 4, 7, 2, 4, 6, 2, 4, 7,
  ])
})

it("every example is run by a shell line of the examples' README, or by a test here", () => {
  const lines = markdownBlocks("examples/README.md").map(block => block.code)
  const programs = readdirSync(folder).filter(name => /\.(mjs|ts)$/.test(name))
  expect(programs.length).toBeGreaterThanOrEqual(4)
  for (const name of programs) expect(lines.join("\n")).toContain(`examples/${name}`)
})

it("every example has the types of the built package", () => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const files = [
    ...["deno.ts", "bun.ts", "own-optimiser.ts", "worker/index.ts", "worker/data-modules.d.ts"],
    ...["deploy/deno/server.ts", "deploy/bun/server.ts", "deploy/cloudflare/data-modules.d.ts"],
    ...["module", "kv", "r2"].map(name => `deploy/cloudflare/${name}.ts`),
  ]
  const program = ts.createProgram(
    files.map(file => join(folder, file)),
    { ...options, noEmit: true },
  )
  const problems = ts.getPreEmitDiagnostics(program)
  expect(problems.map(problem => ts.flattenDiagnosticMessageText(problem.messageText, "\n"))).toEqual([])
})

group("browser.html", () => {
  const page = readFileSync(join(folder, "browser.html"), "utf8")
  const script = /<script type="module">([\s\S]*?)<\/script>/.exec(page)?.[1] ?? ""

  it("maps the package to its file for browsers", () => {
    const map = JSON.parse(/<script type="importmap">([\s\S]*?)<\/script>/.exec(page)![1]!)
    const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    const mapped = join(folder, map.imports["jahs-bench-201"])
    expect(mapped).toBe(join(root, manifest.exports["."].browser))
    expect(existsSync(mapped)).toBe(true)
  })

  it("bundles for browsers without anything of Node", async () => {
    const { outputFiles } = await build({
      stdin: { contents: script, resolveDir: folder },
      bundle: true,
      format: "esm",
      platform: "browser",
      write: false,
      logLevel: "silent",
    })
    expect(outputFiles[0]!.text).toContain("../models/distilled-2/cifar10.bin")
    expect(outputFiles[0]!.text).not.toContain("node:")
  })
})

group("worker", () => {
  const worker = join(folder, "worker")
  /** As Wrangler: `.bin` files stay modules of their own. */
  const dataModules: Plugin = {
    name: "data-modules",
    setup({ onResolve }) {
      onResolve({ filter: /\.bin$/ }, () => ({ path: "./pack.bin", external: true }))
    },
  }
  let runtime: Miniflare

  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [join(worker, "index.ts")],
      bundle: true,
      format: "esm",
      conditions: ["workerd"],
      plugins: [dataModules],
      write: false,
      logLevel: "silent",
    })
    const settings = readFileSync(join(worker, "wrangler.toml"), "utf8")
    runtime = new Miniflare({
      compatibilityDate: /compatibility_date = "(.*)"/.exec(settings)![1]!,
      modules: [
        { type: "ESModule", path: "index.js", contents: outputFiles[0]!.text },
        {
          type: "Data",
          path: "pack.bin",
          contents: readFileSync(join(root, "models", "distilled-2", "cifar10.bin")),
        },
      ],
    })
  })

  afterAll(() => runtime?.dispose())

  it("answers a query as its page says", async () => {
    const response = await runtime.dispatchFetch("http://localhost/?seed=8")
    const answer = (await response.json()) as { release: string; metrics: Record<string, number> }
    expect(answer.release).toBe("distilled-2")
    expect(answer.metrics["valid-acc"]).toBeCloseTo(89.79, 2)
  })

  it("says what is wrong with a bad epoch or seed", async () => {
    const bad = await runtime.dispatchFetch("http://localhost/?epoch=1000")
    expect(bad.status).toBe(400)
    expect(await bad.text()).toMatch(/expected an integer in 1\.\.200, got 1000/)
    expect((await runtime.dispatchFetch("http://localhost/?seed=-1")).status).toBe(400)
  })
})
