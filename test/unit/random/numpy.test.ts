/** The oracle itself: numpy and decimal arithmetic asked again, where Debian's python3-numpy is installed. */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { answersFolder } from "./numpy-answers.ts"

const python = "/usr/bin/python3"
const script = fileURLToPath(new URL("../../../scripts/random-vectors.py", import.meta.url))

const installed = spawnSync(python, ["-c", "import numpy"]).status === 0
const required = process.env["CI"] === "true"
if (!installed && !required) console.log(`numpy oracle skipped: ${python} with numpy is not installed`)

describe.skipIf(!installed && !required)("scripts/random-vectors.py", () => {
  const folder = mkdtempSync(join(tmpdir(), "random-vectors-"))
  afterAll(() => rmSync(folder, { recursive: true }))

  test("writes the committed answers again", () => {
    expect(installed, `${python} with numpy`).toBe(true)
    execFileSync(python, [script, folder])
    for (const file of ["numpy.json", "random-state.json", "exp-log-pow.json"]) {
      const committed: unknown = JSON.parse(readFileSync(new URL(file, answersFolder), "utf8"))
      expect(JSON.parse(readFileSync(join(folder, file), "utf8")), file).toEqual(committed)
    }
  })
})
