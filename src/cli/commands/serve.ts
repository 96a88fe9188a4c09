/** `serve`: benchmarks and models over HTTP, on this machine. */

import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import process from "node:process"
import { InvalidArgumentError } from "commander"
import type { Benchmark } from "../../benchmark/index.ts"
import { bundledReleases, DEFAULT_RELEASE } from "../../benchmark/task.ts"
import { SITE_PATH } from "../../node/playground-site.ts"
import { requestListener } from "../../node/request-listener.ts"
import type { Booster } from "../../predict/booster/booster.ts"
import { openPack } from "../../predict/pack/pack.ts"
import { createHandler } from "../../service/handler.ts"
import type { HandlerOptions } from "../../service/options.ts"
import { type CommandDefinition, defineCommand } from "../frame/define-command.ts"
import type { Screen } from "../frame/screen.ts"
import { UsageError } from "../frame/usage-error.ts"
import { open } from "../input/open.ts"
import { openPlayground } from "../input/open-playground.ts"
import { integer, names } from "../input/options.ts"
import { isPack, readGiven, readGivenModel } from "../input/read-model.ts"

interface Options {
  readonly task: readonly string[]
  readonly release?: string
  readonly source?: string
  readonly model: Readonly<Record<string, string>>
  readonly port: number
  readonly host: string
  readonly cors?: readonly string[]
  readonly timeLimit?: number
  readonly counts?: boolean
  readonly log?: boolean
  readonly playground: boolean
  readonly open?: boolean
}

/** Environment variable of the tokens: words on a command line are for everybody to see. */
const TOKENS = "JAHS_BENCH_TOKENS"

function models(text: string, before: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [, name, file] = /^([\w.-]+)=(.+)$/.exec(text) ?? []
  if (name === undefined || file === undefined) throw new InvalidArgumentError("Expected <name>=<file>.")
  return { ...before, [name]: file }
}

async function readModel(screen: Screen, path: string): Promise<Booster> {
  const given = await readGiven(path, screen.stdin)
  return isPack(given) ? openPack(given.bytes, { source: given.source }) : readGivenModel(given, {}).booster
}

function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once("error", error => {
      const actual = "code" in error ? String(error.code) : error.message
      reject(new UsageError({ path: "--port", what: `cannot listen on ${host}:${port}`, actual }))
    })
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
  })
}

/** Ends the server in order: answers that were begun are finished, for some seconds. */
function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    const late = setTimeout(() => server.closeAllConnections(), 5000)
    server.close(() => {
      clearTimeout(late)
      resolve()
    })
    server.closeIdleConnections()
  })
}

function untilTold(): Promise<void> {
  return new Promise(resolve => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => resolve())
  })
}

/** The tasks that were named; where nothing was, those that the release has, since the page shows them. */
function tasksOf({ task, model, release = DEFAULT_RELEASE, source, playground }: Options): readonly string[] {
  if (task.length > 0 || Object.keys(model).length > 0) return task
  const bundled = Object.hasOwn(bundledReleases, release) ? bundledReleases[release]! : []
  if (playground && source === undefined && bundled.length > 0) return bundled
  throw new UsageError({ what: "nothing to serve", expected: "--task, --model or both" })
}

async function openBenchmarks(options: Options): Promise<Benchmark[]> {
  const { release, source } = options
  const where = { ...(release === undefined ? {} : { release }), ...(source === undefined ? {} : { source }) }
  const benchmarks = []
  for (const name of tasksOf(options)) benchmarks.push(await open({ task: name, ...where }))
  return benchmarks
}

async function handlerOptions(
  screen: Screen,
  options: Options,
  benchmarks: readonly Benchmark[],
): Promise<HandlerOptions> {
  const { model, cors, timeLimit, counts = false, log = false } = options
  const boosters: Record<string, Booster> = {}
  for (const [name, file] of Object.entries(model)) boosters[name] = await readModel(screen, file)
  const tokens = process.env[TOKENS]?.split(",")
  return {
    benchmarks,
    boosters,
    ...(cors === undefined ? {} : { cors: cors.includes("*") ? "*" : cors }),
    ...(tokens === undefined ? {} : { auth: { tokens } }),
    ...(timeLimit === undefined ? {} : { limits: { milliseconds: timeLimit * 1000 } }),
    compress: true,
    metrics: counts,
    log: entry => {
      if (log || entry.level === "error") screen.error(JSON.stringify(entry))
    },
  }
}

/** Opens the page in the browser that the system takes for its own; without one the address was printed. */
async function showPage(screen: Screen, url: string): Promise<void> {
  const { default: openInBrowser } = await import("open")
  const browser = await openInBrowser(url).catch(() => null)
  browser?.once("error", () => screen.note("No browser could be opened."))
  if (browser === null) screen.note("No browser could be opened.")
}

/** Options of the library that are wrong only because the command line's are. */
function handlerOf(options: HandlerOptions): ReturnType<typeof createHandler> {
  try {
    return createHandler(options)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const what = error.message.replace("options.auth.tokens", TOKENS).replace(/^options\.(\w+)/, "--$1")
    throw new UsageError({ what })
  }
}

export const serve: CommandDefinition = defineCommand<Options>({
  name: "serve",
  summary: "Answers over HTTP, and shows the playground: benchmarks and models, until Ctrl-C.",
  description:
    `The playground is at ${SITE_PATH}. The page at / says what is answered; /openapi.json is the same as a document. ` +
    `Tokens between commas in the environment variable ${TOKENS} are demanded of every request. ` +
    "Only this machine can ask unless --host says otherwise.",
  examples: [
    "jahs-bench-201 serve --open",
    "jahs-bench-201 serve --task cifar10,fashion_mnist --port 8080",
    "jahs-bench-201 serve --model churn=model.ubj --log",
  ],
  json: "one document {url,tasks,models,playground} when it listens",
  configure(command) {
    command
      .option("--task <names>", "tasks between commas (default: those of the release)", names, [])
      .option("--release <name>", `release of the surrogates (default: ${DEFAULT_RELEASE})`)
      .option("--source <where>", "release packs: a file, a folder of <task>.bin files, or a URL")
      .option("--model <name=file>", "a model to predict with; may be given several times", models, {})
      .option("--port <number>", "0 takes any that is free", integer(0, 65_535), 8080)
      .option("--host <address>", "address to listen on", "127.0.0.1")
      .option("--cors <origins>", "origins between commas whose pages may ask, or *", names)
      .option("--time-limit <seconds>", "the longest an answer may take (default: 30)", integer(1, 86_400))
      .option("--counts", "count requests, for Prometheus, at /metrics")
      .option("--no-playground", "answers only, without the page that shows them")
      .option("--open", "opens the page in a browser")
      .option("--log", "one line of JSON a request on stderr; without it, only of errors")
  },
  async run(screen, options) {
    const { model } = options
    const benchmarks = await openBenchmarks(options)
    const handler = handlerOf(await handlerOptions(screen, options, benchmarks))
    // A page cannot say a token where it asks for its own files.
    const isGuarded = process.env[TOKENS] !== undefined
    const site = options.playground && !isGuarded ? await openPlayground(benchmarks, options.source) : null
    const answer = async (request: Request): Promise<Response> =>
      (await site?.(request)) ?? (await handler(request))
    const server = createServer(requestListener(answer))
    const { port } = await listen(server, options.port, options.host)
    const url = `http://${options.host.includes(":") ? `[${options.host}]` : options.host}:${port}`
    const tasks = benchmarks.map(({ task }) => task)
    const playground = site === null ? null : `${url}${SITE_PATH}`
    if (screen.json) await screen.document({ url, tasks, models: Object.keys(model), playground })
    else {
      const { bold } = screen.colors
      await screen.print(`${bold(url)} answers for ${[...tasks, ...Object.keys(model)].join(", ")}`)
      if (playground !== null) await screen.print(`${bold(playground)} shows the playground`)
      else if (options.playground) screen.note(`No playground: it cannot say the tokens of ${TOKENS}.`)
    }
    await screen.flush()
    if (options.open && playground !== null) await showPage(screen, playground)
    await untilTold()
    screen.note("\nNo new requests; those that were begun are answered.")
    await close(server)
    return
  },
})
