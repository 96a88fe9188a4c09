/** The point at hand, taken elsewhere: as an address, as data, as a program, as a request. */

import type { JSX } from "preact"
import { type Configuration, toNasBench201String } from "../../../entries/index.web.ts"
import { CopyButton } from "../../parts/copy-button.tsx"
import { linkTo, place } from "../../state/location.ts"
import { pointText } from "../../state/point.ts"
import type { PanelProps } from "./response-panel.tsx"

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/
/** Where `jahs-bench-201 serve` listens unless it is told otherwise. */
const USUAL_SERVICE = "http://127.0.0.1:8080/"

/** The configuration and the epoch, as the service takes them. */
function jsonOf({ point }: Pick<PanelProps, "point">): string {
  return JSON.stringify({ configuration: point.configuration, epoch: point.epoch }, null, 2)
}

function literal(configuration: Configuration): string {
  const lines = Object.entries(configuration).map(([name, value]) => `  ${name}: ${JSON.stringify(value)},`)
  return `{\n${lines.join("\n")}\n}`
}

/** A program that asks the same. */
function typescriptOf({ benchmark, point }: PanelProps): string {
  const { task, release } = benchmark
  return `import { openBenchmark } from "jahs-bench-201"

const benchmark = await openBenchmark({ task: "${task}", release: "${release}" })
const configuration = ${literal(point.configuration)} as const
console.log(benchmark.query(configuration, { epoch: ${point.epoch} }))
`
}

/** The service beside the page, where there may be one: `serve` has the page in a folder of its own. */
function serviceAddress(): string {
  const { hostname, pathname } = location
  return LOOPBACK.test(hostname) && pathname.endsWith("/playground/")
    ? new URL("../", document.baseURI).href
    : USUAL_SERVICE
}

/** A request that asks the same of \`jahs-bench-201 serve\`. */
function curlOf({ benchmark, point }: PanelProps): string {
  const { task, release } = benchmark
  const body = JSON.stringify({ configuration: point.configuration, epoch: point.epoch })
  // The body has neither quotes of this kind nor backslashes: values of the space are words and numbers.
  return `curl -s ${serviceAddress()}v1/${task}/${release}/query -H 'content-type: application/json' -d '${body}'`
}

/** An address of the point: of this task and release, even where the page's own leaves them out. */
function linkOf({ benchmark, point }: PanelProps): string {
  const { view, parameters } = place.value
  const told = new URLSearchParams(parameters)
  told.set("task", benchmark.task)
  told.set("release", benchmark.release)
  told.set("at", pointText(point))
  return linkTo({ view: view || "explore", parameters: told })
}

/** Buttons that copy. */
export function Share(props: PanelProps): JSX.Element {
  return (
    <section class="panel share" aria-labelledby="share-title">
      <h2 id="share-title">Take it along</h2>
      <div class="button-row">
        <CopyButton label="Copy link" text={() => linkOf(props)} />
        <CopyButton label="Copy JSON" text={() => jsonOf(props)} />
        <CopyButton label="Copy TypeScript" text={() => typescriptOf(props)} />
        <CopyButton label="Copy curl" text={() => curlOf(props)} />
        <CopyButton
          label="Copy NAS-Bench-201 string"
          text={() => toNasBench201String(props.point.configuration)}
        />
      </div>
    </section>
  )
}
