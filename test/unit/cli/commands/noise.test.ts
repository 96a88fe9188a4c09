/** `noise`: the table, the document, the page, and what is refused. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, expect, it } from "vitest"
import type { NoiseAnalysis } from "../../../../src/experiments/noise/noise-analysis.ts"
import { documents, root, run } from "../run-cli.ts"

const folder = mkdtempSync(join(tmpdir(), "noise-"))
afterAll(() => rmSync(folder, { recursive: true }))

const table = join(root, "models/measured-1/fashion_mnist.parquet")

it("shows re-runs beside the paper's, and what moved", () => {
  const { code, stdout, stderr } = run(["noise", "--splits", "0", "--resamples", "100"])
  expect([code, stderr]).toEqual([0, ""])
  expect(stdout).toMatch(
    /^fashion_mnist, release measured-1, epoch 10: \d+ runs\n\nN=1 W=4 Resolution=0\.25: /,
  )
  expect(stdout).toMatch(/^FLOPS +1\.000 \(1\.000 to 1\.000\) +1\.000 +1\.000 +–$/m)
  expect(stdout).toMatch(/^latency +0\.\d{3} \(.*\) +0\.\d{3} +0\.523 +–$/m)
  expect(stdout).toMatch(/^from \d+ runs of the first collection to \d+ of later ones$/m)
  expect(stdout).toMatch(/^size_MB +no +0\.00 \(0\.00 to 0\.00\) +%$/m)
})

it("is one document with --json, and a page with --out, which is not replaced unasked", {
  timeout: 120_000,
}, () => {
  const page = join(folder, "noise.html")
  const words = ["noise", "--splits", "2", "--sizes", "20", "--resamples", "50", "--seed", "3", "--out", page]
  const { code, stdout, stderr } = run([...words, "--json"])
  expect([code, stderr]).toEqual([0, ""])
  const [analysis] = documents(stdout) as [NoiseAnalysis]
  const { numRows } = JSON.parse(readFileSync(table.replace(".parquet", ".card.json"), "utf8"))
  expect(analysis).toMatchObject({ release: "measured-1", epoch: 10, seed: 3, numRuns: numRows / 10 })
  expect(analysis.reruns.map(({ metric }) => metric)).toHaveLength(7)
  expect(analysis.learning!.points).toHaveLength(14)
  expect(analysis.surrogates.map(({ task }) => task)).toEqual(["cifar10", "fashion_mnist"])
  const html = readFileSync(page, "utf8")
  expect(html.match(/<svg [^v]*viewBox="0 0 \d/g)!.length).toBeGreaterThanOrEqual(10)
  for (const id of ["reruns", "shift", "ceiling"]) expect(html).toContain(`<h2 id="${id}">`)
  expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/)
  const again = run(words)
  expect(again.code).toBe(2)
  expect(again.stderr).toMatch(/there is such a file already; .*--force replaces it/)
})

it("takes a second table as a later collection, and finds nothing where it is the same", () => {
  const { code, stdout } = run([
    ...["noise", "--splits", "0", "--resamples", "20", "--source", table, "--against", table, "--json"],
  ])
  expect(code).toBe(0)
  const [{ shift, numRuns }] = documents(stdout) as [NoiseAnalysis]
  expect(shift!.numRuns).toEqual([numRuns / 2, numRuns / 2])
  for (const { hasMoved, paired, unpaired } of shift!.metrics) {
    expect([hasMoved, paired!.difference.value, paired!.pValue, unpaired]).toEqual([false, 0, 1, null])
  }
})

it("refuses epochs and tasks that were not recorded", () => {
  expect(run(["noise", "--epoch", "50"])).toMatchObject({ code: 2, stderr: expect.stringContaining("epoch") })
  expect(run(["noise", "--task", "cifar10"])).toMatchObject({
    code: 3,
    stderr: expect.stringContaining("not bundled"),
  })
})
