import { spawn, spawnSync } from "node:child_process"
import { closeSync, existsSync, openSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { exitCodeOf, exitCodes } from "../../../src/cli/frame/exit-codes.ts"
import { OutputError, UsageError } from "../../../src/cli/frame/usage-error.ts"
import * as errors from "../../../src/errors.ts"
import {
  cli,
  documents,
  plainEnvironment,
  root,
  run,
  runInTerminal,
  WORDS,
  writeSmallPack,
} from "./run-cli.ts"

const COMMANDS = [
  ...[
    "demo",
    "query",
    "trajectory",
    "sample",
    "card",
    "grid",
    "bound",
    "optimum",
    "fetch",
    "import",
    "verify",
  ],
  ...["inspect", "convert", "specialise", "predict", "serve", "completion"],
]
const pack = await writeSmallPack()
const ESCAPE = String.fromCharCode(27)

describe("help and version", () => {
  it("prints the package's version", () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
    expect(run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" })
  })

  it("lists every command and every exit code, within 80 columns", () => {
    const { code, stdout, stderr } = run(["--help"])
    expect([code, stderr]).toEqual([0, ""])
    for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"))
    for (const { code, meaning } of exitCodes)
      expect(stdout).toMatch(new RegExp(`^  ${code} +${meaning}$`, "m"))
    expect(stdout.split("\n").filter(line => line.length > 80)).toEqual([])
  })

  it("gives every command help on stdout, with --json and an example", () => {
    for (const command of COMMANDS) {
      const { code, stdout, stderr } = run([command, "--help"])
      expect([code, stderr]).toEqual([0, ""])
      expect(stdout).toMatch(/^ {2}--json /m)
      expect(stdout).toMatch(/^Examples?:\n {2}\$ jahs-bench-201 /m)
      expect(run(["help", command]).stdout).toBe(stdout)
    }
  })

  it("answers nothing with help on stderr", () => {
    const { code, stdout, stderr } = run([])
    expect([code, stdout]).toEqual([2, ""])
    expect(stderr).toContain("Usage: jahs-bench-201")
  })
})

describe("wrong words", () => {
  const cases: [string[], string][] = [
    [["quary"], "unknown command 'quary' (Did you mean query?); see jahs-bench-201 --help"],
    [
      ["query", "--tsak", "cifar10"],
      "unknown option '--tsak' (Did you mean --task?); see jahs-bench-201 query --help",
    ],
    [
      ["sample", "--task", "cifar10", "--n", "0"],
      "option '--n <number>' argument '0' is invalid; expected an integer in 1..10000000; see jahs-bench-201 sample --help",
    ],
    [
      ["sample", "--task", "cifar10", "--seed", "-1"],
      "option '--seed <number>' argument '-1' is invalid; expected an integer of 0 or more; see jahs-bench-201 sample --help",
    ],
    [["inspect"], "missing required argument 'file'; see jahs-bench-201 inspect --help"],
    [["card"], "--task: missing; expected cifar10, colorectal_histology, fashion_mnist"],
  ]
  it.each(cases)("%j", (words, message) => {
    expect(run(words)).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` })
  })

  it("are one JSON document on stderr with --json", () => {
    const { code, stdout, stderr } = run(["query", "--json"])
    expect([code, stdout]).toEqual([2, ""])
    expect(documents(stderr)).toEqual([
      {
        error: {
          code: "ERR_USAGE",
          message: "--task: missing; expected cifar10, colorectal_histology, fashion_mnist",
          path: "--task",
          expected: "cifar10, colorectal_histology, fashion_mnist",
          actual: null,
        },
      },
    ])
  })
})

describe("exit codes", () => {
  it("are the table's for every typed error, and a bug's for others", () => {
    const details = { what: "x" }
    expect(exitCodeOf(new errors.ConfigurationError(details))).toBe(2)
    expect(exitCodeOf(new errors.FidelityError(details))).toBe(2)
    expect(exitCodeOf(new errors.ShapeError(details))).toBe(2)
    expect(exitCodeOf(new errors.NotFoundError(details))).toBe(3)
    expect(exitCodeOf(new errors.DomainError(details))).toBe(4)
    expect(exitCodeOf(new errors.ModelFormatError(details))).toBe(5)
    expect(exitCodeOf(new errors.UnsupportedModelError(details))).toBe(6)
    expect(exitCodeOf(new UsageError({ what: "x" }))).toBe(2)
    expect(exitCodeOf(new OutputError({ what: "x" }))).toBe(74)
    expect([exitCodeOf(new TypeError("x")), exitCodeOf("x")]).toEqual([70, 70])
  })

  it("cover every class that errors.ts exports", () => {
    type Typed = new (details: errors.ErrorDetails) => errors.JahsBenchError
    const typed = Object.values(errors).filter(
      value => (value as { prototype?: unknown }).prototype instanceof errors.JahsBenchError,
    ) as Typed[]
    expect(typed.length).toBeGreaterThanOrEqual(7)
    for (const type of typed) expect(exitCodeOf(new type({ what: "x" })), type.name).not.toBe(70)
  })

  it("are each used once", () => {
    const codes = exitCodes.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })
})

describe("colour", () => {
  const card = ["card", "--task", "cifar10", "--source", pack]

  it("is used on a terminal", async () => {
    const { code, stdout } = await runInTerminal(card, {})
    expect(code).toBe(0)
    expect(stdout).toContain(`${ESCAPE}[1m`)
    expect((await runInTerminal(["--help"], {})).stdout).toContain(`${ESCAPE}[1m`)
  })

  it("is not used with NO_COLOR, in pipes, on dumb terminals or in JSON", async () => {
    const plain = await runInTerminal(card, { isTTY: false })
    expect(plain.stdout).not.toContain(ESCAPE)
    expect(await runInTerminal(card, { env: { NO_COLOR: "1" } })).toEqual(plain)
    expect(await runInTerminal(card, { env: { TERM: "dumb" } })).toEqual(plain)
    expect((await runInTerminal([...card, "--json"], {})).stdout).not.toContain(ESCAPE)
    expect((await runInTerminal(["--help"], { env: { NO_COLOR: "1" } })).stdout).not.toContain(ESCAPE)
  })

  it("is not used in a pipe even where CI or FORCE_COLOR are set", () => {
    const env = plainEnvironment({ CI: "true", FORCE_COLOR: "1" })
    const { stdout } = spawnSync(process.execPath, [cli, ...card], {
      env,
      encoding: "utf8",
    })
    expect(stdout).toContain("SHA-256")
    expect(stdout).not.toContain(ESCAPE)
  })
})

describe("output that nobody takes", () => {
  it("ends quietly when the reader leaves", async () => {
    const words = [cli, "sample", "--task", "cifar10", "--source", pack, "--n", "300000", "--json"]
    const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] })
    let stderr = ""
    child.stderr.on("data", chunk => {
      stderr += chunk
    })
    child.stdout.once("data", () => child.stdout.destroy())
    const code = await new Promise(resolve => child.on("close", resolve))
    expect([code, stderr]).toEqual([0, ""])
  })

  it.skipIf(!existsSync("/dev/full"))("is an error when the disk is full", () => {
    const full = openSync("/dev/full", "w")
    const stdio: ["ignore", number, "pipe"] = ["ignore", full, "pipe"]
    const words = [cli, "sample", "--task", "cifar10", "--source", pack]
    const { status, stderr } = spawnSync(process.execPath, words, { stdio, encoding: "utf8" })
    closeSync(full)
    expect([status, stderr]).toEqual([74, "error: stdout: could not be written; got ENOSPC\n"])
  })
})

describe("bugs", () => {
  it("exit 70 with their stack", async () => {
    const words = ["query", "--task", "cifar10", "--source", pack, ...WORDS]
    const broken = { write: () => {} }
    const { runCommandLine } = await import("../../../src/cli/run.ts")
    let stderr = ""
    const code = await runCommandLine([...words, "--config", "-"], {
      // biome-ignore lint/correctness/useYield: the stream breaks before its first chunk
      stdin: (async function* (): AsyncGenerator<string> {
        throw new RangeError("the stream broke")
      })(),
      stdout: broken,
      stderr: {
        write: text => {
          stderr += text
        },
      },
      env: {},
      version: "0.0.0",
    })
    expect(code).toBe(70)
    expect(stderr).toMatch(
      /^error: unexpected, a bug in this program: the stream broke\nRangeError: .*\n +at /,
    )
  })
})
