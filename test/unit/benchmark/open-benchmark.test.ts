import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type OpenOptions, openBenchmarkWith } from "../../../src/benchmark/open-benchmark.ts"
import { ModelFormatError, NotFoundError } from "../../../src/errors.ts"
import { fileSystemStore, readUrl } from "../../../src/node/file-system-store.ts"
import { createRandom } from "../../../src/random/generator.ts"
import { packBytes } from "../../support/bundled.ts"

const folder = join(import.meta.dirname, "..", "..", "..", "models")
const runtime = { store: fileSystemStore(folder), fetchBytes: readUrl }
const open = (options: OpenOptions): ReturnType<typeof openBenchmarkWith> =>
  openBenchmarkWith(runtime, options)

let server: Server
let base: string

beforeAll(async () => {
  server = createServer((request, response) => {
    const found = request.url === "/cifar10.bin"
    response.writeHead(found ? 200 : 404)
    response.end(found ? packBytes("cifar10") : "not here")
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

test("a task that is not bundled, or not one at all", async () => {
  await expect(open({ task: "imagenet" as "cifar10" })).rejects.toThrow(NotFoundError)
  await expect(open({ task: "imagenet" as "cifar10" })).rejects.toThrow("colorectal_histology")
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
    /expected status 200, got 404/,
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
