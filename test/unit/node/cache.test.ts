import { homedir } from "node:os"
import { resolve } from "node:path"
import { expect, test } from "vitest"
import { NotFoundError } from "../../../src/errors.ts"
import { cacheFolder, releaseFolder } from "../../../src/node/cache.ts"

const HOME = "/home/ada"

test("JAHS_BENCH_HOME comes first, and is made absolute", () => {
  const env = { JAHS_BENCH_HOME: "/data/jahs", XDG_CACHE_HOME: "/xdg" }
  expect(cacheFolder(env, "linux", HOME)).toBe("/data/jahs")
  expect(cacheFolder(env, "darwin", HOME)).toBe("/data/jahs")
  expect(cacheFolder({ JAHS_BENCH_HOME: "packs" }, "linux", HOME)).toBe(resolve("packs"))
})

test("then the XDG cache, where it is an absolute path", () => {
  expect(cacheFolder({ JAHS_BENCH_HOME: "", XDG_CACHE_HOME: "/xdg" }, "linux", HOME)).toBe(
    "/xdg/jahs-bench-201",
  )
  expect(cacheFolder({ XDG_CACHE_HOME: "relative" }, "linux", HOME)).toBe("/home/ada/.cache/jahs-bench-201")
  expect(cacheFolder({ XDG_CACHE_HOME: "" }, "linux", HOME)).toBe("/home/ada/.cache/jahs-bench-201")
})

test("then what the platform has for it", () => {
  expect(cacheFolder({}, "linux", HOME)).toBe("/home/ada/.cache/jahs-bench-201")
  expect(cacheFolder({}, "freebsd", HOME)).toBe("/home/ada/.cache/jahs-bench-201")
  expect(cacheFolder({}, "darwin", "/Users/ada")).toBe("/Users/ada/Library/Caches/jahs-bench-201")
  const local = "C:\\Users\\ada\\AppData\\Local"
  expect(cacheFolder({ LOCALAPPDATA: local }, "win32", "C:\\Users\\ada")).toBe(`${local}\\jahs-bench-201`)
  expect(cacheFolder({}, "win32", "C:\\Users\\ada")).toBe(`${local}\\jahs-bench-201`)
  expect(cacheFolder({}, "linux")).toBe(`${homedir()}/.cache/jahs-bench-201`)
})

test("a release has a folder of its own", () => {
  const env = { JAHS_BENCH_HOME: "/data/jahs" }
  expect(releaseFolder("official-1.1.0", env, "linux")).toBe("/data/jahs/releases/official-1.1.0")
  expect(releaseFolder("A", env, "linux")).toBe("/data/jahs/releases/A")
  expect(releaseFolder("x", { JAHS_BENCH_HOME: "D:\\jahs" }, "win32")).toBe("D:\\jahs\\releases\\x")
})

test.each([
  "",
  ".",
  "..",
  "../x",
  "a/b",
  "a\\b",
  "-x",
  ".x",
  "x.",
  "a b",
  "ä",
  "a\0",
  "a\n",
  "x".repeat(101),
])("%j is no name for a release", release => {
  expect(() => releaseFolder(release, {}, "linux", HOME)).toThrow(NotFoundError)
  expect(() => releaseFolder(release, {}, "linux", HOME)).toThrow("release: not a name for a release")
})
