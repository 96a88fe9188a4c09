/** The next version, as `npm run version` makes it, is the same wherever it stands. */
import { execFileSync } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "vitest"
import { VERSION } from "../../src/version.ts"
import { root } from "../support/packed.ts"

it("is the package's now", () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  expect(VERSION).toBe(version)
})

it("is told to every file by changesets", () => {
  const folder = mkdtempSync(join(tmpdir(), "jahs-version-"))
  const files = ["package.json", "jsr.json", "CITATION.cff", "CHANGELOG.md", "src/version.ts", ".changeset"]
  mkdirSync(join(folder, "src"))
  for (const file of [...files, "scripts"]) cpSync(join(root, file), join(folder, file), { recursive: true })
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  const run = (command: string, ...words: string[]): void => {
    execFileSync(command, words, { cwd: folder, stdio: "pipe" })
  }
  run("git", "init", "-q", "-b", "main")
  run("npx", "changeset", "version")
  run("npx", "tsx", "scripts/set-version.ts")
  const read = (file: string): string => readFileSync(join(folder, file), "utf8")
  const { version } = JSON.parse(read("package.json"))
  expect(version).toMatch(/^0\.\d+\.\d+$/)
  expect(version).not.toBe(VERSION)
  expect(JSON.parse(read("jsr.json")).version).toBe(version)
  expect(read("src/version.ts")).toContain(`VERSION = "${version}"`)
  expect(read("CITATION.cff")).toMatch(new RegExp(`^version: ${version.replaceAll(".", "\\.")}$`, "m"))
  expect(read("CHANGELOG.md")).toContain(`## ${version}`)
})
