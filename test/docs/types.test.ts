/** Every TypeScript and JavaScript block of the documents is type-checked against the built package's own types. */
import { readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"
import { beforeAll, expect, it } from "vitest"
import { type Block, commentBlocks, documents, isScript, markdownBlocks, root } from "./blocks.ts"
import { knownNames, prepare } from "./prepare.ts"
import { workingDirectory } from "./run.ts"

/** What bundlers for workers say of an imported pack; the worker example declares the same. */
const DATA_MODULE = readFileSync(join(root, "examples", "worker", "data-modules.d.ts"), "utf8")

const blocks: readonly Block[] = [...documents().flatMap(markdownBlocks), ...commentBlocks()].filter(isScript)
let problems: ReadonlyMap<string, readonly string[]>
let paths: readonly string[]

function describeProblem(diagnostic: ts.Diagnostic, block: Block): string {
  const { file, start = 0, messageText } = diagnostic
  // One line of imports stands before the code.
  const line = block.line + (file?.getLineAndCharacterOfPosition(start).line ?? 0) - 1
  return `${block.file}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`
}

beforeAll(async () => {
  const folder = workingDirectory("types")
  const names = await knownNames()
  paths = blocks.map((_, k) => join(folder, `block-${k}.ts`))
  for (const [k, block] of blocks.entries()) writeFileSync(paths[k]!, prepare(block, names).typed)
  const declarations = join(folder, "data-modules.d.ts")
  writeFileSync(declarations, DATA_MODULE)
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root)
  const program = ts.createProgram([declarations, ...paths], {
    ...options,
    noEmit: true,
    // A module that the package's face does not need has no built declarations: its source is imported.
    rewriteRelativeImportExtensions: false,
    allowImportingTsExtensions: true,
    // The prelude is JavaScript, and examples declare what the reader would go on with.
    allowJs: true,
    noUnusedLocals: false,
  })
  const found = new Map<string, string[]>()
  for (const [k, path] of paths.entries()) {
    const file = program.getSourceFile(path)
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    found.set(
      path,
      diagnostics.map(diagnostic => describeProblem(diagnostic, blocks[k]!)),
    )
  }
  problems = found
})

it("finds the blocks", () => {
  expect(blocks.some(block => block.file === "README.md")).toBe(true)
  expect(blocks.some(block => block.file.startsWith("src/"))).toBe(true)
})

blocks.forEach((block, k) => {
  it(`${block.file}:${block.line}`, () => expect(problems.get(paths[k]!)!.join("\n")).toBe(""))
})
