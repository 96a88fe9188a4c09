/** The built modules: every condition's file loads, names only what its runtime has, and waits with its URL. */
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { build } from "esbuild"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { listFiles, type PackedProject, packedProject } from "../support/packed.ts"

type Target = string | { readonly [condition: string]: Target }

let project: PackedProject
let exported: Readonly<Record<string, Target>>

beforeAll(() => {
  project = packedProject()
  exported = JSON.parse(readFileSync(join(project.package, "package.json"), "utf8")).exports
})

afterAll(() => project?.remove())

/** All files that an export leads to, with the conditions that lead there. */
function targets(target: Target, conditions = ""): [conditions: string, file: string][] {
  if (typeof target === "string") return [[conditions, target]]
  return Object.entries(target).flatMap(([name, next]) => targets(next, `${conditions} ${name}`.trim()))
}

/** Runs a module of the project on Node, outside vitest's own loader, and parses what it prints. */
function run(code: string): unknown {
  const file = join(project.folder, "run.mjs")
  writeFileSync(file, code)
  return JSON.parse(execFileSync(process.execPath, [file], { cwd: project.folder, encoding: "utf8" }))
}

/** Names that modules export, in alphabetical order. */
function namesOf(specifiers: readonly string[]): string[][] {
  return run(`
    const names = []
    for (const specifier of ${JSON.stringify(specifiers)}) names.push(Object.keys(await import(specifier)))
    console.log(JSON.stringify(names))`) as string[][]
}

const bundle = async (file: string, external: string[] = []) =>
  build({
    entryPoints: [join(project.package, "dist", file)],
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    platform: "neutral",
    absWorkingDir: project.folder,
    external,
    define: { "import.meta.url": "globalThis.moduleUrl" },
    logLevel: "silent",
  })

describe("exports", () => {
  it("lead to files of the package", () => {
    const files = listFiles(project.package).map(file => `./${file}`)
    for (const [name, target] of Object.entries(exported)) {
      for (const [conditions, file] of targets(target)) {
        if (!file.includes("*")) expect(files, `${name} (${conditions})`).toContain(file)
        else
          expect(
            files.some(found => found.startsWith(file.split("*")[0])),
            name,
          ).toBe(true)
      }
    }
  })

  it("have the same names under every condition", () => {
    const variants = targets(exported["."]).filter(([conditions]) => conditions !== "types")
    expect(variants.map(([conditions]) => conditions)).toEqual([
      "workerd",
      "deno",
      "bun",
      "browser",
      "node",
      "default",
    ])
    const specifiers = variants.map(([, file]) => `./node_modules/jahs-bench-201/${file.slice(2)}`)
    const [node, fileEntry, trees, ...others] = namesOf([
      "jahs-bench-201",
      "jahs-bench-201/node",
      "jahs-bench-201/trees",
      ...specifiers,
    ])
    for (const names of others) expect(names).toEqual(node)
    expect(node).toEqual(expect.arrayContaining(["createRandom", "jahsSpace", "metrics", "openBenchmark"]))
    expect(fileEntry).toEqual(
      [...node, "cacheFolder", "fileJournal", "fileSystemStore", "releaseFolder"].sort(),
    )
    expect(trees).toEqual(expect.arrayContaining(["describe", "readBooster", "readDump", "readJson"]))
  })

  it("train on one thread or several under the same names", () => {
    const files = new Set(targets(exported["./training"]).map(([, file]) => file))
    const variants = [...files].filter(file => file.endsWith(".js"))
    expect(variants.sort()).toEqual(["./dist/training.js", "./dist/training.node.js"])
    const [one, several] = namesOf(variants.map(file => `./node_modules/jahs-bench-201/${file.slice(2)}`))
    expect(several).toEqual(one)
    expect(one).toEqual(expect.arrayContaining(["evaluateSurrogate", "fitSurrogate", "train"]))
  })

  it("run studies on one thread or several under the same names", () => {
    const files = new Set(targets(exported["./experiments"]).map(([, file]) => file))
    const variants = [...files].filter(file => file.endsWith(".js"))
    expect(variants.sort()).toEqual(["./dist/experiments.js", "./dist/experiments.node.js"])
    const [one, several] = namesOf(variants.map(file => `./node_modules/jahs-bench-201/${file.slice(2)}`))
    expect(several).toEqual(one)
    expect(one).toEqual(expect.arrayContaining(["paperProtocol", "protocolOf", "runStudy"]))
  })

  it("hand out the packs and package.json", () => {
    const found = run(`
      import { readFileSync } from "node:fs"
      const bytes = pack => readFileSync(new URL(import.meta.resolve("jahs-bench-201/models/" + pack + ".bin")))
      const { name } = JSON.parse(readFileSync(new URL(import.meta.resolve("jahs-bench-201/package.json"))))
      console.log(JSON.stringify([name, ...["distilled-1/cifar10", "distilled-2/fashion_mnist"].map(pack => bytes(pack).toString("latin1", 0, 8))]))`)
    expect(found).toEqual(["jahs-bench-201", "JAHSPACK", "JAHSPACK"])
  })
})

it("the command starts", () => {
  const read = (file: string): string => readFileSync(join(project.package, file), "utf8")
  const { version, bin } = JSON.parse(read("package.json"))
  const command = [join(project.package, bin["jahs-bench-201"]), "--version"]
  const output = execFileSync(process.execPath, command, { cwd: project.folder, encoding: "utf8" })
  expect(output.trim()).toBe(version)
})

describe("modules", () => {
  // A bundle without externals fails on any bare or node: specifier.
  it.each(["index.web.js", "index.workerd.js", "trees.js"])("%s stands on the package alone", async file => {
    const { metafile } = await bundle(file)
    const inputs = Object.keys(metafile.inputs)
    expect(inputs.length).toBeGreaterThan(0)
    expect(inputs.filter(input => !input.startsWith("node_modules/jahs-bench-201/dist/"))).toEqual([])
  })

  it.each([
    ["index.node.js", []],
    ["node.js", ["node:fs/promises"]],
  ])("%s needs Node's own modules alone", async (file, others) => {
    const { metafile } = await bundle(file, ["node:*"])
    const imports = Object.values(metafile.inputs).flatMap(input => input.imports)
    const external = imports.filter(found => found.external).map(({ path }) => path)
    // esbuild also lists its own helpers, as <runtime>.
    const modules = new Set(external.filter(path => path !== "<runtime>"))
    // Processes are for live training, which is loaded when it is asked for.
    const needed = ["child_process", "crypto", "fs", "os", "path", "url", "worker_threads", "zlib"]
    expect([...modules].sort()).toEqual([...needed.map(name => `node:${name}`), ...others].sort())
  })

  it("read import.meta.url only when asked for a pack: workerd has none at the top level", async () => {
    for (const file of ["index.node.js", "index.web.js", "index.workerd.js", "node.js", "trees.js"]) {
      const { outputFiles } = await bundle(file, ["node:*"])
      expect(outputFiles[0].text, file).not.toMatch(/import\.meta/)
      // Where the default store needs the URL the check below has something to find.
      if (/node|web/.test(file)) expect(outputFiles[0].text, file).toContain("globalThis.moduleUrl")
      writeFileSync(join(project.folder, file), outputFiles[0].text)
      const found = run(`
        let reads = 0
        Object.defineProperty(globalThis, "moduleUrl", { get: () => (reads++, "file:///nowhere/dist/module.js") })
        const names = Object.keys(await import("./${file}"))
        console.log(JSON.stringify({ reads, names: names.length }))`)
      expect(found, file).toMatchObject({ reads: 0, names: expect.any(Number) })
    }
  })
})
