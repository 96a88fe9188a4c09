/** publint and Are The Types Wrong on the packed tarball. */
import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { publint } from "publint"
import { expect, it } from "vitest"
import { packedTarball } from "../support/packed.ts"

it("publint finds nothing, warnings and suggestions included", async () => {
  const bytes = new Uint8Array(readFileSync(packedTarball()))
  const { messages } = await publint({ pack: { tarball: bytes.buffer }, strict: true })
  expect(messages).toEqual([])
})

interface Report {
  readonly analysis: {
    readonly entrypoints: Readonly<Record<string, { readonly resolutions: Readonly<Record<string, object>> }>>
  }
}

it("attw finds no wrong types", () => {
  const path = createRequire(import.meta.url).resolve("@arethetypeswrong/cli/package.json")
  const { bin } = JSON.parse(readFileSync(path, "utf8")) as { bin: { attw: string } }
  // The package is ESM: resolution from CommonJS and by Node 10's rules is not looked at.
  const options = [packedTarball(), "--profile", "esm-only", "--no-definitely-typed", "--format", "json"]
  // Exits with 1, and so throws, where anything is wrong.
  const output = execFileSync(process.execPath, [join(dirname(path), bin.attw), ...options], {
    encoding: "utf8",
  })
  const { entrypoints } = (JSON.parse(output) as Report).analysis
  for (const entry of [".", "./trees", "./node"]) {
    for (const kind of ["node16-esm", "bundler"]) {
      expect(entrypoints[entry].resolutions[kind], `${entry} ${kind}`).toMatchObject({
        resolution: { isTypeScript: true },
        visibleProblems: [],
      })
    }
  }
})
