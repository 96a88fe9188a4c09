/**
 * The cases, as every runtime runs them: everything the package computes, as bytes, and one SHA-256 of them.
 * Plain JavaScript that names no runtime and imports nothing; the runners bring the package.
 */

/** Configurations asked per task. */
const NUM_QUERIES = 1000
const SEED = 201

/** Outputs one after the other, little-endian; float32 NaN is 0x7fc00000 whatever an engine stores. */
class Recorder {
  bytes = new Uint8Array(1 << 24)
  view = new DataView(this.bytes.buffer)
  length = 0
  outputs = 0

  reserve(more) {
    if (this.length + more <= this.bytes.length) return
    const bytes = new Uint8Array(2 * (this.length + more))
    bytes.set(this.bytes)
    this.bytes = bytes
    this.view = new DataView(bytes.buffer)
  }

  float32(values) {
    this.reserve(4 * values.length)
    for (let k = 0; k < values.length; k++, this.length += 4) {
      if (Number.isNaN(values[k])) this.view.setUint32(this.length, 0x7fc00000, true)
      else this.view.setFloat32(this.length, values[k], true)
    }
    this.outputs += values.length
  }

  int32(values) {
    this.reserve(4 * values.length)
    for (let k = 0; k < values.length; k++, this.length += 4) this.view.setInt32(this.length, values[k], true)
    this.outputs += values.length
  }

  float64(value) {
    if (Number.isNaN(value)) throw new Error("no float64 output may be NaN")
    this.reserve(8)
    this.view.setFloat64(this.length, value, true)
    this.length += 8
    this.outputs++
  }

  text(value) {
    const bytes = new TextEncoder().encode(value)
    this.reserve(4 + bytes.length)
    this.view.setUint32(this.length, bytes.length, true)
    this.bytes.set(bytes, this.length + 4)
    this.length += 4 + bytes.length
  }

  /** Numbers by their bits, all else by its text; the keys in the space's order. */
  configuration(configuration) {
    for (const [name, value] of Object.entries(configuration)) {
      this.text(name)
      if (typeof value === "number") this.float64(value)
      else this.text(JSON.stringify(value))
    }
  }
}

async function sha256(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return Array.from(digest, byte => byte.toString(16).padStart(2, "0")).join("")
}

/** Runs a call that may refuse: the typed errors are outputs like any other, anything else is a failure. */
async function attempt(recorder, call) {
  try {
    await call()
    return true
  } catch (error) {
    if (typeof error?.code !== "string" || !error.code.startsWith("ERR_")) throw error
    recorder.text(`${error.name} ${error.code} ${error.message}`)
    return false
  }
}

function openCaseFile(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = 4 + view.getUint32(0, true)
  const { cases } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)))
  const section = ({ at, bytes: length }) => bytes.slice(start + at, start + at + length)
  return { cases, section }
}

/** Every stored XGBoost model, by its own reader: leaf ids, margins, predictions, iteration ranges. */
async function models(recorder, { trees, caseFile }) {
  const { cases, section } = openCaseFile(caseFile)
  const counts = { models: 0, refused: 0 }
  for (const { numRows, rows: rowsAt, ranges, models: files } of cases) {
    const rows = new Float32Array(section(rowsAt).buffer)
    for (const file of files) {
      recorder.text(file.name)
      const answered = await attempt(recorder, () => {
        const source = file.name
        const booster = trees[file.reader](section(file), { ...file.options, source })
        recorder.text(JSON.stringify(trees.describe(booster)))
        recorder.int32(booster.predict(rows, { numRows, output: "leaf" }))
        for (const iterationRange of [[0, 0], ...ranges]) {
          recorder.float32(booster.predict(rows, { numRows, iterationRange, output: "margin" }))
          recorder.float32(booster.predict(rows, { numRows, iterationRange }))
        }
      })
      counts[answered ? "models" : "refused"]++
    }
  }
  return counts
}

function random(recorder, { bench }) {
  const generator = bench.createRandom(SEED)
  for (let k = 0; k < 2000; k++) recorder.float64(generator.random())
  for (const high of [2, 5, 200, 2 ** 31 + 1, 2 ** 32, 2 ** 53 - 1]) {
    for (let k = 0; k < 500; k++) recorder.float64(generator.integers(0, high))
  }
}

function samples(recorder, { bench }) {
  const generator = bench.createRandom(SEED)
  for (let k = 0; k < NUM_QUERIES; k++) {
    const configuration = bench.jahsSpace.sample(generator)
    recorder.configuration(configuration)
    recorder.text(bench.toNasBench201String(configuration))
  }
}

/** Releases in the package, and the one that opens where none is named. */
const RELEASES = ["distilled-1", "distilled-2"]
const DEFAULT_RELEASE = "distilled-2"
const TASKS = ["cifar10", "fashion_mnist"]

/** Opens a release: by its name, the default by none, or from a pack where the runtime finds no files. */
function openRelease({ bench, packs }, task, release = DEFAULT_RELEASE) {
  if (packs) return bench.openBenchmark({ task, source: packs[release][task] })
  return bench.openBenchmark(release === DEFAULT_RELEASE ? { task } : { task, release })
}

/** A task's release: queries at drawn epochs, the same in one call, learning curves. */
async function answers(release, task, recorder, input) {
  const { bench } = input
  const benchmark = await openRelease(input, task, release)
  require(benchmark.release === release, `${benchmark.release} of ${task}, asked for ${release}`)
  const generator = bench.createRandom(SEED)
  const configurations = []
  for (let k = 0; k < NUM_QUERIES; k++) {
    const configuration = benchmark.space.sample(generator)
    const epoch = generator.integers(1, 201)
    configurations.push(configuration)
    recorder.configuration(configuration)
    const result = benchmark.query(configuration, { epoch })
    recorder.float32(benchmark.metrics.map(metric => result[metric]))
  }
  const columns = benchmark.queryMany(configurations.slice(0, 200))
  for (const metric of benchmark.metrics) recorder.float32(columns[metric])
  for (const configuration of configurations.slice(0, 2)) {
    const { epoch, ...curves } = benchmark.trajectory(configuration)
    recorder.int32(epoch)
    for (const metric of benchmark.metrics) recorder.float32(curves[metric])
  }
}

/** The bits of float32 values, for comparison: any NaN is like any other. */
function sameBits(a, b) {
  const bits = values =>
    new Int32Array(Float32Array.from(values, value => (Number.isNaN(value) ? 0 : value)).buffer)
  const [first, second] = [bits(a), bits(b)]
  const isNaNAlike = a.every((value, k) => Number.isNaN(value) === Number.isNaN(b[k]))
  return a.length === b.length && isNaNAlike && first.every((value, k) => value === second[k])
}

/** A table of random values, some missing, two columns one-hot; labels are sums of some. */
function trainingTable(generator, numRows) {
  const numFeatures = 6
  const rows = new Float32Array(numRows * numFeatures)
  const labels = new Float32Array(numRows)
  for (let row = 0; row < numRows; row++) {
    const kind = generator.integers(0, 2)
    const values = Array.from({ length: 4 }, () => generator.random())
    rows.set([...values, kind, 1 - kind], row * numFeatures)
    labels[row] = Math.min(1, values[0] / 2 + (values[1] * values[2]) / 4 + kind / 4)
    if (generator.random() < 0.2) rows[row * numFeatures + 3] = Number.NaN
  }
  return { rows, numFeatures, labels, weights: labels.map(() => generator.integers(1, 5)) }
}

/** Every objective trained with draws, constraints and validation: the digests of the files, and the losses. */
async function training(recorder, { trees, training: { train }, bench }) {
  const generator = bench.createRandom(SEED)
  const data = trainingTable(generator, 3000)
  const validation = trainingTable(generator, 500)
  const objectives = {
    "reg:squarederror": { growPolicy: "lossguide", maxLeaves: 20, maxDepth: 0 },
    "reg:absoluteerror": { subsample: 0.5 },
    "reg:quantileerror": { quantileAlpha: 0.9, colsampleByNode: 0.5 },
    "binary:logistic": { monotoneConstraints: [1, 0, 0, -1, 0, 0] },
    "reg:logistic": {
      interactionConstraints: [
        [0, 1],
        [2, 3, 4],
      ],
      baseScore: "estimate",
    },
    "count:poisson": { colsampleByTree: 0.7, colsampleByLevel: 0.8, maxBins: 500 },
  }
  for (const [objective, parameters] of Object.entries(objectives)) {
    const { booster, history } = await train(data, { objective, numTrees: 20, ...parameters }, { validation })
    recorder.text(objective)
    recorder.text(await sha256(trees.writeUbjson(booster, { version: "source" })))
    recorder.text(await sha256(trees.writeJson(booster, { version: "source" })))
    recorder.text(await sha256(await trees.writePack(booster, { compression: "none" })))
    recorder.float32(booster.predict(validation.rows, { numRows: 500 }))
    for (const loss of [...history.trainingLoss, ...history.validationLoss]) recorder.float64(loss)
  }
  return { trained: Object.keys(objectives).length }
}

/** A search for a surrogate's settings, by threads where there are such: held to what this thread finds alone. */
async function fits(recorder, { training: { fitSurrogate, tableOf }, bench }) {
  const generator = bench.createRandom(SEED)
  const rows = Array.from({ length: 120 }, () => bench.jahsSpace.sample(generator)).map((setting, i) => ({
    ...setting,
    epoch: 1 + (i % 200),
    "valid-acc": 30 + 50 * (1 - Math.abs(setting.LearningRate - 0.3)) + setting.Op1,
  }))
  const options = { metrics: ["valid-acc"], trials: 6, workers: 2, numTrees: 10, seed: 3 }
  const outcomes = []
  for (const threads of [0, 2]) {
    const fitted = await fitSurrogate(tableOf(rows), { ...options, threads })
    outcomes.push([JSON.stringify(fitted.fits), await sha256(await fitted.pack())])
  }
  const [alone, together] = outcomes
  require(alone[0] === together[0] && alone[1] === together[1], "a fit by threads")
  recorder.text(alone[0])
  return { trials: options.trials }
}

/** Every optimiser by name, on a mixed space: what each asks for, told values that no engine rounds its own way. */
function optimisers(recorder, { search }) {
  const described = { role: "hyperparameter", description: "" }
  const space = [
    { ...described, kind: "float", name: "rate", lower: 1e-3, upper: 1, log: true, defaultValue: 0.1 },
    { ...described, kind: "float", name: "x", lower: -5, upper: 10, log: false, defaultValue: 0 },
    { ...described, kind: "integer", name: "n", lower: 1, upper: 15, defaultValue: 6 },
    {
      ...{ ...described, kind: "categorical", name: "c", valueType: "string" },
      ...{ values: ["a", "b", "c"], defaultValue: "a" },
    },
  ]
  const rungs = search.epochRungs()
  let trials = 0
  for (const [name, kind] of Object.entries(search.OPTIMISERS)) {
    const isOne = kind.objectives === "one"
    const goals = isOne ? { goal: "minimize" } : { goals: ["minimize", "maximize"] }
    const prior = { n: { value: 6, confidence: "low" }, c: { value: "b", confidence: "high" } }
    const settings = {
      ...goals,
      seed: SEED,
      ...(kind.usesRungs && { rungs }),
      ...(kind.usesPrior && { prior }),
    }
    const optimiser = kind.make(space, settings)
    recorder.text(name)
    // Models take their time: fewer trials.
    const numTrials = kind.isModelBased ? 25 : 150
    const out = []
    for (let i = 0; i < numTrials; i++) {
      const trial = optimiser.ask()
      recorder.configuration(trial.configuration)
      recorder.text(JSON.stringify(trial.fidelity ?? null))
      out.push(trial)
      trials++
      // Two are out at any time.
      if (out.length < 3) continue
      const { id, configuration } = out.shift()
      const { rate, x, n, c } = configuration
      const value = Math.abs(rate - 0.03) + (x - 2) * (x - 2) + Math.abs(n - 9) / 7 + (c === "b" ? 0 : 0.5)
      optimiser.tell(id, isOne ? value : [value, x * rate])
    }
    const text = JSON.stringify(optimiser)
    recorder.text(text)
    require(JSON.stringify(search.restoreOptimiser(JSON.parse(text))) === text, `the state of ${name}`)
  }
  return { trials }
}

function require(isSame, what) {
  if (!isSame) throw new Error(`${what}: not the bits of its rows`)
}

/** Grids over every stored model, and over both tasks: held to rows and queries of the same runtime. */
async function grids(recorder, input) {
  const { trees, bench, caseFile } = input
  const { cases, section } = openCaseFile(caseFile)
  let numGrids = 0
  for (const { numRows, rows: rowsAt, models: files } of cases) {
    const known = new Float32Array(section(rowsAt).buffer)
    for (const file of files) {
      recorder.text(file.name)
      await attempt(recorder, () => {
        const booster = trees[file.reader](section(file), { ...file.options, source: file.name })
        const width = booster.numFeatures
        const base = known.slice(0, width)
        const column = feature =>
          Array.from({ length: Math.min(8, numRows) }, (_, row) => known[row * width + feature])
        const ascending = Float32Array.from({ length: 24 }, (_, k) => (k - 8) / 3)
        const last = width - 1
        const cells = column(0).flatMap(first => Array.from(ascending, value => [first, value]))
        const rows = new Float32Array(cells.length * width)
        cells.forEach(([first, value], cell) => {
          rows.set(base, cell * width)
          rows[cell * width] = first
          rows[cell * width + last] = value
        })
        const axes = [{ features: last, values: ascending }]
        const output = "margin"
        if (width > 1) axes.unshift({ features: 0, values: column(0) })
        const given = width > 1 ? rows : rows.subarray(0, ascending.length * width)
        const wanted = booster.predict(given, { numRows: given.length / width, output })
        const found = trees.predictGrid(booster, axes, { base, output })
        require(sameBits(found, wanted), `${file.name}, grid`)
        recorder.float32(found)
        const curve = trees.predictGrid(booster, axes.slice(-1), { base, output })
        require(sameBits(curve, found.subarray(0, curve.length)) || width > 1, `${file.name}, curve`)
        recorder.float32(curve)
        numGrids += 2
      })
    }
  }
  for (const task of TASKS) {
    const benchmark = await openRelease(input, task)
    const configuration = benchmark.space.sample(bench.createRandom(SEED))
    const grid = benchmark.grid({
      ...configuration,
      Op1: "all",
      Op4: "all",
      Activation: "all",
      TrivialAugment: "all",
      LearningRate: [0.5, 0.01, 0.1],
      epoch: [1, 50, 200],
    })
    for (const metric of benchmark.metrics) recorder.float32(grid.columns[metric])
    for (let index = 0; index < grid.numCells; index += 7) {
      const { configuration: cell, epoch } = grid.cellAt(index)
      const answer = benchmark.query(cell, { epoch })
      for (const metric of benchmark.metrics) {
        require(Object.is(answer[metric], grid.columns[metric][index]), `${task}, ${metric} of cell ${index}`)
      }
    }
    const { epoch, ...curves } = benchmark.trajectory(configuration)
    for (const at of epoch) {
      const answer = benchmark.query(configuration, { epoch: at })
      for (const metric of benchmark.metrics) {
        require(Object.is(answer[metric], curves[metric][at - 1]), `${task}, ${metric} at epoch ${at}`)
      }
    }
  }
  return { numGrids }
}

/**
 * Workers, held to what one thread answers, aborted and closed. A thread more than the machine may have processors;
 * in workerd there are none, and the same calls are answered on its one thread.
 */
async function workers(recorder, runtime) {
  const { bench } = runtime
  const benchmark = await openRelease(runtime, "fashion_mnist")
  const generator = bench.createRandom(SEED)
  const configurations = Array.from({ length: 5000 }, () => benchmark.space.sample(generator))
  const input = { ...configurations[0], Op1: "all", Op2: "all", Op3: "all", Op4: "all", epoch: [7, 200] }
  const pool = await bench.openWorkers(benchmark, { count: 2 })
  const steps = []
  const onProgress = (done, total) => steps.push([done, total])
  const many = await pool.queryMany(configurations, {
    epoch: 30,
    metrics: ["valid-acc", "latency"],
    onProgress,
  })
  const alone = benchmark.queryMany(configurations, { epoch: 30, metrics: ["valid-acc", "latency"] })
  const grid = await pool.grid(input, { onProgress })
  const gridAlone = benchmark.grid(input)
  for (const metric of ["latency", "valid-acc"]) {
    require(sameBits(many[metric], alone[metric]), `workers, ${metric} of many`)
    recorder.float32(many[metric])
  }
  for (const metric of benchmark.metrics) {
    require(sameBits(grid.columns[metric], gridAlone.columns[metric]), `workers, ${metric} of a grid`)
    recorder.float32(grid.columns[metric])
  }
  let next = 0
  for await (const block of pool.gridBlocks(input, { memory: 2800, onProgress })) {
    require(block.first === next, `workers, block at ${block.first}`)
    next += block.numCells
    const wanted = gridAlone.columns.runtime.subarray(block.first, next)
    require(sameBits(block.columns.runtime, wanted), `workers, block at ${block.first}`)
  }
  require(next === grid.numCells, "workers, blocks")
  recorder.text(JSON.stringify(steps))
  const stop = new AbortController()
  const stopped = pool.gridBlocks(input, { memory: 280, signal: stop.signal, onProgress: () => stop.abort() })
  const reason = await stopped.next().then(
    () =>
      stopped.next().then(
        () => "none",
        error => error.name,
      ),
    error => error.name,
  )
  recorder.text(reason)
  const question = {
    metric: "valid-acc",
    fixed: {
      Op1: [0, 2],
      Op2: 2,
      Op3: [0, 3],
      Op4: 0,
      Op5: 1,
      LearningRate: [0.05, 0.1],
      WeightDecay: 0.0005,
    },
    constraints: { latency: { atMost: 0.75 } },
    onProgress() {},
  }
  const optimum = await pool.optimum(question)
  const optimumAlone = await benchmark.optimum(question)
  const { bounds, isSummed } = optimum.certificate
  require(JSON.stringify(optimum.best) === JSON.stringify(optimumAlone.best), "workers, optimum")
  require(sameBits(bounds, optimumAlone.certificate.bounds), "workers, bounds of the optimum")
  recorder.text(JSON.stringify(optimum.best))
  recorder.float32(bounds)
  recorder.text(isSummed.join(""))
  const after = await pool.grid(input, { metrics: ["size_MB"] })
  require(sameBits(after.columns.size_MB, gridAlone.columns.size_MB), "workers, after an abort")
  // A bad question ends as it does without workers.
  await attempt(recorder, () => pool.queryMany([{ ...configurations[0], N: 1 }]))
  await pool.close()
  await pool.queryMany(configurations.slice(0, 3)).then(
    () => recorder.text("answered"),
    error => recorder.text(error.message),
  )
  return pool.count
}

/** Every recorded value of the bundled table, and what is said of a configuration that was never recorded. */
async function tables(recorder, { bench, packs }) {
  const own = packs ? { source: packs["measured-1"].fashion_mnist } : {}
  const table = await bench.openBenchmark({
    task: "fashion_mnist",
    kind: "table",
    release: "measured-1",
    ...own,
  })
  recorder.text(`${table.release} ${table.numRows} ${table.metrics}`)
  for (const configuration of table.configurations()) {
    recorder.configuration(configuration)
    for (let occurrence = 0; occurrence < table.occurrences(configuration); occurrence++) {
      const { epoch, ...curves } = table.trajectory(configuration, { occurrence })
      recorder.int32(epoch)
      for (const curve of Object.values(curves)) {
        // A diverged run has no losses.
        for (const value of curve) Number.isNaN(value) ? recorder.text("NaN") : recorder.float64(value)
      }
    }
  }
  const random = bench.createRandom(SEED)
  for (let k = 0; k < 20; k++) {
    const stranger = bench.jahsSpace.sample(random)
    recorder.float64(table.nearest(stranger).distance)
    await attempt(recorder, () => table.query(stranger))
  }
}

/** Bad input of every kind: the errors' names, codes and messages are the same everywhere, too. */
async function errors(recorder, input) {
  const { trees, bench, caseFile } = input
  const { cases, section } = openCaseFile(caseFile)
  const damaged = []
  for (const { models: files } of cases.slice(0, 20)) {
    for (const file of files) {
      const bytes = section(file)
      const flipped = bytes.slice()
      for (let at = 99; at < flipped.length; at += 997) flipped[at] ^= 4
      damaged.push([file, bytes.subarray(0, bytes.length >> 1)], [file, flipped])
    }
  }
  const fakePack = new TextEncoder().encode(`JAHSPACK\x01\0\0\0\x08\0\0\0{"a": 1}${"no digest ".repeat(10)}`)
  const benchmark = await openRelease(input, "cifar10")
  const configuration = benchmark.space.sample(bench.createRandom(SEED))
  const open = options => bench.openBenchmark({ task: "cifar10", ...options })
  const calls = [
    ...damaged.map(
      ([file, bytes]) =>
        () =>
          trees[file.reader](bytes, { ...file.options, source: file.name }),
    ),
    () => trees.readBooster(new Uint8Array()),
    () => trees.readBooster("{"),
    () => open({ source: fakePack }),
    () => open({ source: fakePack.buffer.slice(0, 9) }),
    () => open({ source: new Response(fakePack) }),
    () => open({ source: new Response(fakePack).body }),
    // workerd would fill in a text that is left out.
    () => open({ source: new Response(null, { status: 404, statusText: "Not Found" }) }),
    () => bench.openBenchmark({ task: "colorectal_histology" }),
    () => bench.openBenchmark({ task: "cifar100" }),
    () => benchmark.query({ ...configuration, LearningRate: 1e-9 }),
    () => benchmark.query({ ...configuration, N: 2 }),
    () => benchmark.query({ ...configuration, epoch: 7 }),
    () => benchmark.query({ ...configuration, N: 1 }),
    () => benchmark.query(configuration, { epoch: 2.5 }),
    () => benchmark.query(configuration, { metrics: ["accuracy"] }),
  ]
  let refused = 0
  for (const call of calls) if (!(await attempt(recorder, call))) refused++
  return { bad: calls.length, refused }
}

/**
 * Runs all cases.
 *
 * @param input namespaces `trees`, `training`, `search` and `bench` of the package, bytes of the case file, and the packs
 *   by release and task where the runtime cannot find them by itself
 * @returns `sha256` over all outputs, their number, and the same for each section, to find a difference
 */
export async function runCases(input) {
  const started = performance.now()
  const recorder = new Recorder()
  const sections = {}
  let numWorkers = 0
  const parts = {
    models,
    random,
    samples,
    ...Object.fromEntries(
      RELEASES.flatMap(release =>
        TASKS.map(task => [`${release}, ${task}`, answers.bind(null, release, task)]),
      ),
    ),
    grids,
    training,
    fits,
    optimisers,
    workers: async (...given) => {
      numWorkers = await workers(...given)
    },
    tables,
    errors,
  }
  for (const [name, part] of Object.entries(parts)) {
    const { length, outputs } = recorder
    const details = await part(recorder, input)
    sections[name] = {
      sha256: await sha256(recorder.bytes.subarray(length, recorder.length)),
      outputs: recorder.outputs - outputs,
      ...details,
    }
  }
  return {
    sha256: await sha256(recorder.bytes.subarray(0, recorder.length)),
    outputs: recorder.outputs,
    bytes: recorder.length,
    numWorkers,
    seconds: (performance.now() - started) / 1000,
    sections,
  }
}
