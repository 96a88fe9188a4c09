/** Trains a configuration that this project has measured, and shows both: `node examples/live.mjs [number] [epochs]`. */
import process from "node:process"
import { measuredConfiguration, openBenchmark } from "jahs-bench-201"

const [number = 2, epochs = 2] = process.argv.slice(2).map(Number)
const table = await openBenchmark({ task: "fashion_mnist", kind: "table" })
const live = await openBenchmark({ task: "fashion_mnist", kind: "live" })

const { seed } = measuredConfiguration(number)
const recorded = [...table.configurations()].find(
  of => table.query(of, { metrics: ["config_index"] }).config_index === number,
)
if (recorded === undefined) throw new Error(`configuration ${number} was not measured`)
const curve = table.trajectory(recorded, { epochs, metrics: ["valid-acc"] })["valid-acc"]

for await (const { epoch, ...metrics } of live.train(recorded, { epochs, seed })) {
  const [now, then] = [metrics["valid-acc"], curve[epoch - 1]].map(accuracy => accuracy.toFixed(2))
  console.log(
    `epoch ${epoch}: valid-acc ${now} %, recorded ${then} %, ${metrics.train_s.toFixed(1)} s to train`,
  )
}
