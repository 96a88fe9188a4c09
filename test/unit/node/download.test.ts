import { createHash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Readable } from "node:stream"
import { afterEach, beforeEach, expect, test } from "vitest"
import { tarEntries } from "../../../src/bytes/tar.ts"
import { JahsBenchError, ModelFormatError, NotFoundError } from "../../../src/errors.ts"
import { type Downloaded, type DownloadOptions, download } from "../../../src/node/download.ts"
import { removeDownload } from "../../../src/node/part-file.ts"
import { StorageError } from "../../../src/node/storage-error.ts"
import type { DownloadProgress } from "../../../src/node/transfer-rate.ts"
import { type FlakyServer, flakyServer } from "../../support/flaky-server.ts"
import { Random } from "../../support/random.ts"

const LENGTH = 400_000
const HALF = 200_000

function randomBytes(seed: number, length: number): Uint8Array {
  const random = new Random(seed)
  return Uint8Array.from({ length }, () => random.below(256))
}

const first = randomBytes(1, LENGTH)
const second = randomBytes(2, LENGTH)
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

let folder: string
let file: string
let server: FlakyServer

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "download-"))
  file = join(folder, "surrogates.tar")
  server = await flakyServer(first)
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true })
})

const quick = { firstMs: 1, longestMs: 4, stallMs: 400, longestRetryAfterMs: 60 }

function get(options: DownloadOptions = {}): Promise<Downloaded> {
  return download(server.url, file, { ...options, delays: { ...quick, ...options.delays } })
}

/** That the file is there, whole, with what is known of it, and nothing else. */
function expectWhole(done: Downloaded, bytes: Uint8Array): void {
  expect(readFileSync(file).equals(bytes)).toBe(true)
  expect(done).toMatchObject({ path: file, bytes: bytes.length, sha256: sha256(bytes) })
  expect(readdirSync(folder).sort()).toEqual(["surrogates.tar", "surrogates.tar.part.json"])
}

async function failure(promise: Promise<unknown>): Promise<JahsBenchError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(JahsBenchError)
  return error as JahsBenchError
}

/** Leaves half of the file as a stopped run does. */
async function leaveHalf(): Promise<void> {
  server.answers.push({ dropAfter: HALF })
  await failure(get({ delays: { attempts: 1 } }))
  server.requests.length = 0
  expect(readFileSync(`${file}.part`).length).toBeGreaterThan(0)
  expect(existsSync(file)).toBe(false)
}

test("a file in one go", async () => {
  expectWhole(await get(), first)
  expect(server.requests).toHaveLength(1)
  expect(server.requests[0]?.["accept-encoding"]).toBe("identity")
  expect(server.requests[0]?.range).toBeUndefined()
})

test("an empty file, and a folder that is not there yet", async () => {
  server.file.bytes = new Uint8Array(0)
  file = join(folder, "a", "b", "empty")
  expect(await get()).toMatchObject({ bytes: 0, sha256: sha256(new Uint8Array(0)), resumedFrom: 0 })
  expect(readFileSync(file)).toHaveLength(0)
})

test("a dropped connection goes on where it was", async () => {
  server.answers.push({ dropAfter: HALF })
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(0)
  expect(server.requests).toHaveLength(2)
  expect(server.requests[1]?.range).toMatch(/^bytes=\d+-$/)
  expect(Number(server.requests[1]?.range?.slice(6, -1))).toBeGreaterThan(0)
  expect(server.requests[1]?.["if-range"]).toBe('"first"')
})

test("attempts are counted anew after progress", async () => {
  for (let k = 0; k < 4; k++) server.answers.push({ dropAfter: 80_000 })
  expectWhole(await get({ delays: { attempts: 2 } }), first)
  expect(server.requests.length).toBeGreaterThanOrEqual(4)
})

test("a later run takes over the part of an earlier one", async () => {
  await leaveHalf()
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBeGreaterThan(0)
  expect(server.requests.map(({ range }) => range)).toEqual([`bytes=${done.resumedFrom}-`])
})

test("a part that is whole already is confirmed by its last byte", async () => {
  await leaveHalf()
  writeFileSync(`${file}.part`, first)
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(LENGTH - 1)
})

test("a whole file that is asked for again is confirmed by its last byte", async () => {
  await get()
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(LENGTH - 1)
  expect(server.requests.map(({ range }) => range)).toEqual([undefined, `bytes=${LENGTH - 1}-`])
})

test("a whole file that changed on its server, or came from elsewhere, is begun anew", async () => {
  await get()
  Object.assign(server.file, { bytes: second, etag: '"second"' })
  expectWhole(await get(), second)
  writeFileSync(`${file}.part.json`, JSON.stringify({ url: "http://x/", etag: '"second"' }))
  const done = await get()
  expectWhole(done, second)
  expect(done.resumedFrom).toBe(0)
})

test("a file that this did not download is left alone until the new one is whole", async () => {
  writeFileSync(file, "precious")
  server.answers.push({ status: 404 })
  await failure(get())
  expect(readFileSync(file, "utf8")).toBe("precious")
  expectWhole(await get(), first)
})

test("a removed download leaves nothing", async () => {
  await get()
  await removeDownload(file)
  expect(readdirSync(folder)).toEqual([])
})

test("a weak ETag is no condition: the date is", async () => {
  server.file.etag = 'W/"first"'
  await leaveHalf()
  expectWhole(await get(), first)
  expect(server.requests[0]?.["if-range"]).toBe("Mon, 01 Jan 2024 00:00:00 GMT")
})

test("without ETag and date a download begins anew", async () => {
  Object.assign(server.file, { etag: null, lastModified: null })
  await leaveHalf()
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(0)
  expect(server.requests.map(({ range }) => range)).toEqual([undefined])
})

test("a server that ignores ranges sends all of it again", async () => {
  await leaveHalf()
  server.answers.push({ ignoresRange: true })
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(0)
  expect(server.requests).toHaveLength(1)
})

test("a file that changed between two runs begins anew", async () => {
  await leaveHalf()
  Object.assign(server.file, { bytes: second, etag: '"second"' })
  const done = await get()
  expectWhole(done, second)
  expect(done.resumedFrom).toBe(0)
})

test("a file that changed between two attempts begins anew, even where If-Range is ignored", async () => {
  server.answers.push({ dropAfter: HALF }, () => {
    Object.assign(server.file, { bytes: second, etag: '"second"' })
    return { ignoresIfRange: true }
  })
  expectWhole(await get(), second)
  expect(server.requests).toHaveLength(3)
  expect(server.requests[2]?.range).toBeUndefined()
})

test("a file whose date or length alone changed begins anew", async () => {
  for (const change of [
    { lastModified: "Tue, 02 Jan 2024 00:00:00 GMT" },
    { bytes: second.subarray(0, LENGTH - 1) },
  ]) {
    Object.assign(server.file, { bytes: first, lastModified: "Mon, 01 Jan 2024 00:00:00 GMT" })
    await leaveHalf()
    Object.assign(server.file, { bytes: second }, change)
    expectWhole(await get(), server.file.bytes)
    await rm(file)
  }
})

test("a file that changes all the time is given up", async () => {
  let version = 0
  for (let k = 0; k < 50; k++) {
    server.answers.push(() => {
      server.file.etag = `"${version++}"`
      return { dropAfter: HALF }
    })
  }
  expect(await failure(get({ delays: { attempts: 4 } }))).toBeInstanceOf(NotFoundError)
  expect(server.requests.length).toBeLessThanOrEqual(9)
})

test("ranges that are lies begin anew", async () => {
  const lies: Record<string, string | null>[] = [
    { "content-range": `bytes 0-${LENGTH - 1}/${LENGTH}` },
    { "content-range": `bytes 100-${LENGTH - 1}/${LENGTH}` },
    { "content-range": "nonsense" },
    { "content-range": null },
    { etag: '"other"' },
  ]
  for (const headers of lies) {
    await leaveHalf()
    server.answers.push({ headers })
    const done = await get()
    expectWhole(done, first)
    expect(done.resumedFrom).toBe(0)
    expect(server.requests).toHaveLength(2)
    expect(server.requests[1]?.range).toBeUndefined()
    await rm(file)
  }
})

test("a range of another total than before begins anew", async () => {
  await leaveHalf()
  server.answers.push(() => {
    const from = Number(server.requests.at(-1)?.range?.slice(6, -1))
    return { headers: { "content-range": `bytes ${from}-${LENGTH - 1}/${LENGTH + 1}` } }
  })
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(0)
})

test("a server that sends less than it says, every time, is given up", async () => {
  for (let k = 0; k < 3; k++)
    server.answers.push({ dropAfter: 0, headers: { "content-length": `${LENGTH + 9}` } })
  const error = await failure(get({ delays: { attempts: 3 } }))
  expect(error).toBeInstanceOf(NotFoundError)
  expect(error.message).toContain("could not be downloaded in 3 attempts")
  expect(error.source).toBe(server.url)
  expect(server.requests).toHaveLength(3)
})

test("a body longer than was said is not taken", async () => {
  const long: typeof fetch = async () =>
    new Response(first as BodyInit, { headers: { "content-length": "1000" } })
  const error = await failure(get({ fetch: long, delays: { attempts: 2 } }))
  expect(error.actual).toBe("more than the 1000 bytes that were announced")
  expect(existsSync(file)).toBe(false)
})

test("a length that is not said is whatever comes", async () => {
  server.answers.push({ chunked: true })
  expectWhole(await get(), first)
})

test("a body without a length that is cut off goes on", async () => {
  server.answers.push({ chunked: true, dropAfter: HALF })
  expectWhole(await get(), first)
  expect(server.requests).toHaveLength(2)
})

test("a server that stalls is left", async () => {
  server.answers.push({ stallAfter: HALF }, { silent: true })
  expectWhole(await get({ delays: { stallMs: 80 } }), first)
  expect(server.requests).toHaveLength(3)
})

test("503 is asked again, no sooner than the server says and no later than is bearable", async () => {
  server.answers.push({ status: 503, headers: { "retry-after": "3600" } })
  const start = performance.now()
  expectWhole(await get(), first)
  const waited = performance.now() - start
  expect(waited).toBeGreaterThanOrEqual(55)
  expect(waited).toBeLessThan(2000)
  expect(server.requests).toHaveLength(2)
})

test("a server that stays broken is named with its status", async () => {
  for (let k = 0; k < 9; k++) server.answers.push({ status: 503 })
  const error = await failure(get({ delays: { attempts: 3 } }))
  expect(error).toBeInstanceOf(NotFoundError)
  expect(error.actual).toBe("status 503 Service Unavailable")
  expect(server.requests).toHaveLength(3)
})

test.each([404, 403, 410])("status %i is final", async status => {
  server.answers.push({ status })
  const error = await failure(get())
  expect(error).toBeInstanceOf(NotFoundError)
  expect(error.actual).toContain(`status ${status}`)
  expect(error.remedy).toContain("import it from the disk")
  expect(server.requests).toHaveLength(1)
})

test("a server that is not there is named with the reason", async () => {
  await server.close()
  const error = await failure(get({ delays: { attempts: 2 } }))
  expect(error.actual).toBe("ECONNREFUSED")
  expect(error.remedy).toContain("check the connection")
  server = await flakyServer(first)
})

test("a stopped download leaves its part, and the next goes on", async () => {
  server.answers.push({ stallAfter: HALF })
  const controller = new AbortController()
  const stopped = get({
    signal: controller.signal,
    onProgress: ({ received }) => received > 0 && setTimeout(() => controller.abort(), 20),
  })
  await expect(stopped).rejects.toMatchObject({ name: "AbortError" })
  expect(readdirSync(folder).sort()).toEqual(["surrogates.tar.part", "surrogates.tar.part.json"])
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBeGreaterThan(0)
})

test("a signal that is aborted already, or aborts a wait", async () => {
  await expect(get({ signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" })
  expect(server.requests).toHaveLength(0)
  server.answers.push({ status: 503 })
  const waiting = get({ signal: AbortSignal.timeout(60), delays: { firstMs: 60_000, longestMs: 60_000 } })
  await expect(waiting).rejects.toMatchObject({ name: "TimeoutError" })
})

test("a part from elsewhere, or with a note that is none, is not taken over", async () => {
  for (const note of [
    "{",
    "null",
    "[]",
    '{"url":1}',
    JSON.stringify({ url: "http://x/", etag: '"first"' }),
  ]) {
    await leaveHalf()
    writeFileSync(`${file}.part.json`, note)
    const done = await get()
    expectWhole(done, first)
    expect(done.resumedFrom).toBe(0)
    await rm(file)
  }
})

test("a part longer than the file begins anew", async () => {
  await leaveHalf()
  writeFileSync(`${file}.part`, new Uint8Array(LENGTH + 1))
  const done = await get()
  expectWhole(done, first)
  expect(done.resumedFrom).toBe(0)
})

test("progress: some ten times a second, the whole of it last", async () => {
  const seen: (DownloadProgress & { at: number })[] = []
  server.answers.push({ dropAfter: 100_000 }, { dropAfter: 100_000 })
  await get({
    delays: { firstMs: 120, longestMs: 120 },
    onProgress: progress => seen.push({ ...progress, at: performance.now() }),
  })
  const last = seen.at(-1)
  expect(last).toMatchObject({ received: LENGTH, total: LENGTH, secondsLeft: 0 })
  expect(seen.length).toBeGreaterThanOrEqual(2)
  for (const [k, { at, bytesPerSecond, received }] of seen.slice(0, -1).entries()) {
    expect(received).toBeLessThanOrEqual(LENGTH)
    expect(Number.isFinite(bytesPerSecond)).toBe(true)
    if (k > 0) expect(at - (seen[k - 1]?.at ?? 0)).toBeGreaterThanOrEqual(99)
  }
})

test("addresses that are none, or say a user's name", async () => {
  for (const url of ["surrogates.tar", "ftp://example.org/x", "file:///etc/hosts"]) {
    expect(await failure(download(url, file))).toBeInstanceOf(NotFoundError)
  }
  const error = await failure(download("http://ada:secret@example.org/x", file))
  expect(error.message).not.toContain("secret")
})

test("a place that cannot be written to is named", async () => {
  writeFileSync(join(folder, "plain"), "")
  file = join(folder, "plain", "surrogates.tar")
  const error = await failure(get())
  expect(error).toBeInstanceOf(StorageError)
  expect(error.source).toBe(`${file}.part`)
  expect(server.requests).toHaveLength(0)
})

test("a corrupt archive comes as it is, and is refused when it is read", async () => {
  server.answers.push({ dropAfter: HALF })
  await get()
  const stream = Readable.toWeb(Readable.from([readFileSync(file)])) as ReadableStream<Uint8Array>
  const entries = tarEntries(stream, file)
  expect(await failure(entries.next())).toBeInstanceOf(ModelFormatError)
})
