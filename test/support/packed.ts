/** The tarball that `npm publish` would send, and empty projects with it installed: what users get, unchanged. */
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** Root of the repository. */
export const root: string = join(import.meta.dirname, "..", "..")
const PACKAGE = "jahs-bench-201"

/** An empty project with the tarball unpacked in `node_modules`, in a temporary folder. */
export interface PackedProject {
  readonly folder: string
  /** `node_modules/jahs-bench-201` in it. */
  readonly package: string
  readonly remove: () => void
}

/** Paths of all files below a folder, with slashes, in alphabetical order. */
export function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort()
}

/** Names what is about to be packed: any file that is written anew gives another name. */
function fingerprint(): string {
  const hash = createHash("sha256").update(root)
  const add = (path: string): void => {
    const { size, mtimeMs } = statSync(path)
    hash.update(`${path} ${size} ${mtimeMs}\n`)
  }
  for (const folder of ["dist", "models"]) {
    if (!existsSync(join(root, folder))) throw new Error(`${folder}/ is missing: run \`npm run build\` first`)
    for (const file of listFiles(join(root, folder))) add(join(root, folder, file))
  }
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (entry.isFile()) add(join(root, entry.name))
  }
  return hash.digest("hex").slice(0, 16)
}

/**
 * Packs the built package, once for all test files: workers that come later find the tarball. Two that come at
 * once both pack, and the rename of the second replaces equal bytes.
 *
 * @returns path of the tarball
 */
export function packedTarball(): string {
  const cache = join(root, ".tmp", "packed")
  const tarball = join(cache, `${PACKAGE}-${fingerprint()}.tgz`)
  if (existsSync(tarball)) return tarball
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, "packing-"))
  // `npm test` has built; the scripts of the package must not do so again while other tests read dist/.
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
    cwd: root,
    stdio: "pipe",
  })
  const [packed] = readdirSync(folder)
  renameSync(join(folder, packed), tarball)
  rmSync(folder, { recursive: true })
  // No run lasts that long: what is older belongs to an earlier build.
  const hourAgo = Date.now() - 60 * 60 * 1000
  for (const file of readdirSync(cache)) {
    const path = join(cache, file)
    const stat = statSync(path, { throwIfNoEntry: false })
    if (stat && stat.mtimeMs < hourAgo) rmSync(path, { recursive: true, force: true })
  }
  return tarball
}

/**
 * Makes an empty project in which only the tarball is installed. It lies outside the repository, so that nothing
 * but the package resolves there.
 */
export function packedProject(): PackedProject {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), `${PACKAGE}-`))
  const target = join(folder, "node_modules", PACKAGE)
  mkdirSync(target, { recursive: true })
  execFileSync("tar", ["-xzf", packedTarball(), "-C", target, "--strip-components=1"])
  const { version } = JSON.parse(readFileSync(join(target, "package.json"), "utf8"))
  // As `npm install` writes it; Deno resolves nothing that is not listed here.
  const manifest = { name: "a-project", private: true, type: "module", dependencies: { [PACKAGE]: version } }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest))
  return { folder, package: target, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
