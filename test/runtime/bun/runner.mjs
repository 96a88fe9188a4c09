/** Bun: the packs are fetched from beside the module. */
import * as bench from "jahs-bench-201"
import * as search from "jahs-bench-201/search"
import * as training from "jahs-bench-201/training"
import * as trees from "jahs-bench-201/trees"
import { runCases } from "../run-cases.mjs"

const caseFile = await Bun.file(new URL("../cases.bin", import.meta.url)).bytes()
const result = await runCases({ trees, training, search, bench, caseFile })
console.log(JSON.stringify({ ...result, version: Bun.version }))
