/** What is in the tarball, and what its package.json promises. */
import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { listFiles, type PackedProject, packedProject, root } from "../support/packed.ts"

interface Manifest {
  readonly type: string
  readonly license: string
  readonly sideEffects: boolean
  readonly engines: { readonly node: string }
  readonly bin: Readonly<Record<string, string>>
  readonly scripts: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
}

/** Every file of the package is of one of these kinds. */
const ALLOWED = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^(LICENSE|CITATION\.cff)$/,
  /^dist\/[\w.-]+\.js$/,
  /^dist\/types\/([\w-]+\/)*[\w.-]+\.d\.ts$/,
  /^dist\/THIRD_PARTY_LICENSES\.txt$/,
  /^dist\/collect\/(live|train|network|augment|data|space)\.py$/,
  /^dist\/playground\/(index\.html|service-worker\.js|THIRD_PARTY_LICENSES\.txt)$/,
  /^dist\/playground\/assets\/\w+-[0-9A-Za-z]{8}\.(js|css|svg)$/,
  /^dist\/playground\/assets\/iris-[0-9A-Za-z]{8}\.ubj$/,
  /^models\/LICENSE$/,
  /^models\/(distilled-\d+\/)?[a-z0-9_]+\.(bin|card\.json)$/,
  /^models\/measured-\d+\/[a-z0-9_]+\.(parquet|card\.json)$/,
  /^models\/verify\.json$/,
  /^clients\/python\/\w+\.py$/,
]

let project: PackedProject
let files: string[]
let manifest: Manifest

const read = (file: string): string => readFileSync(join(project.package, file), "utf8")
const scripts = (): string[] => files.filter(file => file.endsWith(".js"))

beforeAll(() => {
  project = packedProject()
  files = listFiles(project.package)
  manifest = JSON.parse(read("package.json"))
})

afterAll(() => project?.remove())

describe("files", () => {
  it("are all of a known kind: no sources, tests, fixtures or maps", () => {
    expect(files.filter(file => !ALLOWED.some(kind => kind.test(file)))).toEqual([])
  })

  it("hold the licences, the citation, the changes and the packs", () => {
    expect(files).toEqual(
      expect.arrayContaining([
        "CHANGELOG.md",
        "CITATION.cff",
        "LICENSE",
        "README.md",
        "dist/THIRD_PARTY_LICENSES.txt",
        ...["augment", "data", "live", "network", "space", "train"].map(name => `dist/collect/${name}.py`),
        "models/LICENSE",
        "models/distilled-1/cifar10.bin",
        "models/distilled-1/cifar10.card.json",
        "models/distilled-1/fashion_mnist.bin",
        "models/distilled-1/fashion_mnist.card.json",
        "models/distilled-2/cifar10.bin",
        "models/distilled-2/cifar10.card.json",
        "models/distilled-2/fashion_mnist.bin",
        "models/distilled-2/fashion_mnist.card.json",
        "models/measured-1/fashion_mnist.card.json",
        "models/measured-1/fashion_mnist.parquet",
        "models/verify.json",
      ]),
    )
    expect(read("LICENSE")).toMatch(/^MIT License/)
    expect(read("models/LICENSE")).toMatch(/CC BY 4\.0|Attribution 4\.0/)
  })

  it("have packs of at most 6 MB", () => {
    for (const file of files.filter(name => name.endsWith(".bin"))) {
      expect(statSync(join(project.package, file)).size, file).toBeLessThanOrEqual(6_000_000)
    }
  })

  it("point to no source map, and to no folder of the machine that built them", () => {
    for (const file of scripts()) {
      expect(read(file), file).not.toMatch(/sourceMappingURL/)
      expect(read(file).includes(root), file).toBe(false)
    }
  })

  it("name the licence of every package whose code is in a bundle", () => {
    // esbuild heads each module of a bundle with its path.
    const heads = scripts().flatMap(file => [...read(file).matchAll(/^\/\/ (?:.*\/)?node_modules\/(.+)$/gm)])
    const names = heads.map(([, path]) => /^(?:@[^/]+\/)?[^/]+/.exec(path)![0])
    const licences = read("dist/THIRD_PARTY_LICENSES.txt")
    expect(names.length).toBeGreaterThan(0)
    for (const name of new Set(names))
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, "m"))
  })
})

describe("package.json", () => {
  it("asks for no other package, and runs nothing on installation", () => {
    const { dependencies = {}, ...rest } = manifest as unknown as Record<string, object>
    expect(dependencies).toEqual({})
    // Whoever imports ./fast-check has it; nobody else needs it.
    expect(rest["peerDependencies"]).toEqual({ "fast-check": "^4.0.0" })
    expect(rest["peerDependenciesMeta"]).toEqual({ "fast-check": { optional: true } })
    for (const key of ["optionalDependencies", "bundleDependencies", "bundledDependencies"]) {
      expect(rest, key).not.toHaveProperty(key)
    }
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
      expect(manifest.scripts).not.toHaveProperty(name)
    }
  })

  it("pins the tools", () => {
    for (const [name, version] of Object.entries(manifest.devDependencies)) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-r\.\d+)?$/)
    }
  })

  it("says what the package is", () => {
    expect(manifest).toMatchObject({
      type: "module",
      // What runs in a worker is all effect; nothing else does anything when it is imported.
      sideEffects: ["worker", "training-worker", "study-worker"].flatMap(name => [
        ...[`./dist/${name}.node.js`, `./dist/${name}.web.js`],
      ]),
      license: "MIT AND CC-BY-4.0",
      engines: { node: ">=20" },
    })
  })

  it("has a command that starts", () => {
    expect(Object.keys(manifest.bin)).toEqual(["jahs-bench-201"])
    expect(read(manifest.bin["jahs-bench-201"])).toMatch(/^#!\/usr\/bin\/env node\n/)
  })
})
