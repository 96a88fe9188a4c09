// A fresh process that asks one question: node cold-start-child.mjs <number of metrics>. With 0 it does nothing.
const numMetrics = Number(process.argv[2])
if (numMetrics > 0) {
  const { openBenchmark } = await import("jahs-bench-201")
  const metrics = numMetrics === 1 ? ["valid-acc"] : undefined
  const benchmark = await openBenchmark({ task: "cifar10", metrics })
  const configuration = {
    ...{ Op1: 4, Op2: 0, Op3: 1, Op4: 3, Op5: 0, Op6: 2 },
    ...{ Activation: "Mish", TrivialAugment: true, LearningRate: 0.1, WeightDecay: 0.0005 },
  }
  if (Object.keys(benchmark.query(configuration)).length !== numMetrics) process.exitCode = 1
}
