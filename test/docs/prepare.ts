/** Makes a module of an example: imports what it leaves to the reader, and reports the values it shows. */
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import ts from "typescript"
import { type Block, root } from "./blocks.ts"

const PRELUDE = fileURLToPath(new URL("./prelude.mjs", import.meta.url))

/** A value that a document shows: `expression // value`, `console.log(…) // what it prints`. */
interface Claim {
  /** Line of the file, counted from 1. */
  readonly line: number
  readonly text: string
}

/** An example as a module of its own; line n of `code` is line n of the block, after one line of imports. */
export interface Prepared {
  readonly block: Block
  /** TypeScript with its imports, for the type checker. */
  readonly typed: string
  /** TypeScript that reports the values. */
  readonly reporting: string
  readonly claims: readonly Claim[]
}

/** Where the names come from that an example may use without an import. */
export interface Names {
  /** Exports of the package, by name; doc comments may leave their import out. */
  readonly exported: ReadonlyMap<string, string>
  /** Names of the prelude. */
  readonly prelude: ReadonlySet<string>
}

/**
 * Names that examples can use.
 *
 * @throws where the package is not built
 */
export async function knownNames(): Promise<Names> {
  const exported = new Map<string, string>()
  const { name: packageName, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"))
  for (const [path, conditions] of Object.entries<Record<string, string>>(exports)) {
    const file = conditions["node"] ?? conditions["default"]
    if (file === undefined) continue
    const entry: object = await import(pathToFileURL(join(root, file)).href)
    for (const name of Object.keys(entry)) {
      if (!exported.has(name)) exported.set(name, path.replace(".", packageName))
    }
  }
  return { exported, prelude: new Set(exportsOf(PRELUDE)) }
}

/** Functions, classes and constants that a source file exports where it declares them. */
function exportsOf(path: string): string[] {
  const declared = /^export (?:async )?(?:function|class|const) (\w+)/gm
  return [...readFileSync(path, "utf8").matchAll(declared)].map(match => match[1]!)
}

/** Whether an identifier stands for a value, rather than naming a property or a part of an import. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node
  if (ts.isPropertyAssignment(parent)) return parent.name !== node
  return !ts.isImportSpecifier(parent) && !(ts.isBindingElement(parent) && parent.propertyName === node)
}

/** Identifiers that a module uses without declaring them anywhere. */
function freeNames(source: ts.SourceFile): Set<string> {
  const used = new Set<string>()
  const declared = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isImportSpecifier(node)) declared.add(node.name.text)
    else if (ts.isIdentifier(node)) {
      const { parent } = node
      const isDeclared =
        (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) &&
        parent.name === node
      if (isDeclared || ts.isFunctionDeclaration(parent) || ts.isImportClause(parent)) declared.add(node.text)
      else if (isReference(node)) used.add(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return new Set([...used].filter(name => !declared.has(name)))
}

/** @param own where the module that the block documents is imported from, for what the package does not export */
function importsOf(block: Block, free: ReadonlySet<string>, names: Names, own: string): string {
  const isComment = block.file.startsWith("src/")
  const declared = isComment ? exportsOf(join(root, block.file)) : []
  const imports: string[] = []
  for (const name of free) {
    const specifier = names.exported.get(name)
    if (names.prelude.has(name)) imports.push(`import { ${name} } from ${JSON.stringify(PRELUDE)}`)
    else if (isComment && specifier) imports.push(`import { ${name} } from ${JSON.stringify(specifier)}`)
    else if (declared.includes(name)) imports.push(`import { ${name} } from ${JSON.stringify(own)}`)
  }
  return imports.join("; ")
}

/** The comment that ends the line on which a statement ends. */
function commentAfter(text: string, end: number): string | undefined {
  return /^;?[ \t]*\/\/ ?(.*)/.exec(text.slice(end))?.[1]?.trim()
}

/** Arguments of `console.log(…)`, or the expression itself: what a comment after it shows. */
function shownNodes(expression: ts.Expression): readonly ts.Node[] {
  const isLog = ts.isCallExpression(expression) && expression.expression.getText() === "console.log"
  return isLog ? expression.arguments : [expression]
}

/** The built declarations of a source file, or the file itself where nothing of the package's face needs it. */
function typesOf(path: string): string {
  const built = path.replace(join(root, "src"), join(root, "dist", "types")).replace(/\.ts$/, "")
  return existsSync(`${built}.d.ts`) ? `${built}.js` : path
}

/**
 * Prepares an example.
 *
 * @param block TypeScript or JavaScript
 * @param names what it may use without an import
 */
export function prepare(block: Block, names: Names): Prepared {
  const { code } = block
  const source = ts.createSourceFile("block.ts", code, ts.ScriptTarget.ES2022, true)
  const claims: Claim[] = []
  const edits: { readonly at: number; readonly text: string }[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node)) {
      const text = commentAfter(code, node.expression.end)
      if (text) {
        const line = block.line + source.getLineAndCharacterOfPosition(node.getStart()).line
        claims.push({ line, text })
        const nodes = shownNodes(node.expression)
        edits.push({ at: nodes[0]!.getStart(), text: `shown(${line}, ` })
        edits.push({ at: nodes.at(-1)!.end, text: ")" })
      }
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  let reporting = code
  for (const { at, text } of edits.sort((a, b) => b.at - a.at)) {
    reporting = reporting.slice(0, at) + text + reporting.slice(at)
  }
  const free = freeNames(source)
  const path = join(root, block.file)
  return {
    block,
    claims,
    typed: `${importsOf(block, free, names, typesOf(path))}\nexport {}; ${code}`,
    reporting: `${importsOf(block, free, names, path)}\n${reporting}`,
  }
}
