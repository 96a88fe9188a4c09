/** The package by its name: bench/rivals is a package of its own, inside of which that name means nothing. */
export {
  type Benchmark,
  type Configuration,
  createEncoder,
  createRandom,
  jahsSpace,
  metrics,
  openBenchmark,
  openWorkers,
  type RandomSource,
  type Space,
} from "jahs-bench-201"
export {
  type Booster,
  type GridAxis,
  openPack,
  predictGrid,
  readJson,
  readUbjson,
  writePack,
} from "jahs-bench-201/trees"
