/** Finds the code in the documents: fenced blocks of Markdown, and the `@example` parts of doc comments. */
import { readdirSync, readFileSync } from "node:fs"
import { join, relative } from "node:path"

export const root: string = join(import.meta.dirname, "..", "..")

/** A piece of code that a reader may copy. */
export interface Block {
  /** Path from the repository's root. */
  readonly file: string
  /** Line of the file on which the code starts, counted from 1. */
  readonly line: number
  /** Language after the fence, `ts` for a doc comment that has none. */
  readonly language: string
  readonly code: string
}

/** Whether a block is TypeScript or JavaScript. */
export const isScript = (block: Block): boolean => block.language === "ts" || block.language === "js"

const read = (file: string): string => readFileSync(join(root, file), "utf8")

/** Fenced blocks of lines that belong to a file from line `first` on. */
function fencedBlocks(file: string, lines: readonly string[], first: number): Block[] {
  const blocks: Block[] = []
  let open: { fence: string; language: string; start: number } | null = null
  lines.forEach((line, i) => {
    const fence = /^\s*(`{3,})(.*)$/.exec(line)
    if (open === null && fence) open = { fence: fence[1]!, language: fence[2]!.trim(), start: i + 1 }
    else if (open !== null && line.trim() === open.fence) {
      const code = lines.slice(open.start, i).join("\n")
      blocks.push({ file, line: first + open.start, language: open.language, code })
      open = null
    }
  })
  if (open !== null) throw new Error(`${file}: a code block is not closed`)
  return blocks
}

/** The Markdown files of the repository that people read. */
export function documents(): string[] {
  const of = (folder: string): string[] =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith(".md"))
      .map(name => join(folder, name))
  return [...of("."), ...of("docs"), ...of("models"), ...of("examples")]
}

/**
 * The fenced blocks of a Markdown file.
 *
 * @param file path from the repository's root
 */
export function markdownBlocks(file: string): Block[] {
  return fencedBlocks(file, read(file).split("\n"), 1)
}

/** The examples of one doc comment, whose text starts at a line of the file. */
function commentExamples(file: string, comment: string, first: number): Block[] {
  const lines = comment
    .split("\n")
    .map(line => line.replace(/^\s*(\/\*\*|\*\/|\*) ?/, "").replace(/\*\/$/, ""))
  const blocks: Block[] = []
  lines.forEach((line, i) => {
    if (!line.trimStart().startsWith("@example")) return
    const next = lines.findIndex((other, k) => k > i && /^\s*@\w/.test(other))
    const body = lines.slice(i + 1, next < 0 ? undefined : next)
    const fenced = fencedBlocks(file, body, first + i + 1)
    const code = body.join("\n").trimEnd()
    if (fenced.length > 0) blocks.push(...fenced)
    else blocks.push({ file, line: first + i + 1, language: "ts", code })
  })
  return blocks
}

/** The examples of every doc comment in `src/`. */
export function commentBlocks(): Block[] {
  const files = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(".ts"))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))
    .sort()
  return files.flatMap(file => {
    const text = read(file)
    return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].flatMap(match =>
      commentExamples(file, match[0], text.slice(0, match.index).split("\n").length),
    )
  })
}
