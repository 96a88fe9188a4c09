/** The script of requests that every platform answers, and requests that no platform should mind. */
import { createRandom } from "../../src/random/generator.ts"
import { jahsSpace } from "../../src/space/index.ts"
import { Random } from "../support/random.ts"

/** A request as plain data: platforms make of it what they know. */
export interface ScriptedRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | null
}

/** What every deployment of the script has mounted, `iris` as its model. */
export const METRICS: readonly string[] = ["latency", "runtime", "valid-acc"]
const BASE = "/v1/cifar10/distilled-2"
const LINES = "application/x-ndjson"

const get = (path: string, headers: Record<string, string> = {}): ScriptedRequest => {
  return { method: "GET", path, headers, body: null }
}

const post = (path: string, body: unknown, headers: Record<string, string> = {}): ScriptedRequest => {
  const json = { "content-type": "application/json", ...headers }
  return { method: "POST", path, headers: json, body: typeof body === "string" ? body : JSON.stringify(body) }
}

type Values = Record<string, string | number | boolean>

/** The domain of the bundled release. */
const space = jahsSpace.restrict({
  N: [5],
  W: [16],
  Resolution: [1],
  LearningRate: [1e-3, 1],
  WeightDecay: [1e-5, 1e-3],
})

class Writer {
  private readonly random: Random
  private readonly generator

  constructor(seed: number) {
    this.random = new Random(seed)
    this.generator = createRandom(seed)
  }

  private configuration(): Values {
    return { ...space.sample(this.generator) } as unknown as Values
  }

  private address(values: Values): string {
    return Object.entries(values)
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
      .join("&")
  }

  private metrics(): string[] {
    return METRICS.filter(() => this.random.chance(0.6)).concat("valid-acc")
  }

  /** A grid of at most some hundred cells, `"all"` among its axes. */
  private grid(): Record<string, unknown> {
    const { random } = this
    const epoch = random.chance(0.5) ? [1 + random.below(100), 200] : 1 + random.below(200)
    const LearningRate = Array.from({ length: 1 + random.below(5) }, (_, k) => 0.002 * (k + 1))
    return { ...this.configuration(), LearningRate, [`Op${1 + random.below(6)}`]: "all", epoch }
  }

  /** A part of the domain in which few discrete choices are left. */
  private region(): Record<string, unknown> {
    const { LearningRate, WeightDecay, TrivialAugment, ...rest } = this.configuration()
    return { ...rest, LearningRate: [0.01, 0.05], Op2: [0, 2, 3], Op6: [1, 4] }
  }

  private rows(): (number | null)[][] {
    return Array.from({ length: 1 + this.random.below(20) }, () =>
      Array.from({ length: 4 }, () => (this.random.chance(0.1) ? null : this.random.below(80) / 10)),
    )
  }

  /** A request that is answered. */
  good(): ScriptedRequest {
    const { random } = this
    const accept: Record<string, string> = random.chance(0.4) ? { accept: LINES } : {}
    const epoch = 1 + random.below(200)
    const configuration = this.configuration()
    switch (random.below(12)) {
      case 0:
        return get(`${BASE}/query?${this.address({ ...configuration, epoch })}`)
      case 1:
        return post(`${BASE}/query`, { configuration, epoch, metrics: this.metrics() })
      case 2: {
        const configurations = Array.from({ length: 1 + random.below(40) }, () => this.configuration())
        return post(`${BASE}/batch`, { configurations, epoch, metrics: this.metrics() }, accept)
      }
      case 3:
        return post(`${BASE}/trajectory`, { configuration, epochs: epoch, metrics: ["valid-acc"] }, accept)
      case 4:
        return get(`${BASE}/trajectory?${this.address({ ...configuration, epochs: 1 + (epoch % 30) })}`)
      case 5:
        return get(`${BASE}/sample?seed=${random.below(1000)}&n=${1 + random.below(5)}`)
      case 6:
        return post(`${BASE}/call`, { configuration, nepochs: epoch })
      case 7: {
        const output = random.pick(["prediction", "margin", "leaf"])
        return post("/v1/models/iris/predict", { rows: this.rows(), output }, accept)
      }
      case 8:
        return post(`${BASE}/grid`, { grid: this.grid(), metrics: this.metrics() }, accept)
      case 9:
        return post(`${BASE}/bound`, { region: this.region(), metrics: this.metrics(), epoch: [epoch, 200] })
      case 10: {
        const constraints = random.chance(0.5) ? { latency: { atMost: 0.5 + random.below(4) } } : {}
        return post(`${BASE}/optimum`, { metric: "valid-acc", fixed: this.region(), constraints, epoch })
      }
      default:
        return get(
          random.pick([
            ...["/health", "/version", "/v1/tasks", "/v1/models", "/v1/models/iris", "/openapi.json", "/"],
            ...[`${BASE}/space`, `${BASE}/card`, `${BASE}/sample-config?seed=${random.below(99)}`],
          ]),
        )
    }
  }

  /** A request that is refused in words. */
  wrong(): ScriptedRequest {
    const { random } = this
    const configuration = this.configuration()
    return random.pick([
      () => get("/nothing/here"),
      () => get("/v1/cifar10/official-1.1.0/card"),
      () => post(`${BASE}/query`, { configuration: { ...configuration, N: 1 } }),
      () => post(`${BASE}/query`, { configuration: { ...configuration, LearningRate: 1e9 } }),
      () => post(`${BASE}/query`, { configuration, epoch: 201 }),
      () => post(`${BASE}/query`, { configuration, metric: "valid-acc" }),
      () => post(`${BASE}/batch`, { configurations: [configuration, {}] }),
      () => post(`${BASE}/batch`, "{ not JSON"),
      () => post(`${BASE}/grid`, { grid: { ...configuration, epoch: [1, 201] } }),
      () => post(`${BASE}/bound`, { region: { ...configuration, LearningRate: [1, 0.5] } }),
      () => post(`${BASE}/optimum`, { metric: "valid-acc", constraints: { accuracy: { atLeast: 90 } } }),
      () => post("/v1/models/iris/predict", { rows: [[1, 2, 3]] }),
      () => ({ ...post(`${BASE}/query`, {}), method: "DELETE", body: null }),
    ])()
  }

  private everything(): Record<string, "all"> {
    return Object.fromEntries([1, 2, 3, 4, 5, 6].map(op => [`Op${op}`, "all"]))
  }

  private noise(length: number): string {
    return Array.from({ length }, () => String.fromCharCode(32 + this.random.below(95))).join("")
  }

  private deep(levels: number): string {
    return this.random.chance(0.5)
      ? "[".repeat(levels) + "]".repeat(levels)
      : `${'{"configuration":'.repeat(levels)}1${"}".repeat(levels)}`
  }

  /** A request with a part of it broken on purpose. */
  hostile(): ScriptedRequest {
    const { random } = this
    const configuration = this.configuration()
    const name = random.pick(Object.keys(configuration))
    const odd: unknown = random.pick([
      ...[null, [], {}, "", "1", -1, 1e308, 1e-320, 5e15, "NaN", true, { $gt: 0 }],
      ...["../../etc/passwd", "<script>alert(1)</script>", "x".repeat(5000), "\u0000", "\ud800"],
    ])
    const path = random.pick(
      ["query", "batch", "trajectory", "call", "grid", "bound", "optimum"].map(name => `${BASE}/${name}`),
    )
    const good = this.good()
    return random.pick([
      () => post(path, { configuration: { ...configuration, [name]: odd } }),
      () => post(path, { configuration, [this.noise(8)]: odd }),
      () => post(path, { configuration: odd, configurations: odd, epoch: odd, metrics: odd }),
      () => post(`${BASE}/grid`, { grid: { ...configuration, [name]: odd, epoch: odd }, metrics: odd }),
      () => post(`${BASE}/grid`, { grid: { ...configuration, [name]: [odd, odd] } }),
      () => post(`${BASE}/grid`, { grid: { ...configuration, LearningRate: Array(20_000).fill(0.1) } }),
      () => post(`${BASE}/grid`, { grid: { ...configuration, ...this.everything(), epoch: "all" } }),
      () => post(`${BASE}/bound`, { region: { ...configuration, [name]: [odd] }, epoch: odd }),
      () => post(`${BASE}/bound`, { region: {}, epoch: [odd, odd] }),
      () => post(`${BASE}/optimum`, { metric: odd, goal: odd, fixed: odd, constraints: odd, epoch: odd }),
      () => post(`${BASE}/optimum`, { metric: "valid-acc", fixed: { ...configuration, [name]: [odd] } }),
      () =>
        post(`${BASE}/optimum`, { metric: "valid-acc", fixed: configuration, constraints: { latency: odd } }),
      () =>
        post(`${BASE}/optimum`, {
          ...{ metric: "latency", fixed: configuration, constraints: { latency: { atMost: odd } } },
        }),
      () => post(`${BASE}/optimum`, '{"metric":"latency","constraints":{"__proto__":{"atMost":1e999}}}'),
      () => post(path, `{"__proto__":{"epoch":1},"configuration":${JSON.stringify(configuration)}}`),
      () => post(path, `{"constructor":{"prototype":1},"toString":1}`),
      () => post(path, this.deep(20_000)),
      () => post(path, this.noise(random.below(2000))),
      () => post(path, { configurations: Array(20_000).fill(0) }),
      () => post(path, "x".repeat(random.pick([1, 100_000, 2_000_000]))),
      () => post("/v1/models/iris/predict", { rows: odd, output: odd, iterationRange: odd }),
      () => post("/v1/models/iris/predict", { rows: [odd, [odd, 1, 2, 3]] }),
      () => post("/v1/models/iris/predict", { rows: Array(20_000).fill([1, 2, 3, 4]), output: "leaf" }),
      () => get(`/${encodeURIComponent(this.noise(40))}`),
      () => get("/v1/..%2f..%2fetc%2fpasswd/x/query"),
      () => get("/%00/%E0%A4%A"),
      () => get(`${BASE}/query?${"a=1&".repeat(500)}`),
      () => get(`${BASE}/query?${this.address(configuration)}&${encodeURIComponent(this.noise(9))}=1`),
      () => get(`${BASE}/query?__proto__=1&constructor=2&toString=3`),
      () => get(`${BASE}/sample?seed=${random.pick(["-1", "1e9", "9".repeat(400), "0x10", ""])}&n=1e9`),
      () => get(`${BASE}/sample-config?seed=99999999999`),
      () => ({ ...good, method: random.pick(["PUT", "DELETE", "PATCH"]), body: null }),
      () => ({ ...good, headers: { ...good.headers, accept: this.noise(300), "if-none-match": ",,,W/" } }),
      () => ({ ...good, headers: { ...good.headers, authorization: `Bearer ${"A".repeat(7000)}` } }),
      () => ({ ...good, headers: { ...good.headers, "content-type": "text/html" } }),
      () => ({ ...good, headers: { ...good.headers, "content-encoding": "br" } }),
      () => ({ ...good, headers: { ...good.headers, origin: "null", "x-forwarded-host": "evil.example" } }),
    ])()
  }
}

/** The script: of a thousand requests some fifty are refused. */
export function scriptedRequests(count = 1000, seed = 201): ScriptedRequest[] {
  const writer = new Writer(seed)
  return Array.from({ length: count }, (_, k) => (k % 20 === 19 ? writer.wrong() : writer.good()))
}

/** Requests that are answered. */
export function goodRequests(count: number, seed: number): ScriptedRequest[] {
  const writer = new Writer(seed)
  return Array.from({ length: count }, () => writer.good())
}

/** Requests that are broken on purpose. */
export function hostileRequests(count: number, seed: number): ScriptedRequest[] {
  const writer = new Writer(seed)
  return Array.from({ length: count }, () => writer.hostile())
}

/** As the web's `Request`. */
export function requestOf({ method, path, headers, body }: ScriptedRequest, origin: string): Request {
  return new Request(`${origin}${path}`, { method, headers: { ...headers }, body })
}

/** What no answer may hold: paths of machines, stacks, other people's headers. */
export const LEAK =
  /\/(?:work|root|home|tmp|usr|var|node_modules)\/|[\w-]+\.(?:ts|js|mjs):\d+|\n\s+at |evil\.example|root:x:/
