import { readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { documents, root, run } from "../run-cli.ts"

const RELEASES = ["distilled-1", "distilled-2"].flatMap(release =>
  ["cifar10", "fashion_mnist"].map(task => [release, task] as const),
)

describe.each(RELEASES)("card of %s, %s", (release, task) => {
  const stored = JSON.parse(readFileSync(join(root, "models", release, `${task}.card.json`), "utf8"))
  // The one that opens without a name is asked for without one.
  const words = ["card", "--task", task, ...(release === "distilled-2" ? [] : ["--release", release])]

  it("is the stored card with --json", () => {
    const { code, stdout, stderr } = run([...words, "--json"])
    expect([code, stderr]).toEqual([0, ""])
    // Bytes and nodes are of the whole file, which the card within it cannot tell.
    const { bytes, nodes, ...card } = stored
    expect(bytes).toBe(statSync(join(root, "models", release, `${task}.bin`)).size)
    expect(nodes).toBeGreaterThan(1_000_000)
    expect(documents(stdout)).toEqual([card])
  })

  it("shows people provenance, licence, scores and checksum within 80 columns", () => {
    const { code, stdout } = run(words)
    expect(code).toBe(0)
    expect(stdout).toContain("not the official surrogates")
    expect(stdout).toContain(stored.licence)
    expect(stdout).toContain(stored.sha256)
    expect(stdout).toContain("WeightDecay")
    const others = [stored.scores.untouchedRun, stored.predecessor?.holdout].filter(Boolean)
    expect(others).toHaveLength(1)
    for (const scores of [stored.scores.holdout, ...others]) {
      const { R2, kendallTau, rows } = scores["valid-acc"]
      const line = new RegExp(`^valid-acc +${R2.toFixed(3)} +${kendallTau.toFixed(3)} .* ${rows}$`, "m")
      expect(stdout).toMatch(line)
    }
    expect(stdout.split("\n").filter(line => line.length > 80)).toEqual([])
  })
})
