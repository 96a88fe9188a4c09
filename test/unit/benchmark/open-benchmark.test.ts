import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest"
import { type OpenOptions, openBenchmarkWith } from "../../../src/benchmark/open-benchmark.ts"
import { openBenchmark as openOnWeb } from "../../../src/entries/index.web.ts"
import { openBenchmark as openOnWorkerd } from "../../../src/entries/index.workerd.ts"
import { ModelFormatError, NotFoundError } from "../../../src/errors.ts"
import { fileSystemStore, openFileOrUrl } from "../../../src/node/file-system-store.ts"
import { openBenchmark as openOnNode } from "../../../src/node/open-benchmark.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { packBytes } from "../../support/bundled.ts"

const folder = join(import.meta.dirname, "..", "..", "..", "models", "distilled-2")
const runtime = { store: fileSystemStore(folder), openUrl: openFileOrUrl }
const open = (options: OpenOptions): ReturnType<typeof openBenchmarkWith> =>
  openBenchmarkWith(runtime, options)

let server: Server
let base: string
/** Bytes of bodies sent. */
let sent = 0

beforeAll(async () => {
  server = createServer((request, response) => {
    const pack = packBytes("cifar10")
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "")
    if (!request.url?.endsWith("/cifar10.bin")) {
      response.writeHead(404).end("not here")
    } else if (request.url.startsWith("/ranges") && range !== null) {
      const part = pack.subarray(Number(range[1]), Number(range[2]) + 1)
      sent += part.length
      response.writeHead(206).end(part)
    } else {
      response.writeHead(200).end(pack)
    }
  })
  await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.close()
})

test("every kind of source gives the same benchmark", async () => {
  const bytes = packBytes("cifar10")
  const whole = new Uint8Array(bytes)
  const sources = {
    "the default store": undefined,
    Uint8Array: bytes,
    ArrayBuffer: whole.buffer,
    Response: new Response(whole),
    ReadableStream: new Response(whole).body as ReadableStream<Uint8Array>,
    "http URL": new URL(`${base}/cifar10.bin`),
    "file URL": pathToFileURL(join(folder, "cifar10.bin")),
    store: fileSystemStore(folder),
    "own store": { open: () => Promise.resolve(bytes) },
  }
  const answers = new Set<string>()
  for (const source of Object.values(sources)) {
    const benchmark = await open(source === undefined ? { task: "cifar10" } : { task: "cifar10", source })
    answers.add(JSON.stringify(benchmark.query(benchmark.space.sample(createRandom(3)))))
  }
  expect(answers.size).toBe(1)
})

test("a subset of metrics is opened without the bytes of the others", async () => {
  const whole = await open({ task: "cifar10" })
  const size = packBytes("cifar10").length
  const expected = whole.query(whole.space.sample(createRandom(5)))
  for (const [kind, source] of [
    ["ranges", new URL(`${base}/ranges/cifar10.bin`)],
    ["no ranges", new URL(`${base}/cifar10.bin`)],
    ["file", pathToFileURL(join(folder, "cifar10.bin"))],
    ["stream", new Response(new Uint8Array(packBytes("cifar10"))).body as ReadableStream<Uint8Array>],
    ["bytes", packBytes("cifar10")],
  ] as const) {
    sent = 0
    const benchmark = await open({ task: "cifar10", source, metrics: ["valid-acc"] })
    expect(benchmark.metrics).toEqual(["valid-acc"])
    expect(benchmark.query(benchmark.space.sample(createRandom(5)))).toEqual({
      "valid-acc": expected["valid-acc"],
    })
    expect(benchmark.sha256).toBe(whole.sha256)
    expect(() => benchmark.query(benchmark.space.sample(createRandom(5)), { metrics: ["runtime"] })).toThrow(
      NotFoundError,
    )
    if (kind === "ranges") expect(sent).toBeLessThan(size / 4)
  }
  await expect(open({ task: "cifar10", metrics: ["accuracy" as "valid-acc"] })).rejects.toThrow(NotFoundError)
})

test("a task that is not bundled, or not one at all", async () => {
  await expect(open({ task: "imagenet" as "cifar10" })).rejects.toThrow(NotFoundError)
  await expect(open({ task: "imagenet" as "cifar10" })).rejects.toThrow("colorectal_histology")
})

test("a release that is not there: one message says how to get it, on every runtime", async () => {
  vi.stubEnv("JAHS_BENCH_HOME", join(folder, "home"))
  onTestFinished(() => void vi.unstubAllEnvs())
  const request = { task: "colorectal_histology", release: "official-1.1.0" } as const
  await expect(openOnNode(request)).rejects.toThrow(
    'colorectal_histology of release "official-1.1.0" is neither bundled nor imported; expected distilled-1, distilled-2, or a ' +
      `pack in ${join(folder, "home", "releases", "official-1.1.0")}, got official-1.1.0; get it: npx jahs-bench-201 ` +
      "fetch --release 1.1.0, or import <tar> where you have the file",
  )
  await expect(openOnNode({ ...request, release: "mine" })).rejects.toThrow(
    "<tar, folder or URL> --release mine",
  )
  for (const openElsewhere of [openOnWeb, openOnWorkerd]) {
    const error = openElsewhere(request)
    await expect(error).rejects.toBeInstanceOf(NotFoundError)
    await expect(error).rejects.toThrow(
      'release: colorectal_histology of release "official-1.1.0" is not bundled; expected cifar10 and fashion_mnist ' +
        '(distilled-1); cifar10 and fashion_mnist (distilled-2), got "official-1.1.0"; give its pack as `source`: a URL, bytes, a response or a stream; ',
    )
    await expect(openElsewhere({ task: "colorectal_histology" })).rejects.toThrow(
      'task: colorectal_histology of release "distilled-2" is not bundled',
    )
  }
})

test("a pack of another task or release is refused", async () => {
  const source = packBytes("fashion_mnist")
  await expect(open({ task: "cifar10", source })).rejects.toThrow(
    "pack of another task; expected cifar10, got fashion_mnist",
  )
  await expect(open({ task: "fashion_mnist", source, release: "official-1.1.0" })).rejects.toThrow(
    ModelFormatError,
  )
})

test("packs that are not there", async () => {
  await expect(open({ task: "cifar10", source: new URL(`${base}/missing.bin`) })).rejects.toThrow(
    /expected status 200 or 206, got 404/,
  )
  await expect(open({ task: "cifar10", source: new URL("http://127.0.0.1:9/cifar10.bin") })).rejects.toThrow(
    NotFoundError,
  )
  const nowhere = pathToFileURL(join(folder, "nowhere.bin"))
  await expect(open({ task: "cifar10", source: nowhere })).rejects.toThrow("ENOENT")
  await expect(open({ task: "cifar10", source: "models/cifar10.bin" as unknown as URL })).rejects.toThrow(
    TypeError,
  )
})
