/** `audit`: the table, the document and the page. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { documents, run } from "../run-cli.ts"

const laws = "valid-acc-near-test-acc,flops-ignores-activation,size-never-falls-in-n"
const words = ["audit", "--task", "cifar10", "--laws", laws, "--samples", "40", "--no-sweep"]
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "audit-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it("shows laws with intervals, and what cannot be tested", () => {
  const { code, stdout, stderr } = run(words)
  expect([code, stderr]).toEqual([0, ""])
  expect(stdout).toMatch(/^cifar10, release distilled-2 \(not the official surrogates\)\nlaw +how sure/)
  expect(stdout).toMatch(/^flops-ignores-activation +certain +- +82\.50 +68\.05 to 91\.25 +\S+ +%$/m)
  expect(stdout).toMatch(/Not testable here:\n {2}size-never-falls-in-n: there is one N only: 5\n$/)
})

it("is one document with --json, and a page with --html, which is not replaced unasked", () => {
  const page = join(folder, "audit.html")
  const { code, stdout } = run([...words, "--json", "--html", page])
  expect(code).toBe(0)
  const [found] = documents(stdout) as [{ entries: { name: string; sample: { cases: number } | null }[] }]
  expect(found.entries.map(({ name }) => name)).toEqual(laws.split(","))
  expect(found.entries[0]!.sample!.cases).toBe(40)
  expect(found.entries[2]!.sample).toBe(null)
  const first = readFileSync(page, "utf8")
  expect(first).toContain("<svg ")
  const again = run([...words, "--html", page])
  expect(again.code).toBe(2)
  expect(again.stderr).toMatch(/there is such a file already; .*--force replaces it/)
  expect(run([...words, "--seed", "1", "--html", page, "--force"]).code).toBe(0)
  expect(readFileSync(page, "utf8")).not.toBe(first)
})

it("refuses laws that there are not", () => {
  const { code, stderr } = run(["audit", "--task", "cifar10", "--laws", "runtime-falls"])
  expect(code).not.toBe(0)
  expect(stderr).toMatch(/no such invariant; expected one of deterministic, /)
})
