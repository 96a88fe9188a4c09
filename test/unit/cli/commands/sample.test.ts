import { pathToFileURL } from "node:url"
import { describe, expect, it } from "vitest"
import { openBenchmark } from "../../../../src/node/open-benchmark.ts"
import { createRandom } from "../../../../src/random/generator.ts"
import { documents, run, writeSmallPack } from "../run-cli.ts"

const pack = await writeSmallPack()
const TASK = ["sample", "--task", "cifar10", "--source", pack]

describe("sample", () => {
  it("draws what the library draws", async () => {
    const source = pathToFileURL(pack)
    const { space } = await openBenchmark({ task: "cifar10", source })
    const random = createRandom(7)
    const expected = Array.from({ length: 5 }, () => space.sample(random))
    const { code, stdout, stderr } = run([...TASK, "--n", "5", "--seed", "7", "--json"])
    expect([code, stderr]).toEqual([0, ""])
    expect(documents(stdout)).toEqual(expected)
  })

  it("takes seeds beyond 2^53 exactly", () => {
    const [a, b] = ["9007199254740992", "9007199254740993"].map(seed =>
      run([...TASK, "--seed", seed, "--json"]),
    )
    expect([a.code, b.code]).toEqual([0, 0])
    expect(a.stdout).not.toBe(b.stdout)
  })

  it("shows people a table within 80 columns", () => {
    const { code, stdout } = run([...TASK, "--n", "12"])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^cifar10, release small-1 \(not the official surrogates\), seed 0$/m)
    expect(stdout.match(/^ *\d+ {2}[0-4]( [0-4]){5} /gm)).toHaveLength(12)
    expect(stdout).toContain("Constant: Optimizer SGD, N 5, W 16, Resolution 1.")
    expect(stdout.split("\n").filter(line => line.length > 80)).toEqual([])
  })
})
