/** `experiment report`: from folders of results to a folder with a page, Markdown and CSV. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, it } from "vitest"
import { run } from "../run-cli.ts"

let folder: string
const at = (...names: string[]): string => join(folder, ...names)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "report-"))
  const arms = "random-joint,regularised-evolution-joint"
  const words = ["leaderboard", "--arms", arms, "--tasks", "cifar10", "--seeds", "2", "--budget", "5"]
  const { code, stderr } = run(["experiment", "run", ...words, "--threads", "0", "--out", at("board")])
  expect(code, stderr).toBe(0)
})

afterAll(() => rmSync(folder, { recursive: true }))

it("writes a page, Markdown, and CSV of every table and figure", () => {
  const { code, stdout } = run([
    "experiment",
    "report",
    at("board"),
    "--out",
    at("report"),
    "--title",
    "Mine",
    "--json",
  ])
  expect(code).toBe(0)
  const { files, cpuSeconds } = JSON.parse(stdout)
  expect(cpuSeconds).toBeGreaterThan(0)
  const html = readFileSync(at("report", "report.html"), "utf8")
  expect(html).toContain("<h1>Mine</h1>")
  expect(html).toMatch(/for the runs and [\d.]+ for this report/)
  expect(html).toContain("Simple regret at the end")
  expect(readFileSync(at("report", "report.md"), "utf8")).toMatch(/^# Mine\n/)
  const csv = readdirSync(at("report", "csv"))
  expect(csv).toContain("leaderboard-trajectories.csv")
  expect(files).toHaveLength(2 + csv.length)
})

it("replaces a report only when it is told to", () => {
  const words = ["experiment", "report", at("board"), "--no-optimum", "--out", at("report")]
  const refused = run(words)
  expect(refused.code).not.toBe(0)
  expect(refused.stderr).toContain("there is such a file already")
  const { code, stdout } = run([...words, "--force"])
  expect(code).toBe(0)
  expect(stdout).toContain(`written: ${at("report", "report.html")}`)
  expect(readFileSync(at("report", "report.html"), "utf8")).not.toContain("Simple regret at the end")
})

it("says what is missing", () => {
  const missing = run(["experiment", "report", at("nowhere"), "--out", at("other")])
  expect(missing.stderr).toContain(
    "results.json: no such file; expected a folder that `experiment run` has written",
  )
  const nowhere = run(["experiment", "report", at("board")])
  expect(nowhere.stderr).toContain("--out: missing; expected a folder for the report")
})
