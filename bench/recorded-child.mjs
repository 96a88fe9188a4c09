// A fresh process that opens a table and asks it: node recorded-child.mjs <file> <metrics, or all> <queries>.
import { pathToFileURL } from "node:url"
import { createRandom, openBenchmark } from "jahs-bench-201"

const [, , file, chosen, count] = process.argv
const cpu = () => process.cpuUsage().user / 1000 + process.cpuUsage().system / 1000
const before = { rss: process.memoryUsage.rss(), cpu: cpu(), wall: performance.now() }
const table = await openBenchmark({
  task: "cifar10",
  kind: "table",
  source: pathToFileURL(file),
  ...(chosen === "all" ? {} : { metrics: chosen.split(",") }),
})
const open = { cpuMs: cpu() - before.cpu, wallMs: performance.now() - before.wall }
const peakOpening = process.resourceUsage().maxRSS * 1024
const rssOpened = process.memoryUsage.rss()
const random = createRandom(1)
const asked = Array.from({ length: Number(count) }, () => ({
  configuration: table.sample(random),
  epoch: random.integers(table.epochs.lower, table.epochs.upper + 1),
}))
const timed = work => {
  for (const one of asked.slice(0, 1000)) work(one)
  const start = cpu()
  for (const one of asked) work(one)
  return ((cpu() - start) * 1000) / asked.length
}
const queryMicros = timed(({ configuration, epoch }) => table.query(configuration, { epoch }))
const trajectoryMicros = timed(({ configuration }) =>
  table.trajectory(configuration, { metrics: table.metrics.slice(0, 1) }),
)
const stranger = { ...asked[0].configuration, LearningRate: 0.123456 }
const start = cpu()
for (let i = 0; i < 20; i++) table.nearest(stranger)
const nearestMs = (cpu() - start) / 20
console.log(
  JSON.stringify({
    rows: table.numRows,
    configurations: table.numConfigurations,
    columns: table.metrics.length,
    open,
    queryMicros,
    trajectoryMicros,
    nearestMs,
    residentBefore: before.rss,
    residentOpened: rssOpened,
    peakOpening,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
)
