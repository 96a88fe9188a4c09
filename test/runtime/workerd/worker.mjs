/** The worker: packs are imported as data; the case file is the body of the request. */
import * as bench from "jahs-bench-201"
import cifar10Of1 from "jahs-bench-201/models/distilled-1/cifar10.bin"
import fashionMnistOf1 from "jahs-bench-201/models/distilled-1/fashion_mnist.bin"
import cifar10Of2 from "jahs-bench-201/models/distilled-2/cifar10.bin"
import fashionMnistOf2 from "jahs-bench-201/models/distilled-2/fashion_mnist.bin"
import measured from "jahs-bench-201/models/measured-1/fashion_mnist.parquet"
import * as search from "jahs-bench-201/search"
import * as training from "jahs-bench-201/training"
import * as trees from "jahs-bench-201/trees"
import { runCases } from "../run-cases.mjs"

export default {
  async fetch(request) {
    const caseFile = new Uint8Array(await request.arrayBuffer())
    const packs = {
      "distilled-1": { cifar10: cifar10Of1, fashion_mnist: fashionMnistOf1 },
      "distilled-2": { cifar10: cifar10Of2, fashion_mnist: fashionMnistOf2 },
      "measured-1": { fashion_mnist: measured },
    }
    const result = await runCases({ trees, training, search, bench, caseFile, packs })
    const withoutSource = await bench.openBenchmark({ task: "cifar10" }).catch(error => error)
    return Response.json({ ...result, withoutSource: `${withoutSource.name}: ${withoutSource.message}` })
  },
}
