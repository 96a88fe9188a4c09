/** The platforms: how each starts its example, on the real runtime, and how it is asked. */
import { spawn } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { Miniflare } from "miniflare"
import { root } from "../support/packed.ts"
import { startBrowser } from "./browser.ts"
import { bundled, type Deployment, deployedBytes, FILES } from "./deployment.ts"
import { httpClient } from "./http-client.ts"
import { startLambda } from "./lambda.ts"
import { type Running, serverProcess } from "./running.ts"
import { startWorkerd } from "./workerd.ts"

export interface Platform {
  readonly name: string
  readonly version: () => string
  readonly start: (deployment: Deployment) => Promise<Running>
  /** Bytes of program and files, gzipped. */
  readonly size: (deployment: Deployment) => Promise<number>
}

const binary = (name: string): string => join(root, "node_modules", ".bin", name)

const versionOf = (name: string): string => {
  const manifest: { version: string } = createRequire(import.meta.url)(
    join(root, "node_modules", name, "package.json"),
  )
  return manifest.version
}

/** Starts a server that prints its address. */
async function startServer(
  command: readonly string[],
  { folder }: Deployment,
  extra: Record<string, string> = {},
): Promise<Running> {
  const env = {
    ...process.env,
    PORT: "0",
    DENO_DIR: join(folder, ".deno"),
    DENO_NO_UPDATE_CHECK: "1",
    ...extra,
  }
  const [program, ...words] = command as [string, ...string[]]
  const child = spawn(program, words, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] })
  let complaints = ""
  child.stderr.on("data", chunk => {
    complaints += chunk
  })
  const origin = await new Promise<string>((resolve, reject) => {
    let text = ""
    child.stdout.on("data", chunk => {
      text += chunk
      const address = /http:\/\/[\w.]+:\d+/.exec(text)?.[0]
      if (address !== undefined) resolve(address)
    })
    child.once("exit", code => reject(new Error(`${command.join(" ")} ended with ${code}: ${complaints}`)))
    child.once("error", reject)
  })
  return serverProcess(child, origin)
}

const node = (file: string, ...words: string[]): string[] => [process.execPath, file, ...words]

const deno = (file: string): string[] => [
  ...[binary("deno"), "run", "--no-prompt", "--no-remote", "--node-modules-dir=manual"],
  ...["--allow-net=127.0.0.1", "--allow-read=.", "--allow-env=PORT,HOST", file],
]

/** How a worker gets its files. */
type Storage = "module" | "kv" | "r2"

/** What is asked of a namespace and of a bucket; their own types are not at hand. */
interface Storing {
  put(key: string, value: ArrayBuffer): Promise<unknown>
}

/** Settings of the example's wrangler.toml that the runtime is told. */
function compatibilityDate(folder: string): string {
  const settings = readFileSync(join(folder, "wrangler.toml"), "utf8")
  return /^compatibility_date = "(.*)"$/m.exec(settings)![1]!
}

/** The worker in workerd, its files in the bundle. */
async function startModule(deployment: Deployment): Promise<Running> {
  const folder = deployment.of("cloudflare")
  const program = await bundled(join(folder, "module.ts"), ["workerd"])
  return startWorkerd(folder, program, compatibilityDate(folder), FILES)
}

/** The worker in Cloudflare's own emulation of its storage, which runs on workerd, too. */
async function startStored(deployment: Deployment, storage: "kv" | "r2"): Promise<Running> {
  const folder = deployment.of("cloudflare")
  const contents = await bundled(join(folder, `${storage}.ts`), ["workerd"])
  const runtime = new Miniflare({
    compatibilityDate: compatibilityDate(folder),
    modules: [{ type: "ESModule", path: "worker.js", contents }],
    ...(storage === "kv" ? { kvNamespaces: ["FILES"] } : { r2Buckets: ["FILES"] }),
    host: "127.0.0.1",
    // Without this miniflare asks a server where on earth it is.
    cf: false,
  })
  const files = (await (storage === "kv"
    ? runtime.getKVNamespace("FILES")
    : runtime.getR2Bucket("FILES"))) as unknown as Storing
  for (const name of FILES) await files.put(name, new Uint8Array(readFileSync(join(folder, name))).buffer)
  const { origin } = await runtime.ready
  const { ask, close } = httpClient(origin, 1)
  return {
    ask,
    origin,
    close: async () => {
      close()
      await runtime.dispose()
    },
  }
}

const server = (
  name: string,
  version: () => string,
  file: string,
  command: (path: string) => string[],
  conditions: readonly string[],
): Platform => {
  const [example] = file.split("/") as [string]
  return {
    name,
    version,
    start: deployment => startServer(command(join(deployment.folder, file)), deployment),
    size: async deployment =>
      deployedBytes(await bundled(join(deployment.folder, file), conditions), deployment.of(example)),
  }
}

const worker = (name: string, storage: Storage): Platform => ({
  name,
  version: () => `workerd ${versionOf("workerd")}`,
  start: deployment => (storage === "module" ? startModule(deployment) : startStored(deployment, storage)),
  size: async deployment => {
    const folder = deployment.of("cloudflare")
    const program = await bundled(join(folder, `${storage}.ts`), ["workerd"])
    return deployedBytes(program, folder, storage === "module" ? FILES : [])
  },
})

const styled = (name: string, style: "vercel" | "netlify"): Platform =>
  server(
    name,
    () => `Node ${process.versions.node}`,
    "fetch-function/index.mjs",
    file => node(join(file, "..", "..", "hosts", "fetch-function.mjs"), file, style),
    ["node"],
  )

const nodeVersion = (): string => process.versions.node

/** All platforms of `examples/deploy/`. */
export const platforms: readonly Platform[] = [
  server("Node, node:http", nodeVersion, "node/server.mjs", file => node(file), ["node"]),
  server("Deno, Deno.serve", () => versionOf("deno"), "deno/server.ts", deno, ["deno", "node"]),
  server(
    "Bun, Bun.serve",
    () => versionOf("bun"),
    "bun/server.ts",
    file => [binary("bun"), "--no-install", file],
    ["bun", "node"],
  ),
  worker("Cloudflare Workers, data module", "module"),
  worker("Cloudflare Workers, KV", "kv"),
  worker("Cloudflare Workers, R2", "r2"),
  {
    name: "AWS Lambda",
    version: () => `Node ${process.versions.node}`,
    start: startLambda,
    size: async deployment =>
      deployedBytes(
        await bundled(join(deployment.of("lambda"), "index.mjs"), ["node"]),
        deployment.of("lambda"),
      ),
  },
  styled("Vercel function", "vercel"),
  styled("Netlify function", "netlify"),
  {
    name: "browser, Web Worker",
    version: () => "Chromium",
    start: startBrowser,
    size: async deployment => deployedBytes(await bundledForPage(deployment), deployment.of("browser")),
  },
]

/** The worker of the page names the package by its files, as a server of static files has them. */
async function bundledForPage({ folder, of }: Deployment): Promise<string> {
  const { build } = await import("esbuild")
  const { outputFiles } = await build({
    entryPoints: [join(of("browser"), "worker.mjs")],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "silent",
    plugins: [
      {
        name: "site",
        setup({ onResolve }) {
          onResolve({ filter: /^\/node_modules\// }, ({ path }) => ({ path: join(folder, path) }))
        },
      },
    ],
  })
  return outputFiles[0]!.text
}
