/** The reference of all exports is made without a warning. */
import { execFile } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { expect, it } from "vitest"
import { root } from "./blocks.ts"

it("typedoc has nothing to complain of", async () => {
  const out = join(root, ".tmp", "reference")
  const typedoc = join(root, "node_modules", ".bin", "typedoc")
  // Exits with 4 at a warning: typedoc.json treats them as errors.
  const { stdout, stderr } = await promisify(execFile)(typedoc, ["--out", out], {
    cwd: root,
    env: { ...process.env, NO_COLOR: "1" },
  })
  expect(stdout + stderr).not.toMatch(/\[(warning|error)\]/)
  expect(existsSync(join(out, "index.html"))).toBe(true)
})
