/** Damaged and malicious archives, plain and in gzip: a typed error or honest files, soon, in little memory. */
import { gzipSync } from "node:zlib"
import { packTar } from "modern-tar"
import { beforeAll, expect, it, vi } from "vitest"
import { tarEntries } from "../../src/bytes/tar.ts"
import { ModelFormatError } from "../../src/errors.ts"
import { Random } from "../support/random.ts"
import { type Changed, mutateBytes, unlike } from "./mutate-bytes.ts"
import { TIMEOUT_MS } from "./run.ts"

const MUTANTS = process.env["DEEP"] ? 100_000 : 3000
/** No single archive may take longer; the slowest of a run takes some tens of milliseconds. */
const SLOWEST_MS = 1000
const BLOCK = 512

const LONG = `${"folder/".repeat(45)}model.pkl.gz`

let base: Uint8Array
/** Offsets of its headers. */
let headers: number[]

/** Makes the checksum of a header that of its bytes. */
function sealed(bytes: Uint8Array, at: number): Uint8Array {
  bytes.fill(0x20, at + 148, at + 156)
  const sum = bytes.subarray(at, at + BLOCK).reduce((total, byte) => total + byte, 0)
  bytes.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), at + 148)
  return bytes
}

beforeAll(async () => {
  const file = (name: string, body: string) => ({ header: { name, size: body.length }, body })
  base = await packTar([
    { header: { name: "a/", size: 0, type: "directory" } },
    file("a/model.pkl.gz", "x".repeat(700)),
    // Too long for its header: a pax header of two blocks goes before it.
    file(LONG, "y".repeat(20)),
    file("a/empty", ""),
    // Becomes a long name of GNU's for the file after it.
    file("././@LongLink", `${LONG}2\0`),
    file("a/whole-blocks", "z".repeat(2 * BLOCK)),
  ])
  headers = []
  for (let at = 0; at < base.length; at += BLOCK) {
    if (base[at + 257] === 0x75 && base[at + 258] === 0x73) headers.push(at)
  }
  const longLink = headers.at(-2)!
  base[longLink + 156] = 0x4c
  sealed(base, longLink)
})

/** The bytes in pieces of a length. */
function stream(bytes: Uint8Array, length: number): ReadableStream<Uint8Array> {
  let at = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + length))
      at += length
    },
  })
}

/** Every file in one text, or the error. */
async function readAll(bytes: Uint8Array, length: number): Promise<string | Error> {
  const files: string[] = []
  try {
    for await (const entry of tarEntries(stream(bytes, length), "mutant.tar")) {
      const content = await entry.bytes()
      expect(content.length).toBe(entry.size)
      expect(entry.path).not.toMatch(/^\/|\\|\0|^[A-Za-z]:|(^|\/)(\.\.?)?(\/|$)/)
      files.push(`${entry.path} ${Buffer.from(content).toString("latin1")}`)
    }
    return files.join("\n")
  } catch (error) {
    return error as Error
  }
}

/** Reads, but not for ever. */
async function readSoon(bytes: Uint8Array, length: number): Promise<string | Error> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<Error>(resolve => {
    timer = setTimeout(() => resolve(new Error(`still reading after ${SLOWEST_MS} ms`)), SLOWEST_MS)
  })
  const result = await Promise.race([readAll(bytes, length), late])
  clearTimeout(timer)
  return result
}

/** What is wrong with how a mutant was read, or null. */
function complaint(whole: string | Error, pieces: string | Error, mutant: Uint8Array): string | null {
  for (const result of [whole, pieces]) {
    if (typeof result === "string") {
      if (mutant[0] !== 0x1f && result.length > mutant.length + 10_000) return "more content than bytes"
    } else if (!(result instanceof ModelFormatError)) return `${result.name}: ${result.message}`
    else if (result.message.length > 1000 || /[\0\n]/.test(result.message)) return "a message out of bounds"
  }
  if (typeof whole === "string" || typeof pieces === "string") {
    return whole === pieces ? null : "whole and in pieces it reads as two things"
  }
  return null
}

async function run(format: string, seed: number, make: (random: Random) => Changed): Promise<void> {
  const broken: string[] = []
  let [accepted, first, slowest] = [0, 0, 0]
  for (let k = 0; k < MUTANTS && broken.length < 10; k++) {
    const random = new Random(seed + k)
    const { bytes, what } = make(random)
    const start = performance.now()
    const whole = await readSoon(bytes, bytes.length + 1)
    slowest = Math.max(slowest, performance.now() - start)
    const pieces = await readSoon(bytes, 1 + random.below(2 * BLOCK))
    const problem = complaint(whole, pieces, bytes)
    if (problem !== null) broken.push(`mutant ${seed + k}, ${what}: ${problem}`)
    if (typeof whole === "string") accepted++
    else if (/at its start|gzip data/.test(whole.message)) first++
  }
  const percent = (part: number): string => `${((100 * part) / MUTANTS).toFixed(1)} %`
  console.log(
    `${format}: ${MUTANTS.toLocaleString("en")} mutants, ${percent(accepted)} accepted, ` +
      `${percent(first)} refused before their first entry, slowest ${slowest.toFixed(1)} ms`,
  )
  expect(broken).toEqual([])
  expect(first / MUTANTS).toBeLessThan(0.6)
}

/** Names, sizes and kinds that are valid headers with lies in them. */
function mutateHeader(random: Random): Changed {
  const bytes = base.slice()
  const at = random.pick(headers)
  const [name, start, length] = random.pick([
    ["name", 0, 100],
    ["mode", 100, 8],
    ["size", 124, 12],
    ["time", 136, 12],
    ["kind", 156, 1],
    ["link", 157, 100],
    ["magic", 257, 8],
    ["prefix", 345, 155],
  ] as const)
  if (name === "size" && random.chance(0.7)) {
    const size = random.pick([0, 1, 511, 512, 513, 2 ** 20, 2 ** 31, 2 ** 33 - 1, random.below(8192)])
    bytes.set(new TextEncoder().encode(`${size.toString(8).padStart(11, "0")}\0`), at + start)
  } else {
    const field = bytes.subarray(at + start, at + start + length)
    const telling = [0, 0xff, 0x80, 0x20, 0x2e, 0x2f, 0x5c, ...new TextEncoder().encode("01234567gxLKSD")]
    for (let k = 0; k < 1 + random.below(4); k++) field[random.below(length)] = random.pick(telling)
  }
  return { bytes: sealed(bytes, at), what: `${name} of the header at ${at}` }
}

const mutateTar = (random: Random): Changed =>
  random.chance(0.5) ? mutateHeader(random) : mutateBytes(base, random)

it("the unchanged archive reads as what it is", async () => {
  const files = (await readAll(base, 100)) as string
  expect(files.split("\n").map(line => line.split(" ")[0])).toEqual([
    "a/model.pkl.gz",
    LONG,
    "a/empty",
    `${LONG}2`,
  ])
  expect(await readAll(new Uint8Array(gzipSync(base)), 10)).toBe(files)
})

it("mutated tar", () => run("tar", 500, random => unlike(base, () => mutateTar(random))), TIMEOUT_MS)

it(
  "mutated tar.gz",
  async () => {
    const inGzip = new Uint8Array(gzipSync(base))
    // Most damage to gzip is found by its checksum: half of them are damaged before they are compressed.
    await run("tar.gz", 700, random => {
      if (random.chance(0.5)) return unlike(inGzip, () => mutateBytes(inGzip, random))
      const { bytes, what } = unlike(base, () => mutateTar(random))
      return { bytes: new Uint8Array(gzipSync(bytes, { level: 1 })), what: `${what}, in gzip` }
    })
  },
  TIMEOUT_MS,
)

it("every single flipped bit of a header's first part is an error or harmless", async () => {
  for (let bit = 0; bit < 160 * 8; bit++) {
    const bytes = base.slice()
    bytes[headers[1]! + (bit >> 3)]! ^= 1 << (bit & 7)
    // The checksum counts every byte; its own padding counts for nothing.
    const result = await readSoon(bytes, bytes.length)
    if (bit >> 3 >= 148 && bit >> 3 < 156 && typeof result === "string") continue
    expect(result, `bit ${bit}`).toBeInstanceOf(ModelFormatError)
  }
})

it("a size of gigabytes asks for no such buffer", async () => {
  const bytes = base.slice()
  bytes.set(new TextEncoder().encode("17777777777\0"), headers[1]! + 124)
  sealed(bytes, headers[1]!)
  let largest = 0
  const original = Uint8Array
  vi.stubGlobal(
    "Uint8Array",
    new Proxy(original, {
      construct(target, args) {
        if (typeof args[0] === "number") largest = Math.max(largest, args[0])
        return Reflect.construct(target, args)
      },
    }),
  )
  try {
    expect(await readSoon(bytes, 1000)).toBeInstanceOf(ModelFormatError)
  } finally {
    vi.unstubAllGlobals()
  }
  expect(largest).toBeGreaterThan(0)
  expect(largest).toBeLessThanOrEqual(4 * 2 ** 20)
})

it("a gzip bomb is read without being held", async () => {
  const size = 128 * 2 ** 20
  const header = (await packTar([{ header: { name: "zeros", size: 0 } }])).slice(0, BLOCK)
  header.set(new TextEncoder().encode(`${size.toString(8).padStart(11, "0")}\0`), 124)
  const bomb = gzipSync(Buffer.concat([sealed(header, 0), new Uint8Array(size + 2 * BLOCK)]))
  expect(bomb.length).toBeLessThan(size / 500)
  const before = process.memoryUsage().arrayBuffers
  let most = 0
  let length = 0
  for await (const entry of tarEntries(stream(bomb, 16_384), "bomb.tar.gz", { maxBytes: 2 ** 20 })) {
    for await (const piece of entry.chunks()) {
      length += piece.length
      most = Math.max(most, process.memoryUsage().arrayBuffers - before)
    }
  }
  expect(length).toBe(size)
  // What has been passed on and waits for the collector counts too.
  expect(most).toBeLessThan(96 * 2 ** 20)
  const entries = tarEntries(stream(bomb, 16_384), "bomb.tar.gz", { maxBytes: 2 ** 20 })
  const { value } = await entries.next()
  await expect(value!.bytes()).rejects.toThrow("zeros: the file is too long; expected at most 1048576 bytes")
  await entries.return()
})
