import { type ChildProcess, spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, describe, expect, it } from "vitest"
import { CONFIGURATION, cli, root, run, writeSmallPack } from "../run-cli.ts"

const pack = await writeSmallPack()
const iris = join(root, "examples", "iris.ubj")
const started: ChildProcess[] = []

afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL")
})

interface Served {
  readonly url: string
  /** What it printed. */
  readonly document: Readonly<Record<string, unknown>>
  readonly child: ChildProcess
  readonly stderr: () => string
}

async function serve(words: readonly string[], env: Record<string, string> = {}): Promise<Served> {
  const child = spawn(process.execPath, [cli, "serve", "--port", "0", "--json", ...words], {
    env: { ...process.env, ...env },
  })
  started.push(child)
  let stderr = ""
  child.stderr.on("data", chunk => {
    stderr += chunk
  })
  const document = await new Promise<{ url: string }>((resolve, reject) => {
    child.stdout.once("data", line => resolve(JSON.parse(String(line))))
    child.once("exit", code => reject(new Error(`exit ${code}: ${stderr}`)))
  })
  return { url: document.url, document: { ...document }, child, stderr: () => stderr }
}

describe("serve", () => {
  it("answers for benchmarks and models, and ends with Ctrl-C", async () => {
    const words = ["--task", "cifar10", "--source", pack, "--model", `iris=${iris}`, "--counts", "--log"]
    const { url, child, stderr } = await serve(words)
    const { tasks } = (await (await fetch(`${url}/v1/tasks`)).json()) as { tasks: { path: string }[] }
    const response = await fetch(`${url}${tasks[0]!.path}/query`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ configuration: CONFIGURATION }),
    })
    const { metrics } = (await response.json()) as { metrics: Record<string, number> }
    const asked = run([
      ...["query", "--task", "cifar10", "--source", pack, "--json"],
      ...["--config", JSON.stringify(CONFIGURATION)],
    ])
    expect(JSON.parse(asked.stdout).metrics).toEqual(metrics)
    const ask = async (name: string, body: object): Promise<Record<string, unknown>> => {
      const headers = { "content-type": "application/json" }
      const init = { method: "POST", headers, body: JSON.stringify(body) }
      return (await (await fetch(`${url}${tasks[0]!.path}/${name}`, init)).json()) as Record<string, unknown>
    }
    const from = ["--task", "cifar10", "--source", pack, "--json"]
    const fixed = ["Op1=2", "Op2=0,1", "Activation=ReLU"]
    const optimum = run(["optimum", ...from, "--metric", "latency", ...fixed])
    const region = { Op1: [2], Op2: [0, 1], Activation: ["ReLU"] }
    const served = await ask("optimum", { metric: "latency", fixed: region })
    const { choices, ...counts } = served["certificate"] as { choices: { name: string }[] }
    expect({ ...served, certificate: counts }).toEqual(JSON.parse(optimum.stdout))
    expect(choices[0]).toEqual({ name: "Op2", values: [0, 1] })
    const { bounds } = JSON.parse(run(["bound", ...from, ...fixed]).stdout)
    expect((await ask("bound", { region })).bounds).toEqual(bounds)
    const { axes } = await ask("grid", { grid: { ...CONFIGURATION, Op1: "all" } })
    expect(axes).toEqual([{ name: "Op1", values: [0, 1, 2, 3, 4] }])
    expect(await (await fetch(`${url}/v1/models`)).json()).toEqual({ models: ["iris"] })
    expect(await (await fetch(`${url}/metrics`)).text()).toContain("jahs_bench_requests_total")
    child.kill("SIGINT")
    expect(await new Promise(resolve => child.once("close", resolve))).toBe(0)
    const log = stderr()
      .split("\n")
      .filter(line => line.startsWith("{"))
      .map(line => JSON.parse(line))
    expect(log.map(({ route, status }) => [route, status])).toEqual([
      ["/v1/tasks", 200],
      ["/v1/{task}/{release}/query", 200],
      ...["optimum", "bound", "grid"].map(name => [`/v1/{task}/{release}/${name}`, 200]),
      ["/v1/models", 200],
      ["/metrics", 200],
    ])
  })

  it("ends what takes longer than it may", async () => {
    const { url } = await serve(["--task", "cifar10", "--time-limit", "1"])
    const { tasks } = (await (await fetch(`${url}/v1/tasks`)).json()) as { tasks: { path: string }[] }
    const response = await fetch(`${url}${tasks[0]!.path}/optimum`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ metric: "valid-acc", constraints: { latency: { atMost: 0.75 } } }),
    })
    expect(response.status).toBe(408)
    expect(await response.text()).toContain("expected at most 1000 ms")
  })

  it("demands the tokens of the environment, and lets pages of an origin ask", async () => {
    const words = ["--model", `iris=${iris}`, "--cors", "https://example.org"]
    const { url } = await serve(words, { JAHS_BENCH_TOKENS: "first-token,second-token" })
    expect((await fetch(`${url}/v1/models`)).status).toBe(401)
    const headers = { authorization: "Bearer second-token", origin: "https://example.org" }
    const response = await fetch(`${url}/v1/models`, { headers })
    expect(response.status).toBe(200)
    expect(response.headers.get("access-control-allow-origin")).toBe("https://example.org")
  })

  it("shows the playground with all packs, those that it answers for first", async () => {
    const served = await serve(["--task", "cifar10", "--source", pack], { JAHS_BENCH_HOME: "/nowhere" })
    expect(served.document).toEqual({
      url: served.url,
      tasks: ["cifar10"],
      models: [],
      playground: `${served.url}/playground/`,
    })
    const page = await fetch(`${served.url}/playground/`)
    expect(await page.text()).toContain("<title>jahs-bench-201</title>")
    const packs = (await (await fetch(`${served.url}/playground/models/index.json`)).json()) as {
      task: string
      release: string
      path: string
      sha256: string
    }[]
    const names = packs.map(({ task, release }) => `${task} ${release}`)
    expect(names.slice(1).sort()).toEqual(
      ["cifar10", "fashion_mnist"]
        .flatMap(task => ["distilled-1", "distilled-2"].map(release => `${task} ${release}`))
        .filter(name => name !== names[0])
        .sort(),
    )
    // Not the bundled pack of that name, but the one that is answered for.
    const bytes = new Uint8Array(
      await (await fetch(`${served.url}/playground/${packs[0]!.path}`)).arrayBuffer(),
    )
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(packs[0]!.sha256)
    expect(Buffer.from(bytes).equals(readFileSync(pack))).toBe(true)
  })

  it("answers for the tasks of the release where nothing is named, and leaves the page away where it is told", async () => {
    const { document } = await serve([])
    expect(document["tasks"]).toEqual(["cifar10", "fashion_mnist"])
    const words = ["--model", `iris=${iris}`]
    const without = await serve([...words, "--no-playground"])
    expect(without.document["playground"]).toBe(null)
    expect((await fetch(`${without.url}/playground/`)).status).toBe(404)
    // The page could not say the token.
    const guarded = await serve(words, { JAHS_BENCH_TOKENS: "a-long-token" })
    expect(guarded.document["playground"]).toBe(null)
    expect((await fetch(`${guarded.url}/playground/`)).status).not.toBe(200)
  })

  it("says what it cannot do", async () => {
    const nothing = "error: nothing to serve; expected --task, --model or both\n"
    expect(run(["serve", "--no-playground"]).stderr).toBe(nothing)
    expect(run(["serve", "--source", pack]).stderr).toBe(nothing)
    expect(run(["serve", "--release", "official-1.1.0"]).stderr).toBe(nothing)
    expect(run(["serve", "--model", "iris"]).stderr).toContain("expected <name>=<file>")
    const page = run(["serve", "--model", `iris=${iris}`, "--cors", "https://example.org/page"])
    expect([page.code, page.stderr]).toEqual([2, expect.stringContaining("--cors[0]: expected an origin")])
    const { url } = await serve(["--model", `iris=${iris}`])
    const taken = run(["serve", "--model", `iris=${iris}`, "--port", new URL(url).port])
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining("cannot listen on 127.0.0.1:")])
    expect(taken.stderr).toContain("EADDRINUSE")
  })
})
