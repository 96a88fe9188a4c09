/** The licence texts that have to come along with a bundle. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")

/**
 * Licence texts of the packages whose code ended up inside a bundle: their terms ask for it.
 *
 * @param modules paths of the bundle's modules
 */
export function bundledLicences(modules: readonly string[]): string {
  const names = new Set<string>()
  for (const id of modules) {
    const match = /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id)
    if (match) names.add(match[1])
  }
  return [...names]
    .sort()
    .map(name => {
      const folder = join(root, "node_modules", name)
      const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"].find(f =>
        existsSync(join(folder, f)),
      )
      const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${license}`
      return `${name} ${version} (${license})\n\n${text}\n`
    })
    .join(`\n${"-".repeat(80)}\n\n`)
}
