import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs"
import { type FileHandle, mkdtemp, rm } from "node:fs/promises"
import { hostname, tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { StorageError } from "../../../src/node/storage-error.ts"
import { writeAtomically } from "../../../src/node/write-atomically.ts"

/** Code that the next write to a disk fails with; the disk of a test machine is not to be filled. */
const disk: { code: string | null; isOpening: boolean } = vi.hoisted(() => ({ code: null, isOpening: false }))

vi.mock("node:fs/promises", async importOriginal => {
  const fs = await importOriginal<typeof import("node:fs/promises")>()
  const failure = (): Error => Object.assign(new Error("no"), { code: disk.code })
  const open = async (...words: Parameters<typeof fs.open>): Promise<FileHandle> => {
    if (disk.code !== null && disk.isOpening) throw failure()
    const handle = await fs.open(...words)
    if (disk.code !== null) {
      const write = handle.writeFile.bind(handle)
      handle.writeFile = async bytes => {
        await write((bytes as Uint8Array).subarray(0, 2))
        throw failure()
      }
    }
    return handle
  }
  return { ...fs, open }
})

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "write-"))
})

afterEach(async () => {
  Object.assign(disk, { code: null, isOpening: false })
  await rm(folder, { recursive: true })
})

const text = (content: string): Uint8Array => new TextEncoder().encode(content)

async function failure(promise: Promise<void>): Promise<StorageError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StorageError)
  return error as StorageError
}

test("writes a file, its folder, and over a file", async () => {
  const path = join(folder, "a", "b", "cifar10.bin")
  await writeAtomically(path, text("one"))
  expect(readFileSync(path, "utf8")).toBe("one")
  await writeAtomically(path, text("two, longer"))
  await writeAtomically(path, text("3"))
  expect(readFileSync(path, "utf8")).toBe("3")
  expect(readdirSync(join(folder, "a", "b"))).toEqual(["cifar10.bin"])
})

test("many at once: one of them whole, and nothing beside it", async () => {
  const path = join(folder, "cifar10.bin")
  const contents = Array.from({ length: 8 }, (_, k) => `${k}`.repeat(50_000))
  await Promise.all(contents.map(content => writeAtomically(path, text(content))))
  expect(contents).toContain(readFileSync(path, "utf8"))
  expect(readdirSync(folder)).toEqual(["cifar10.bin"])
})

test.each(["ENOSPC", "EDQUOT", "EIO"])("%s half-way leaves the old file and nothing else", async code => {
  const path = join(folder, "cifar10.bin")
  await writeAtomically(path, text("old"))
  disk.code = code
  const error = await failure(writeAtomically(path, text("new")))
  expect(error).toMatchObject({ code: "ERR_OUTPUT", source: path, actual: code })
  expect(readFileSync(path, "utf8")).toBe("old")
  expect(readdirSync(folder)).toEqual(["cifar10.bin"])
})

test.each(["EACCES", "EROFS", "EPERM"])("%s says that another folder can be named", async code => {
  Object.assign(disk, { code, isOpening: true })
  const path = join(folder, "cifar10.bin")
  const error = await failure(writeAtomically(path, text("new")))
  expect(error.message).toBe(
    `${path}: could not be written; expected a folder that may be written to, got ${code}; ` +
      "JAHS_BENCH_HOME names another folder for releases",
  )
})

test("a folder in its place, or a file on the way to it", async () => {
  const taken = join(folder, "taken")
  mkdirSync(taken)
  writeFileSync(join(folder, "plain"), "")
  const inPlace = await failure(writeAtomically(taken, text("x")))
  expect(inPlace).toMatchObject({ source: taken, expected: "a file, or no file yet" })
  const inside = join(folder, "plain", "x")
  const onTheWay = await failure(writeAtomically(inside, text("x")))
  expect(onTheWay).toMatchObject({ source: inside, expected: "a folder on the way to it" })
  expect(readdirSync(folder).sort()).toEqual(["plain", "taken"])
})

test("what dead processes left is taken away; what others are writing is not", async () => {
  const here = hostname().replaceAll(/[^A-Za-z0-9-]/g, "-")
  const { pid: dead } = spawnSync(process.execPath, ["-e", ""])
  const live = `cifar10.bin.${here}.${process.pid}.00000000.tmp`
  const elsewhere = `cifar10.bin.not-${here}.${dead}.00000000.tmp`
  const others = [
    `fashion_mnist.bin.${here}.${dead}.00000000.tmp`,
    "cifar10.bin.tmp",
    "cifar10.bin.x.1.y.tmp",
  ]
  const old = `cifar10.bin.not-${here}.${dead}.11111111.tmp`
  const stale = `cifar10.bin.${here}.${dead}.00000000.tmp`
  for (const name of [live, elsewhere, ...others, old, stale]) writeFileSync(join(folder, name), "half")
  const twoDaysAgo = Date.now() / 1000 - 2 * 86_400
  utimesSync(join(folder, old), twoDaysAgo, twoDaysAgo)
  await writeAtomically(join(folder, "cifar10.bin"), text("whole"))
  expect(readdirSync(folder).sort()).toEqual(["cifar10.bin", live, elsewhere, ...others].sort())
})
