/** The Python that trains: which ones are tried, and what each lacks. */

import { execFile } from "node:child_process"
import { NotFoundError } from "../errors.ts"
import type { Environment } from "./cache.ts"
import { codeOf } from "./storage-error.ts"

/** What the collector imports, as Python and as Debian call it. */
const MODULES = { torch: "python3-torch", numpy: "python3-numpy", PIL: "python3-pil" } as const

/** Loads none of them: PyTorch alone takes seconds. */
const PROBE =
  "import importlib.util as u, json; " +
  `print(json.dumps([m for m in ${JSON.stringify(Object.keys(MODULES))} if u.find_spec(m) is None]))`

/** Milliseconds after which a Python that does not answer is none. */
const PATIENCE = 60_000

/** A Python that may be tried, and by whom it is named. */
interface Candidate {
  readonly python: string
  readonly namedBy: string
}

function candidates(option: string | undefined, env: Environment): Candidate[] {
  if (option !== undefined) return [{ python: option, namedBy: "options.python" }]
  const own = env["JAHS_BENCH_PYTHON"]
  if (own) return [{ python: own, namedBy: "JAHS_BENCH_PYTHON" }]
  return [
    { python: "python3", namedBy: "the PATH" },
    { python: "/usr/bin/python3", namedBy: "the system" },
  ]
}

/** What a Python lacks, in words; null where it lacks nothing. */
async function lackOf(python: string): Promise<string | null> {
  try {
    const output = await new Promise<string>((resolve, reject) => {
      execFile(python, ["-c", PROBE], { timeout: PATIENCE, killSignal: "SIGKILL" }, (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      )
    })
    const missing = JSON.parse(output) as string[]
    return missing.length === 0 ? null : `has no ${missing.join(", ")}`
  } catch (error) {
    return `does not run (${codeOf(error)})`
  }
}

/**
 * Finds a Python with PyTorch, NumPy and Pillow.
 *
 * @param option the caller's; nothing else is tried then
 * @param env environment variables: `JAHS_BENCH_PYTHON`
 * @throws {NotFoundError} naming each Python that was tried, what it lacks, and what to install
 */
export async function findPython(option: string | undefined, env: Environment): Promise<string> {
  const tried: string[] = []
  for (const { python, namedBy } of candidates(option, env)) {
    const lack = await lackOf(python)
    if (lack === null) return python
    tried.push(`${python} (of ${namedBy}), which ${lack}`)
  }
  throw new NotFoundError({
    path: "python",
    what: "no Python that can train",
    expected: `one with ${Object.keys(MODULES).join(", ")}`,
    actual: tried.join("; "),
    remedy:
      `install PyTorch, NumPy and Pillow (Debian: apt install ${Object.values(MODULES).join(" ")}), or name a ` +
      "Python that has them by options.python or JAHS_BENCH_PYTHON",
  })
}
