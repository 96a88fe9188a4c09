/** Checks the shell lines of the documents: runs those of the command line, looks up what the others name. */
import { spawnSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect } from "vitest"
import { type Block, root } from "./blocks.ts"
import { isShown } from "./shown.ts"

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))

/** Lines of `npm`, `npx` and friends that prepare something rather than show it: what must be true of them. */
const PREPARING: readonly (readonly [pattern: RegExp, check: (name: string) => void])[] = [
  [/^npm ci$/, () => expect(existsSync(join(root, "package-lock.json"))).toBe(true)],
  [/^npm (start|test)$/, script => expect(manifest.scripts).toHaveProperty(script)],
  [/^npm run (\S+)( -- .*)?$/, script => expect(Object.keys(manifest.scripts)).toContain(script)],
  [
    /^npm install (\S+)$/,
    name => expect([manifest.name, ...Object.keys(manifest.peerDependencies)]).toContain(name),
  ],
  [/^npx (?:biome|wrangler|tsc|vitest|tsx(?! examples\/)) .*$/, () => {}],
  // Registries of a package that is not there yet; test/package/installed.test.ts runs the tarball's commands.
  [
    /^(?:deno (?:add|run) .*(?:npm|jsr):|bun add |bunx )(?:@jahs-bench-201\/)?(\S+).*$/,
    name => expect(manifest.name).toBe(name),
  ],
  [/^deno run --allow-read (main\.ts)$/, () => {}],
  [/^python3 (\S+)$/, file => expect(existsSync(join(root, file)), file).toBe(true)],
]

/** Arguments of a shell line; quotes hold words together, nothing else of a shell is used. */
function wordsOf(line: string): string[] {
  const words = line.match(/'[^']*'|"[^"]*"|[^\s'"]+/g) ?? []
  return words.map(word => word.replace(/^(['"])(.*)\1$/, "$2"))
}

/** The program that stands for the first words of a line, once the package is installed. */
function programOf(given: readonly string[]): readonly string[] | null {
  let words = given
  if (words[0] === "npx" && words[1] === manifest.name) {
    // Gigabytes from elsewhere, and a server that goes on: that the words are understood is checked.
    if (words[2] === "fetch" || words[2] === "serve") words = [...words, "--help"]
    return [process.execPath, join(root, manifest.bin[manifest.name]), ...words.slice(2)]
  }
  if (words[0] === "node") return [process.execPath, ...words.slice(1)]
  if (words[0] === "printf") return words
  // A program in Python that starts ours.
  if (words[0] === "python3" && words[2] === "npx") {
    return ["python3", words[1] ?? "", ...(programOf(words.slice(2)) ?? [])]
  }
  const tool = join(root, "node_modules", ".bin", words[1] ?? "")
  if (words[0] === "npx" && existsSync(tool)) return [tool, ...words.slice(2)]
  return null
}

/** Runs one line; several programs may be joined by `|`. */
function runLine(line: string, folder: string, file: string): string {
  let input = ""
  for (const part of line.split(" | ")) {
    const program = programOf(wordsOf(part))
    if (program === null) expect.fail(`${file}: no test knows how to check the shell line: ${line}`)
    const [command, ...args] = program as [string, ...string[]]
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: folder, input, encoding: "utf8" })
    expect(status, `${line}\n${stderr}`).toBe(0)
    input = stdout
  }
  return input
}

/**
 * Checks a shell block.
 *
 * @param block one command a line
 * @param output what the block after it shows, if there is one of the language `text`
 * @param folder a working directory
 */
export function checkShell(block: Block, output: string | null, folder: string): void {
  const lines = block.code.split("\n").filter(line => line.trim() !== "" && !line.startsWith("#"))
  let printed = ""
  for (const line of lines) {
    const parts = line.split(" && ")
    const known = parts.map(part => PREPARING.find(([pattern]) => pattern.test(part)))
    if (known.every(Boolean)) {
      parts.forEach((part, k) => {
        const [pattern, check] = known[k]!
        check(pattern.exec(part)![1] ?? "")
      })
    } else printed += runLine(line, folder, block.file)
  }
  if (output !== null && !isShown(printed, output)) {
    expect.fail(`${block.file}:${block.line} shows\n${output}\n  got\n${printed}`)
  }
}
