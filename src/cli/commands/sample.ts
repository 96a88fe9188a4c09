/** `sample`: seeded configurations of a release's space. */

import { createRandom } from "../../random/generator.ts"
import { edges, operations } from "../../space/index.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import { settingText } from "../frame/numbers.ts"
import { type Column, table, wrap } from "../frame/table.ts"
import { nameOf, open } from "../input/open.ts"
import { type BenchmarkOptions, benchmarkOptions, integer, seed } from "../input/options.ts"

interface Options extends BenchmarkOptions {
  readonly n: number
  readonly seed: number | bigint
}

const MOST = 10_000_000

export const sample: CommandDefinition = defineCommand<Options>({
  name: "sample",
  summary: "Seeded configurations, drawn uniformly from a release's domain.",
  description: "The same seed gives the same configurations in every release of this package.",
  examples: [
    "jahs-bench-201 sample --task cifar10 --n 3 --seed 7",
    "jahs-bench-201 sample --task cifar10 --n 3 --json |\n    jahs-bench-201 query --task cifar10 --config -",
  ],
  json: "one line {Op1,…,Resolution} a configuration, as `query --config -` reads it",
  configure(command) {
    benchmarkOptions(command)
    command
      .option("--n <number>", "how many", integer(1, MOST), 1)
      .option("--seed <number>", "seed of the random generator", seed, 0)
  },
  async run(screen, options) {
    const benchmark = await open(options)
    const { space } = benchmark
    const random = createRandom(options.seed)
    const varying = space.hyperparameters.filter(
      ({ kind, role }) => kind !== "constant" && role !== "architecture",
    )
    const rows: string[][] = []
    for (let at = 1; at <= options.n; at++) {
      const configuration = space.sample(random)
      if (screen.json) await screen.document(configuration)
      else {
        const values = configuration as unknown as Record<string, unknown>
        const cell = edges.map(({ name }) => configuration[name]).join(" ")
        rows.push([String(at), cell, ...varying.map(({ name }) => settingText(values[name]))])
      }
    }
    if (screen.json) return
    const { colors, columns } = screen
    await screen.print(colors.bold(`${nameOf(benchmark)}, seed ${options.seed}`))
    const titles = varying.map(({ name, kind }): Column => {
      return { title: name, align: kind === "categorical" ? "left" : "right" }
    })
    for (const line of table([{ title: "#" }, { title: "Op1 to Op6" }, ...titles], rows, colors.dim))
      await screen.print(line)
    const constants = space.hyperparameters.flatMap(hyperparameter =>
      hyperparameter.kind === "constant" ? [`${hyperparameter.name} ${hyperparameter.value}`] : [],
    )
    const legend = operations.map(({ index, name }) => `${index} ${name}`).join(", ")
    await screen.print()
    for (const line of wrap(`Operations: ${legend}.`, columns)) await screen.print(line)
    if (constants.length > 0) await screen.print(`Constant: ${constants.join(", ")}.`)
    return
  },
})
