/** Packages that only this folder has: they are not installed with the repository, so nothing imports them. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"

const require = createRequire(import.meta.url)

/**
 * A package of bench/rivals/package.json.
 *
 * @throws where `npm ci` was not run in that folder
 */
export function rival<T>(name: string): T {
  try {
    return require(name) as T
  } catch (error) {
    throw new Error(`${name}: run \`npm ci --prefix bench/rivals\` (${String(error).split("\n")[0]})`)
  }
}

export function versionOf(name: string): string {
  const manifest = join(import.meta.dirname, "node_modules", name, "package.json")
  return JSON.parse(readFileSync(manifest, "utf8")).version
}
