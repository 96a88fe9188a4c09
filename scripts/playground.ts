/** Writes the playground as a static site with its packs: any host serves it, below any address. */

import { createHash } from "node:crypto"
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { bundledReleases } from "../src/entries/public.ts"
import { buildSite } from "./playground/build-site.ts"

const root = join(import.meta.dirname, "..")
const { values } = parseArgs({ options: { out: { type: "string", default: "playground" } } })
const out = resolve(values.out)

await buildSite(out)
// The newest release first: it is what the page opens.
const packs = Object.entries(bundledReleases)
  .reverse()
  .flatMap(([release, tasks]) =>
    tasks.map(task => ({ task, release, path: `models/${release}/${task}.bin` })),
  )
for (const { release } of packs) mkdirSync(join(out, "models", release), { recursive: true })
const index = packs.map(pack => {
  const bytes = readFileSync(join(root, pack.path))
  copyFileSync(join(root, pack.path), join(out, pack.path))
  return { ...pack, bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") }
})
writeFileSync(join(out, "models", "index.json"), `${JSON.stringify(index, null, 1)}\n`)
copyFileSync(join(root, "models", "LICENSE"), join(out, "models", "LICENSE"))
console.log(`${out}: the playground, with ${packs.length} packs`)
