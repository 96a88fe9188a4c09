/** The worker: packs are imported as data; the case file is the body of the request. */
import * as bench from "jahs-bench-201"
import cifar10 from "jahs-bench-201/models/cifar10.bin"
import fashionMnist from "jahs-bench-201/models/fashion_mnist.bin"
import measured from "jahs-bench-201/models/measured-1/fashion_mnist.parquet"
import * as search from "jahs-bench-201/search"
import * as training from "jahs-bench-201/training"
import * as trees from "jahs-bench-201/trees"
import { runCases } from "../run-cases.mjs"

export default {
  async fetch(request) {
    const caseFile = new Uint8Array(await request.arrayBuffer())
    const packs = { cifar10, fashion_mnist: fashionMnist, measured }
    const result = await runCases({ trees, training, search, bench, caseFile, packs })
    const withoutSource = await bench.openBenchmark({ task: "cifar10" }).catch(error => error)
    return Response.json({ ...result, withoutSource: `${withoutSource.name}: ${withoutSource.message}` })
  },
}
