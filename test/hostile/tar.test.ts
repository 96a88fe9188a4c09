import { createHash } from "node:crypto"
import { gzipSync } from "node:zlib"
import { packTar } from "modern-tar"
import { expect, test } from "vitest"
import { tarEntries } from "../../src/bytes/tar.ts"
import { ModelFormatError } from "../../src/errors.ts"
import { Random } from "../support/random.ts"
import { type Changed, mutateBytes, unlike } from "./mutate-bytes.ts"
import { TIMEOUT_MS } from "./run.ts"

const MUTANTS = process.env["DEEP"] ? 100_000 : 1500
/** No single archive may take longer; a run's slowest is some ten milliseconds. */
const SLOWEST_MS = 1000
const BLOCK = 512

const text = (content: string): Uint8Array => new TextEncoder().encode(content)

/** Fields of a header: offset and length (POSIX ustar). */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  size: [124, 12],
  time: [136, 12],
  type: [156, 1],
  link: [157, 100],
  magic: [257, 8],
  prefix: [345, 155],
} as const

const TELLING: Readonly<Record<keyof typeof FIELDS, readonly string[]>> = {
  name: ["/etc/passwd", "../x", "a\\b", "C:x", "", "/", ".", "a/", "\u00ff", "././@LongLink"],
  mode: ["-000001", "8888888", "\u0001"],
  size: ["77777777777", "00000000001", "00000001000", "-0000000001", "\u0000", "9", "            "],
  time: ["77777777777", "x"],
  type: ["0", "1", "2", "3", "4", "5", "6", "7", "L", "K", "x", "g", "S", "V", "\u0000", "\u0001"],
  link: ["/etc/passwd", "../x"],
  magic: ["ustar\u000000", "ustar  \u0000", "xxxxx"],
  prefix: ["/", "..", "a/b", "\\"],
}

/** Makes the checksum of a header fit. */
function sum(header: Uint8Array): void {
  header.fill(0x20, 148, 156)
  const total = header.reduce((before, byte) => before + byte, 0)
  header.set(text(`${total.toString(8).padStart(6, "0")}\0 `), 148)
}

/** Where headers are in an archive that is whole: blocks with the mark of ustar. */
function headersOf(bytes: Uint8Array): number[] {
  const starts = Array.from({ length: Math.floor(bytes.length / BLOCK) }, (_, k) => k * BLOCK)
  return starts.filter(at => new TextDecoder().decode(bytes.subarray(at + 257, at + 262)) === "ustar")
}

/** A field of one header, with a checksum that fits: what damage by chance would never be. */
function mutateHeader(bytes: Uint8Array, random: Random): Changed {
  const copy = bytes.slice()
  const at = random.pick(headersOf(bytes))
  const header = copy.subarray(at, at + BLOCK)
  const field = random.pick(Object.keys(FIELDS) as (keyof typeof FIELDS)[])
  const [offset, length] = FIELDS[field]
  if (random.chance(0.7)) {
    header.fill(0, offset, offset + length)
    header.set(text(random.pick(TELLING[field])).subarray(0, length), offset)
  } else header[offset + random.below(length)] = random.pick([0, 0x80, 0xff, random.below(256)])
  sum(header)
  return { bytes: copy, what: `${field} of the header at ${at}` }
}

/** Whole blocks taken out, doubled or put elsewhere. */
function mutateBlocks(bytes: Uint8Array, random: Random): Changed {
  const blocks = Array.from({ length: bytes.length / BLOCK }, (_, k) =>
    bytes.subarray(k * BLOCK, (k + 1) * BLOCK),
  )
  const [at, to] = [random.below(blocks.length), random.below(blocks.length)]
  const block = blocks[at]
  const kind = random.pick(["removed", "doubled", "moved"])
  if (kind !== "doubled") blocks.splice(at, 1)
  if (kind !== "removed") blocks.splice(to, 0, block)
  return { bytes: Uint8Array.from(blocks.flatMap(part => [...part])), what: `block ${at} ${kind}, ${to}` }
}

async function bases(): Promise<Uint8Array[]> {
  const body = (name: string, length: number) => ({
    header: { name, size: length },
    body: "pickle".repeat(200).slice(0, length),
  })
  const long = `${"assembled_surrogates/".repeat(14)}model.pkl.gz`
  const plain = await packTar([
    { header: { name: "cifar10/", size: 0, type: "directory" } },
    body("cifar10/latency/params.pkl.gz", 700),
    body("cifar10/latency/model.pkl.gz", 1024),
    body("cifar10/latency/empty", 0),
  ])
  const pax = await packTar([
    body(long, 300),
    { ...body("x", 20), header: { name: "x", size: 20, pax: { size: "20", comment: "y" } } },
  ])
  const gnu = await packTar([
    { header: { name: "././@LongLink", size: long.length }, body: long },
    body("cut", 600),
  ])
  gnu[156] = "L".charCodeAt(0)
  sum(gnu.subarray(0, BLOCK))
  return [plain, pax, gnu]
}

const isSafe = (path: string): boolean =>
  path !== "" &&
  !/[\\\0]|^[A-Za-z]:/.test(path) &&
  path.split("/").every(name => name !== "" && name !== ".." && name !== ".")

interface Read {
  /** Paths and contents, or the error. */
  readonly files: string | null
  readonly numEntries: number
  readonly numBytes: number
}

/** Reads an archive to its end, in pieces of a length of their own, and says what is wrong with the way it went. */
async function read(bytes: Uint8Array, pieceLength: number): Promise<Read> {
  const pieces: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += pieceLength) pieces.push(bytes.subarray(at, at + pieceLength))
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
  const hash = createHash("sha256")
  let [numEntries, numBytes] = [0, 0]
  try {
    for await (const entry of tarEntries(stream, "a.tar")) {
      numEntries++
      if (!isSafe(entry.path)) throw new Error(`unsafe path ${JSON.stringify(entry.path)}`)
      const content = await entry.bytes()
      if (content.length !== entry.size) throw new Error(`${content.length} bytes of ${entry.size}`)
      numBytes += content.length
      hash.update(`${entry.path}\0${entry.size}\0`).update(content)
    }
  } catch (error) {
    if (!(error instanceof ModelFormatError)) throw error
    return { files: null, numEntries, numBytes }
  }
  return { files: hash.digest("hex"), numEntries, numBytes }
}

/** An answer or an error within the time: nothing may wait for ever. */
async function timed(bytes: Uint8Array, pieceLength: number): Promise<Read & { milliseconds: number }> {
  const start = performance.now()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("never ends")), SLOWEST_MS)
  })
  try {
    return {
      ...(await Promise.race([read(bytes, pieceLength), late])),
      milliseconds: performance.now() - start,
    }
  } finally {
    clearTimeout(timer)
  }
}

/** Judges mutants; `expected` is what an accepted one has to hold, where that is known. */
async function run(
  format: string,
  seed: number,
  make: (random: Random) => Changed & { readonly expected?: string | null; readonly longest: number },
): Promise<{ accepted: number; past: number }> {
  const broken: string[] = []
  let [accepted, past, slowest] = [0, 0, 0]
  for (let k = 0; k < MUTANTS && broken.length < 10; k++) {
    const random = new Random(seed + k)
    const { bytes, what, expected, longest } = make(random)
    try {
      const result = await timed(bytes, random.pick([100, 512, 4096, 65_536]))
      if (result.files !== null) accepted++
      if (result.numEntries > 0) past++
      slowest = Math.max(slowest, result.milliseconds)
      if (result.numBytes > longest) throw new Error(`${result.numBytes} bytes out of ${longest}`)
      if (expected && result.files !== null && result.files !== expected)
        throw new Error("other contents accepted")
    } catch (error) {
      broken.push(`mutant ${seed + k} (${what}): ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  console.log(
    `${format}: ${MUTANTS.toLocaleString("en")} mutants, ${((100 * past) / MUTANTS).toFixed(1)} % past the first ` +
      `header, ${((100 * accepted) / MUTANTS).toFixed(1)} % accepted, slowest ${slowest.toFixed(1)} ms`,
  )
  expect(broken).toEqual([])
  return { accepted, past }
}

test("the unchanged archives are read", async () => {
  for (const base of await bases()) {
    const plain = await timed(base, 512)
    expect(plain.files).not.toBeNull()
    expect((await timed(gzipSync(base), 100)).files).toBe(plain.files)
  }
})

test(
  "mutated archives: typed errors, or safe paths and whole files",
  async () => {
    const all = await bases()
    const { past } = await run("tar", 4000, random => {
      const base = random.pick(all)
      const mutate = random.pick([mutateHeader, mutateHeader, mutateBlocks, mutateBytes])
      const changed = unlike(base, () => mutate(base, random))
      return { ...changed, longest: changed.bytes.length }
    })
    expect(past / MUTANTS).toBeGreaterThan(0.3)
  },
  TIMEOUT_MS,
)

test(
  "mutated gzip data: a typed error, or what was compressed",
  async () => {
    const all = await bases()
    const packed = await Promise.all(
      all.map(async base => ({
        base,
        gz: new Uint8Array(gzipSync(base)),
        files: (await read(base, 512)).files,
      })),
    )
    const { accepted } = await run("tar.gz", 9_000_000, random => {
      const { gz, base, files } = random.pick(packed)
      return { ...unlike(gz, () => mutateBytes(gz, random)), expected: files, longest: base.length }
    })
    // Only the header of gzip has bytes that mean nothing.
    expect(accepted / MUTANTS).toBeLessThan(0.2)
  },
  TIMEOUT_MS,
)

test(
  "mutated archives in sound gzip data",
  async () => {
    const all = await bases()
    await run("tar in tar.gz", 20_000_000, random => {
      const base = random.pick(all)
      const changed = unlike(base, () => mutateHeader(base, random))
      return {
        bytes: new Uint8Array(gzipSync(changed.bytes)),
        what: changed.what,
        longest: changed.bytes.length,
      }
    })
  },
  TIMEOUT_MS,
)
