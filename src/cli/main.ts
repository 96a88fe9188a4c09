#!/usr/bin/env node
/** Start of the command line, bundled as `dist/cli.js`: hands the process's streams to `runCommandLine`. */

import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import process from "node:process"

// The bundled CommonJS libraries ask for Node's own modules with the `require` that an ES module lacks. They
// are imported after this line, which is why the rest of the program is.
const scope = globalThis as { require?: NodeJS.Require }
scope.require ??= createRequire(import.meta.url)
const { runCommandLine } = await import("./run.ts")

// A reader that leaves early (`| head`) is no error: the write that fails says so to whoever awaits it.
process.stdout.on("error", () => {})
process.stderr.on("error", () => {})

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
const { stdin, stdout, stderr, env } = process
// Not process.exit(): output may still be on its way.
process.exitCode = await runCommandLine(process.argv.slice(2), { stdin, stdout, stderr, env, version })
