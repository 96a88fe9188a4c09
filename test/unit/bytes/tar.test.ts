import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import { type TarEntry as Packed, packTar } from "modern-tar"
import { expect, test } from "vitest"
import { type TarEntry, type TarOptions, tarEntries } from "../../../src/bytes/tar.ts"
import { ModelFormatError } from "../../../src/errors.ts"

const archive = new Uint8Array(
  readFileSync(
    fileURLToPath(new URL("../../fixtures/official-1.7/assembled_surrogates.tar", import.meta.url)),
  ),
)

/** A stream of pieces of one length, made as they are asked for. */
function stream(bytes: Uint8Array, pieceLength = 65_536): ReadableStream<Uint8Array> & { given: number } {
  let offset = 0
  const made = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (offset >= bytes.length) return controller.close()
        controller.enqueue(bytes.slice(offset, offset + pieceLength))
        offset += pieceLength
        Object.assign(made, { given: offset })
      },
    },
    { highWaterMark: 0 },
  )
  return Object.assign(made, { given: 0 })
}

const open = (bytes: Uint8Array, options?: TarOptions): AsyncGenerator<TarEntry> =>
  tarEntries(stream(bytes), "a.tar", options)

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex")

/** Path and SHA-256 of every file. */
async function readAll(entries: AsyncIterable<TarEntry>): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  for await (const entry of entries) {
    const bytes = await entry.bytes()
    expect(bytes.length).toBe(entry.size)
    files.set(entry.path, sha256(bytes))
  }
  return files
}

/** The same of an archive without extended names: its headers read at their offsets (POSIX ustar). */
function walked(bytes: Uint8Array): Map<string, string> {
  const text = (offset: number, length: number): string =>
    new TextDecoder().decode(bytes.subarray(offset, offset + length)).split("\0", 1)[0]
  const files = new Map<string, string>()
  for (let at = 0; bytes[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8)
    const body = bytes.subarray(at + 512, at + 512 + size)
    const type = text(at + 156, 1)
    expect(["0", "5"]).toContain(type)
    if (type === "0") files.set(text(at, 100), sha256(body))
    at += 512 + 512 * Math.ceil(size / 512)
  }
  return files
}

async function failure(promise: Promise<unknown>): Promise<ModelFormatError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ModelFormatError)
  return error as ModelFormatError
}

const file = (name: string, body = "body"): Packed => ({ header: { name, size: body.length }, body })

/** Writes octal digits into the first header, and the checksum that then fits. */
function reheaded(bytes: Uint8Array, offset: number, text: string): Uint8Array {
  const changed = bytes.slice()
  changed.set(new TextEncoder().encode(text), offset)
  changed.fill(0x20, 148, 156)
  const sum = changed.subarray(0, 512).reduce((total, byte) => total + byte, 0)
  changed.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, "0")}\0 `), 148)
  return changed
}

test("the release's files, plain and in gzip, in pieces of any length", async () => {
  const expected = walked(archive)
  expect(await readAll(open(archive))).toEqual(expected)
  expect(expected.size).toBeGreaterThan(10)
  expect([...expected.keys()].every(path => path.startsWith("assembled_surrogates/"))).toBe(true)
  expect([...expected.keys()].filter(path => path.endsWith("/model.pkl.gz")).length).toBeGreaterThan(0)
  const inGzip = new Uint8Array(gzipSync(archive, { level: 1 }))
  expect(await readAll(open(inGzip))).toEqual(expected)
  const short = await packTar([file("a", "x".repeat(1500)), file("b", "")])
  for (const bytes of [short, new Uint8Array(gzipSync(short))]) {
    for (const length of [1, 7, 511, 512, 513, 100_000]) {
      const files = await readAll(tarEntries(stream(bytes, length), "a.tar"))
      expect(files).toEqual(walked(short))
    }
  }
})

test("entries can be skipped, half read, or left", async () => {
  const packed = await packTar(["a", "b", "c", "d"].map(name => file(name, name.repeat(200_000))))
  const seen: string[] = []
  for await (const entry of open(packed)) {
    seen.push(entry.path)
    if (entry.path === "a") await entry.skip()
    if (entry.path === "b") for await (const piece of entry.chunks()) if (piece.length > 0) break
    if (entry.path === "d")
      expect(sha256(await entry.bytes())).toBe(sha256(new Uint8Array(200_000).fill(100)))
  }
  expect(seen).toEqual(["a", "b", "c", "d"])
})

test("a content is read once", async () => {
  const entries = open(await packTar([file("a"), file("b")]))
  const { value: a } = (await entries.next()) as { value: TarEntry }
  await a.bytes()
  await expect(a.bytes()).rejects.toThrow(TypeError)
  const { value: b } = (await entries.next()) as { value: TarEntry }
  await entries.next()
  await expect(b.bytes()).rejects.toThrow("b: the content of a tar entry can be read once")
})

test("nothing is read far ahead, and leaving lets go of the stream", async () => {
  const packed = await packTar(Array.from({ length: 40 }, (_, k) => file(`${k}`, "x".repeat(500_000))))
  const source = stream(packed)
  for await (const entry of tarEntries(source, "a.tar")) {
    expect(entry.path).toBe("0")
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(source.given).toBeLessThan(3_000_000)
    break
  }
  let reason: unknown = "kept"
  const left = new ReadableStream<Uint8Array>({
    start: controller => controller.enqueue(packed.slice(0, 100_000)),
    cancel: given => {
      reason = given
    },
  })
  for await (const _ of tarEntries(left, "a.tar")) break
  await new Promise(resolve => setTimeout(resolve, 5))
  expect(reason).not.toBe("kept")
})

test("long names of pax and of GNU are resolved", async () => {
  const long = `${"folder/".repeat(40)}model.pkl.gz`
  expect([...(await readAll(open(await packTar([file(long), file("ünï")])))).keys()]).toEqual([long, "ünï"])
  const gnu = await packTar([file("././@LongLink", `${long}\0`), file("cut")])
  const named = reheaded(gnu, 156, "L")
  expect([...(await readAll(open(named))).keys()]).toEqual([long])
})

test("folders are passed over, and names are made plain", async () => {
  const packed = await packTar([
    { header: { name: "./", size: 0, type: "directory" } },
    { header: { name: "a/", size: 0, type: "directory" } },
    file("./a//b/./c"),
  ])
  expect([...(await readAll(open(packed))).keys()]).toEqual(["a/b/c"])
})

test.each([
  ["/etc/passwd", "an absolute path"],
  ["a/../../b", "a path with .. in it"],
  ["..", "a path with .. in it"],
  ["a\\b", "a backslash in the path"],
  ["C:/x", "a drive letter"],
])("%s is refused", async (name, actual) => {
  const error = await failure(readAll(open(await packTar([file("first"), file(name)]))))
  expect(error).toMatchObject({ source: "a.tar", path: name, actual })
})

test("a NUL in a pax name is refused, and shown", async () => {
  const body = "17 path=a\0b/c/de\n"
  const packed = await packTar([file("PaxHeader", body), file("x")])
  const error = await failure(readAll(open(reheaded(packed, 156, "x"))))
  expect(error).toMatchObject({ path: "a\\u0000b/c/de", actual: "a NUL character in the path" })
})

test.each([
  ["link", "a hard link"],
  ["symlink", "a symbolic link"],
  ["character-device", "a character device"],
  ["block-device", "a block device"],
  ["fifo", "a named pipe"],
] as const)("a %s is refused by name", async (type, kind) => {
  const packed = await packTar([{ header: { name: "x/y", size: 0, type, linkname: "first" } }])
  const error = await failure(readAll(open(packed)))
  expect(error.path).toBe("x/y")
  expect(error.message).toBe(
    `a.tar, x/y: the archive holds what is no plain file; expected files and folders only, got ${kind}`,
  )
})

test("an archive cut short anywhere is an error", async () => {
  const packed = await packTar([file("a", "x".repeat(1000)), file("b", "y".repeat(600))])
  for (let length = 0; length < packed.length - 1; length += 97) {
    const error = await failure(readAll(open(packed.subarray(0, length))))
    expect(error.message, `${length} bytes`).toMatch(/^a\.tar.*cut short/)
  }
  const inGzip = new Uint8Array(gzipSync(packed))
  for (let length = 2; length < inGzip.length; length += 7) {
    await failure(readAll(open(inGzip.subarray(0, length))))
  }
})

test("bytes after the end are an error", async () => {
  const packed = await packTar([file("a")])
  const garbage = new TextEncoder().encode("garbage")
  await failure(readAll(open(Uint8Array.from([...packed, ...garbage]))))
  await failure(readAll(open(Uint8Array.from([...gzipSync(packed), ...garbage]))))
  await failure(readAll(open(Uint8Array.from([...gzipSync(packed), ...gzipSync(packed)]))))
})

test("sizes that are lies are an error, whatever they ask for", async () => {
  const packed = await packTar([file("a", "x".repeat(700)), file("b")])
  for (const size of ["77777777777", "00000001000", "00000000000", "00000000001", "99999999999"]) {
    await failure(readAll(open(reheaded(packed, 124, size))))
  }
})

test("a file longer than what is allowed is named", async () => {
  const packed = await packTar([file("a", "x".repeat(101))])
  expect((await readAll(open(packed, { maxBytes: 101 }))).size).toBe(1)
  const error = await failure(readAll(open(packed, { maxBytes: 100 })))
  expect(error.message).toBe("a.tar, a: the file is too long; expected at most 100 bytes, got 101")
})

test("a damaged header says what came before it", async () => {
  const packed = await packTar([file("first"), file("second")])
  packed[1024] ^= 1
  expect((await failure(readAll(open(packed)))).message).toContain("a damaged header after first")
})

test("what is no archive is an error", async () => {
  for (const bytes of [
    new Uint8Array(0),
    Uint8Array.of(31),
    Uint8Array.of(31, 139),
    new Uint8Array(600).fill(65),
  ]) {
    await failure(readAll(open(bytes)))
  }
})

test("what the stream fails with is passed on", async () => {
  const reason = new Error("the disk")
  for (const bytes of [
    archive.slice(0, 5000),
    new Uint8Array(gzipSync(archive.subarray(0, 9000))).slice(0, 900),
  ]) {
    let isGiven = false
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (isGiven) return controller.error(reason)
        isGiven = true
        controller.enqueue(bytes)
      },
    })
    await expect(readAll(tarEntries(broken, "a.tar"))).rejects.toBe(reason)
  }
})
