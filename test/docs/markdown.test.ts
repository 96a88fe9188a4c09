/** Every code block of the Markdown documents is run, and what it shows is compared. */
import { join } from "node:path"
import { build } from "esbuild"
import { beforeAll, expect, describe as group, it } from "vitest"
import { cannotTrain } from "../support/collector.ts"
import { type Block, documents, isScript, markdownBlocks, root } from "./blocks.ts"
import { expectShown } from "./judge.ts"
import { knownNames, type Prepared, prepare } from "./prepare.ts"
import { type Outcome, run, workingDirectory } from "./run.ts"
import { checkShell } from "./shell.ts"

/** Languages that are shown and not run: another language's code, output, settings. */
const ONLY_SHOWN = new Set(["python", "sql", "text", "toml"])

/** A block that imports a pack as data, which only bundlers for workers know. */
const isForWorkers = (block: Block): boolean => /from ".*\.bin"/.test(block.code)

/** A block that trains, which not every machine can. */
const isLeftOut = (block: Block): boolean =>
  cannotTrain && /kind: "live"|jahs-bench-201 live |examples\/live\.mjs/.test(block.code)

/** Bundles for workerd, where imported packs stay outside. */
async function bundleForWorkers(block: Block, folder: string): Promise<void> {
  const { outputFiles } = await build({
    stdin: { contents: block.code, loader: "ts", resolveDir: folder },
    bundle: true,
    format: "esm",
    conditions: ["workerd"],
    external: ["*.bin"],
    write: false,
    logLevel: "silent",
  })
  const bundle = outputFiles[0]!.text
  expect(bundle).toContain(".bin")
  expect(bundle).not.toMatch(/import\.meta|node:/)
}

for (const file of documents()) {
  const blocks = markdownBlocks(file)
  if (blocks.length === 0) continue
  group(file, () => {
    const scripts = blocks.filter(block => isScript(block) && !isForWorkers(block) && !isLeftOut(block))
    let folder: string
    let prepared: readonly Prepared[]
    let outcomes: readonly Outcome[]

    beforeAll(async () => {
      const names = await knownNames()
      folder = workingDirectory(`markdown-${file.replaceAll(/\W/g, "-")}`)
      prepared = scripts.map(block => prepare(block, names))
      outcomes = await run(folder, prepared)
    })

    blocks.forEach((block, k) => {
      const next = blocks[k + 1]
      it.skipIf(isLeftOut(block))(`line ${block.line}, ${block.language}`, async () => {
        if (isScript(block) && isForWorkers(block)) await bundleForWorkers(block, folder)
        else if (isScript(block)) {
          const at = scripts.indexOf(block)
          expectShown(prepared[at]!, outcomes[at]!)
        } else if (block.language === "sh") {
          checkShell(block, next?.language === "text" ? next.code : null, folder)
        } else expect([...ONLY_SHOWN], "a language that no test knows").toContain(block.language)
      })
    })
  })
}

it("the README shows the two commands and how to install", () => {
  const shell = markdownBlocks("README.md").filter(block => block.language === "sh")
  const lines = shell.map(block => block.code)
  expect(lines).toContain("npm ci && npm start")
  expect(lines).toContain("npm ci && npm test")
  expect(lines).toContain("npm install jahs-bench-201")
})

it("finds the documents", () => {
  expect(documents()).toEqual(expect.arrayContaining(["README.md", join("docs", "from-jahs-bench.md")]))
  expect(root).not.toBe("")
})
