import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { folderWith, run } from "../run-cli.ts"

/** Asks bash what it would offer for a line that ends at its cursor. */
function offered(line: string): string[] {
  const script = run(["completion", "bash"]).stdout
  const folder = folderWith({ "completion.bash": script })
  const words = line.split(" ")
  const ask = `source ${folder}/completion.bash
COMP_WORDS=(${words.map(word => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_jahs_bench_201; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", ask], { encoding: "utf8" })
  expect(stderr).toBe("")
  return stdout.trim().split("\n")
}

describe("completion", () => {
  it("bash offers commands, options and values", () => {
    expect(offered("jahs-bench-201 pre")).toEqual(["predict"])
    expect(offered("jahs-bench-201 ")).toEqual(expect.arrayContaining(["query", "serve", "convert"]))
    expect(offered("jahs-bench-201 experiment ru")).toEqual(["run"])
    expect(offered("jahs-bench-201 experiment run --see")).toEqual(["--seeds"])
    expect(offered("jahs-bench-201 query --ep")).toEqual(["--epoch"])
    expect(offered("jahs-bench-201 query --task cif")).toEqual(["cifar10"])
    expect(offered("jahs-bench-201 predict model.json rows.csv --output ")).toEqual([
      "prediction",
      "margin",
      "leaf",
    ])
  })

  it("every command and option is in the scripts of all shells", () => {
    const { commands } = JSON.parse(run(["completion", "bash", "--json"]).stdout)
    expect(commands.length).toBeGreaterThanOrEqual(13)
    for (const shell of ["bash", "zsh", "fish"]) {
      const { code, stdout } = run(["completion", shell])
      expect(code).toBe(0)
      for (const { name, parts, options } of commands) {
        for (const part of parts) expect(stdout, `${shell} ${name}`).toContain(part)
        expect(stdout, `${shell} ${name}`).toContain(name)
        for (const { flag } of options)
          expect(stdout).toContain(shell === "fish" ? `-l ${flag.slice(2)} ` : flag)
      }
    }
  })

  it("another shell is refused", () => {
    expect(run(["completion", "csh"])).toMatchObject({ code: 2, stdout: "" })
  })
})
