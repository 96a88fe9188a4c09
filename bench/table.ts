/** Writes README's part on speed from bench/results: `npm run bench:table`. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { speedPart } from "./speed-table.ts"
import { ROOT } from "./support.ts"

const readme = join(ROOT, "README.md")
const text = readFileSync(readme, "utf8")
const part = /(?<=<!-- speed -->\n)[\s\S]*(?=\n<!-- \/speed -->)/
if (!part.test(text)) throw new Error("README.md: no <!-- speed --> … <!-- /speed --> to fill")
writeFileSync(readme, text.replace(part, speedPart))
