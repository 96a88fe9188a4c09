/** Runs prepared examples on Node, each as a module of its own, in a working directory with the example files. */
import { execFileSync } from "node:child_process"
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { readFixture } from "../support/fixtures.ts"
import { root } from "./blocks.ts"
import type { Prepared } from "./prepare.ts"

/** What became of one example. */
export interface Outcome {
  readonly shown: readonly { readonly line: number; readonly text: string }[]
  /** The error that ended it, with its stack. */
  readonly error: string | null
}

/**
 * Makes a working directory inside the repository, where the package resolves by its own name.
 *
 * @param name of the directory, one a test file
 * @returns its path
 */
export function workingDirectory(name: string): string {
  if (!existsSync(join(root, "dist", "index.node.js")))
    throw new Error("not built: npm run build comes first")
  const folder = join(root, ".tmp", "docs", name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  copyFileSync(join(root, "examples", "iris.ubj"), join(folder, "model.ubj"))
  for (const file of ["model.json", "dump.json"]) {
    writeFileSync(join(folder, file), readFixture("xgboost-1.7", "reg_squarederror", file))
  }
  for (const name of ["models", "examples"]) symlinkSync(join(root, name), join(folder, name))
  // A cache of their own, in which a replica of the official release was imported.
  const home = join(folder, "home")
  process.env["JAHS_BENCH_HOME"] = home
  if (name.includes("official")) {
    const archive = join(folder, "assembled_surrogates.tar")
    copyFileSync(join(root, "test", "fixtures", "official-1.7", "assembled_surrogates.tar"), archive)
    execFileSync(process.execPath, [join(root, "dist", "cli.js"), "import", archive, "--json"])
  }
  return folder
}

/**
 * Runs examples.
 *
 * @param folder a working directory
 * @returns an outcome an example, in their order
 */
export async function run(folder: string, examples: readonly Prepared[]): Promise<Outcome[]> {
  if (examples.length === 0) return []
  const modules = examples.map((_, k) => join(folder, `example-${k}.mjs`))
  for (const [k, { reporting }] of examples.entries()) {
    await build({
      stdin: { contents: reporting, loader: "ts", resolveDir: folder },
      outfile: modules[k]!,
      format: "esm",
      target: "es2022",
      bundle: true,
      // The package is what is under test: its own built files, never a copy. The prelude is shared.
      external: ["jahs-bench-201", "jahs-bench-201/*", "node:*", "*/prelude.mjs"],
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
      logLevel: "silent",
    })
  }
  const runner = fileURLToPath(new URL("./run-modules.mjs", import.meta.url))
  const output = execFileSync("node", [runner, ...modules], { cwd: folder, encoding: "utf8" })
  return JSON.parse(output)
}
