/** The examples of `examples/deploy/` as they are deployed: beside their pack and model, with the packed tarball. */
import { copyFileSync, cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { build, type Plugin } from "esbuild"
import { memorySource } from "../../src/bytes/byte-source.ts"
import { selectMetrics } from "../../src/surrogate/select-metrics.ts"
import { packedProject, root } from "../support/packed.ts"
import { METRICS } from "./requests.ts"

/** A project with the package installed, and a folder an example. */
export interface Deployment {
  readonly folder: string
  /** Folder of an example. */
  readonly of: (example: string) => string
  readonly remove: () => void
}

/** What every example has beside it. */
export const FILES = ["cifar10.bin", "iris.ubj"]

/** Deploys all examples. */
export async function deploy(): Promise<Deployment> {
  const { folder, remove } = packedProject()
  const pack = readFileSync(join(root, "models", "distilled-2", "cifar10.bin"))
  const small = await selectMetrics(memorySource(pack, "cifar10.bin"), METRICS)
  const examples = join(root, "examples", "deploy")
  for (const example of readdirSync(examples)) {
    const target = join(folder, example)
    cpSync(join(examples, example), target, { recursive: true })
    writeFileSync(join(target, "cifar10.bin"), small)
    copyFileSync(join(root, "examples", "iris.ubj"), join(target, "iris.ubj"))
  }
  cpSync(join(import.meta.dirname, "hosts"), join(folder, "hosts"), { recursive: true })
  return { folder, of: example => join(folder, example), remove }
}

/** As Wrangler: data modules stay files of their own, by their names. */
const dataModules: Plugin = {
  name: "data-modules",
  setup({ onResolve }) {
    onResolve({ filter: /\.(bin|ubj)$/ }, ({ path }) => ({ path, external: true }))
  },
}

/**
 * Bundles an example as its platform's tool does.
 *
 * @param entry path of its file
 * @param conditions of the package's exports
 * @returns the program's text, minified
 */
export async function bundled(entry: string, conditions: readonly string[]): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    conditions: [...conditions],
    external: ["node:*"],
    plugins: [dataModules],
    write: false,
    logLevel: "silent",
  })
  return outputFiles[0]!.text
}

/** Bytes of a deployment: its program, bundled, and the files beside it, gzipped one by one. */
export function deployedBytes(program: string, folder: string, files: readonly string[] = FILES): number {
  const all = [Buffer.from(program), ...files.map(name => readFileSync(join(folder, name)))]
  return all.reduce((sum, bytes) => sum + gzipSync(bytes, { level: 9 }).length, 0)
}
