import { readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { documents, root, run } from "./run-cli.ts"

describe.each(["cifar10", "fashion_mnist"])("card of %s", task => {
  const stored = JSON.parse(readFileSync(join(root, "models", `${task}.card.json`), "utf8"))

  it("is the stored card with --json", () => {
    const { code, stdout, stderr } = run(["card", "--task", task, "--json"])
    expect([code, stderr]).toEqual([0, ""])
    expect(documents(stdout)).toEqual([stored])
  })

  it("shows people provenance, licence, scores and checksum within 80 columns", () => {
    const { code, stdout } = run(["card", "--task", task])
    expect(code).toBe(0)
    expect(stdout).toContain("not the official surrogates")
    expect(stdout).toContain(stored.licence)
    expect(stdout).toContain(stored.sha256)
    expect(stdout).toContain("WeightDecay")
    for (const scores of [stored.scores.holdout, stored.scores.untouchedRun]) {
      const { R2, kendallTau, rows } = scores["valid-acc"]
      const line = new RegExp(`^valid-acc +${R2.toFixed(3)} +${kendallTau.toFixed(3)} .* ${rows}$`, "m")
      expect(stdout).toMatch(line)
    }
    expect(stdout.split("\n").filter(line => line.length > 80)).toEqual([])
  })
})
