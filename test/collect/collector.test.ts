/** The collector of measured data, run for real where Debian's PyTorch, Pillow and Fashion-MNIST are installed. */
import { execFileSync } from "node:child_process"
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, it } from "vitest"
import { measuredConfiguration } from "../../src/benchmark/measured-configuration.ts"
import { binaryExponent } from "../../src/numeric/float64-bits.ts"
import { cannotTrain, images, python } from "../support/collector.ts"

const collector = fileURLToPath(new URL("../../scripts/collect/", import.meta.url))

/** Units in the last place of float64 between two positive numbers. */
const ulpsApart = (a: number, b: number): number => Math.abs(a - b) / 2 ** (binaryExponent(b) - 52)

describe.skipIf(cannotTrain)("scripts/collect", () => {
  const folder = mkdtempSync(join(tmpdir(), "collect-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  const collect = (words: readonly string[]): string =>
    execFileSync(
      python,
      [
        join(collector, "collect.py"),
        ...["--data", images, "--out", join(folder, "out"), "--cache", join(folder, "cache")],
        ...["--epochs", "2", "--fidelity", "N=1,W=4,Resolution=0.25", ...words],
      ],
      { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] },
    )

  const rowsOf = (file: string): Record<string, string>[] => {
    const [heading = "", ...lines] = readFileSync(join(folder, "out", file), "utf8")
      .trimEnd()
      .split("\n")
    const names = heading.split(",")
    return lines.map(line => Object.fromEntries(line.split(",").map((cell, at) => [names[at], cell])))
  }

  it("augments as Pillow does, pixel for pixel", () => {
    const lines = execFileSync(python, ["check_augment.py"], { cwd: collector, encoding: "utf8" }).trimEnd()
    const differing = lines.split("\n").map(line => /pixels that differ (\d+),/.exec(line)?.[1])
    // 14 operations at 3 sizes of images.
    expect(differing).toEqual(Array(42).fill("0"))
  })

  it("draws the configurations that the package draws, and seeds of repeats", () => {
    const program =
      "import json\nfrom space import config, repeat_seed\n" +
      "ks = [*range(300), 2**31, 2**53 - 1]\n" +
      "print(json.dumps([[c.ops, c.lr, c.wd, c.activation, c.trivial_augment, c.seed, repeat_seed(k, 1), " +
      "repeat_seed(k, 2)] for k in ks for c in [config(k)]]))"
    const drawn = JSON.parse(execFileSync(python, ["-c", program], { cwd: collector, encoding: "utf8" }))
    const numbers = [...Array(300).keys(), 2 ** 31, 2 ** 53 - 1]
    expect(drawn).toHaveLength(numbers.length)
    for (const [at, k] of numbers.entries()) {
      const [operations, rate, decay, activation, augment, ...seeds] = drawn[at]
      const { configuration: ours, seed } = measuredConfiguration(k)
      const repeats = [1, 2].map(repeat => measuredConfiguration(k, { repeat }).seed)
      expect([ours.Op1, ours.Op2, ours.Op3, ours.Op4, ours.Op5, ours.Op6]).toEqual(operations)
      expect([ours.Activation, ours.TrivialAugment, seed, ...repeats]).toEqual([
        activation,
        augment,
        ...seeds,
      ])
      expect(ulpsApart(ours.LearningRate, rate)).toBeLessThanOrEqual(2)
      expect(ulpsApart(ours.WeightDecay, decay)).toBeLessThanOrEqual(2)
    }
  })

  it("trains two epochs, skips what is measured, and cuts off a torn row", { timeout: 600_000 }, () => {
    const file = "N1-W4-R0.25.shard0of1.csv"
    expect(collect(["--configs", "3:4"])).toContain("N1-W4-R0.25 config 3")
    const rows = rowsOf(file)
    const { configuration, seed } = measuredConfiguration(3)
    expect(rows.map(({ config_index, epoch }) => [config_index, epoch])).toEqual([
      ["3", "1"],
      ["3", "2"],
    ])
    for (const row of rows) {
      expect(row).toMatchObject({ seed: `${seed}`, N: "1", W: "4", Resolution: "0.25", diverged: "0" })
      expect(row).toMatchObject({ Op1: `${configuration.Op1}`, Activation: configuration.Activation })
      expect(Number(row["valid-acc"])).toBeGreaterThan(20)
      expect(Number(row["valid-acc"])).toBeLessThan(100)
    }
    expect(Number(rows[1]?.["runtime"])).toBeGreaterThan(Number(rows[0]?.["runtime"]))
    const before = readFileSync(join(folder, "out", file), "utf8")
    appendFileSync(join(folder, "out", file), "4,1234,1,4,0.2")
    expect(collect(["--configs", "3:4"])).toBe("done\n")
    expect(readFileSync(join(folder, "out", file), "utf8")).toBe(before)
  })

  it("repeats with another seed, into a shard of its own", { timeout: 600_000 }, () => {
    expect(collect(["--configs", "3:4", "--repeat", "1"])).toContain("N1-W4-R0.25.repeat1 config 3")
    expect(readdirSync(join(folder, "out"))).toContain("N1-W4-R0.25.repeat1.shard0of1.csv")
    const [first, second] = rowsOf("N1-W4-R0.25.repeat1.shard0of1.csv")
    const { seed } = measuredConfiguration(3, { repeat: 1 })
    expect(first).toMatchObject({ config_index: "3", repeat: "1", seed: `${seed}`, epoch: "1" })
    expect(second).toMatchObject({ repeat: "1", epoch: "2" })
  })
})
