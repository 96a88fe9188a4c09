/** Writes package.json's version wherever else it stands: `npm run version`, after changesets have chosen it. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** Files, and the place of the version in them. */
const PLACES: readonly (readonly [file: string, place: RegExp])[] = [
  ["src/version.ts", /(?<=VERSION = ")[^"]+/],
  ["jsr.json", /(?<="version": ")[^"]+/],
  ["CITATION.cff", /(?<=^version: ).+$/m],
]

const root = process.cwd()
const { version }: { version: string } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
for (const [file, place] of PLACES) {
  const path = join(root, file)
  const text = readFileSync(path, "utf8")
  if (!place.test(text)) throw new Error(`${file}: no version to set`)
  writeFileSync(path, text.replace(place, version))
}
