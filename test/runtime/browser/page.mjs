/** The page: the packs are fetched from beside the module, as any other file of the site. */
import * as bench from "jahs-bench-201"
import * as search from "jahs-bench-201/search"
import * as training from "jahs-bench-201/training"
import * as trees from "jahs-bench-201/trees"
import { runCases } from "../run-cases.mjs"

const response = await fetch(new URL("../cases.bin", import.meta.url))
globalThis.result = await runCases({
  trees,
  training,
  search,
  bench,
  caseFile: new Uint8Array(await response.arrayBuffer()),
})
