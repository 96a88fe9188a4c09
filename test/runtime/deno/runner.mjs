/** Deno: the packs are fetched from beside the module; reading the project is the only permission. */
import * as bench from "jahs-bench-201"
import * as search from "jahs-bench-201/search"
import * as training from "jahs-bench-201/training"
import * as trees from "jahs-bench-201/trees"
import { runCases } from "../run-cases.mjs"

const caseFile = await Deno.readFile(new URL("../cases.bin", import.meta.url))
const result = await runCases({ trees, training, search, bench, caseFile })
console.log(JSON.stringify({ ...result, version: Deno.version.deno }))
