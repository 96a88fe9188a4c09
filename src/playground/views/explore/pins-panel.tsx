/** Pinned configurations beside the one at hand. */

import type { JSX } from "preact"
import { type MetricName, metrics, type Trajectory } from "../../../entries/index.web.ts"
import { seriesColor } from "../../parts/colors.ts"
import { csvText } from "../../parts/csv.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { formatNumber } from "../../parts/format-number.ts"
import { isSamePoint, type Point } from "../../state/point.ts"
import { lookAt, togglePin } from "../../state/selection.ts"
import { axesOf, valueOn } from "./axis.ts"
import type { Compared } from "./engine.ts"
import { valueName } from "./names.ts"
import type { PanelProps } from "./response-panel.tsx"

export interface PinsPanelProps extends PanelProps {
  /** Of the point at hand; null while they are computed. */
  readonly curves: Trajectory | null
  readonly pins: readonly Point[]
  /** What the engine says of each; empty while it is asked. */
  readonly compared: readonly Compared[]
}

function csvOf({ benchmark, pins, compared }: PinsPanelProps): string {
  const axes = axesOf(benchmark.hyperparameters)
  const head = ["task", "release", ...axes.map(({ name }) => name), ...benchmark.metrics]
  const rows = pins.map((pin, i) => [
    benchmark.task,
    benchmark.release,
    ...axes.map(axis => valueOn(axis, pin)),
    ...benchmark.metrics.map(name => compared[i]?.metrics[name] ?? ""),
  ])
  return csvText(head, rows)
}

/** The best of a row, to be set off. */
function bestOf(values: readonly (number | undefined)[], goal: "minimize" | "maximize"): number | undefined {
  const known = values.filter(value => value !== undefined)
  if (known.length < 2) return undefined
  return goal === "minimize" ? Math.min(...known) : Math.max(...known)
}

/** A column: the point at hand, or a pin. */
interface Entry {
  readonly label: string
  readonly color: string
  readonly point: Point
  readonly isPin: boolean
  readonly metric: (name: MetricName) => number | undefined
}

function entriesOf({ point, curves, pins, compared }: PinsPanelProps): readonly Entry[] {
  const here: Entry = {
    label: "here",
    color: "--accent",
    point,
    isPin: false,
    metric: name => curves?.[name][point.epoch - 1],
  }
  const pinned = pins.map(
    (pin, i): Entry => ({
      label: `pin ${i + 1}`,
      color: seriesColor(i + 1),
      point: pin,
      isPin: true,
      metric: name => compared[i]?.metrics[name],
    }),
  )
  return [here, ...pinned]
}

function Head({ entry, isHere }: { readonly entry: Entry; readonly isHere: boolean }): JSX.Element {
  const { label, color, point } = entry
  return (
    <th scope="col">
      <i class="swatch" style={{ background: `var(${color})` }} aria-hidden="true" />
      {label}
      {entry.isPin && (
        <div class="pin-buttons">
          <button
            type="button"
            class="quiet"
            disabled={isHere}
            aria-label={`Look at ${label}`}
            onClick={() => lookAt(point)}
          >
            Look at
          </button>
          <button
            type="button"
            class="quiet"
            aria-label={`Take ${label} away`}
            onClick={() => togglePin(point)}
          >
            ✕
          </button>
        </div>
      )}
    </th>
  )
}

interface RowsProps {
  readonly benchmark: PanelProps["benchmark"]
  readonly entries: readonly Entry[]
}

function MetricRows({ benchmark, entries }: RowsProps): JSX.Element {
  return (
    <tbody>
      {metrics
        .filter(({ name }) => benchmark.metrics.includes(name))
        .map(({ name, unit, goal }) => {
          const values = entries.map(({ metric }) => metric(name))
          const best = bestOf(values, goal)
          return (
            <tr key={name}>
              <th scope="row">
                {name} <small>{unit}</small>
              </th>
              {values.map((value, i) => (
                <td key={entries[i]!.label} class={value === best ? "number best" : "number"}>
                  {value === undefined ? "…" : formatNumber(value)}
                </td>
              ))}
            </tr>
          )
        })}
    </tbody>
  )
}

function ValueRows({ benchmark, entries }: RowsProps): JSX.Element {
  return (
    <tbody>
      {axesOf(benchmark.hyperparameters).map(axis => {
        const values = entries.map(entry => valueOn(axis, entry.point))
        const isEqual = values.every(value => value === values[0])
        return (
          <tr key={axis.name} class={isEqual ? "equal" : ""}>
            <th scope="row">{axis.name}</th>
            {values.map((value, i) => (
              <td key={entries[i]!.label} class="number">
                {valueName(axis.name, value)}
              </td>
            ))}
          </tr>
        )
      })}
    </tbody>
  )
}

/** A column a configuration: what differs is what one looks for. */
export function PinsPanel(props: PinsPanelProps): JSX.Element {
  const { benchmark, point, pins } = props
  if (pins.length === 0) {
    return (
      <section class="panel" aria-labelledby="pins-title">
        <h2 id="pins-title">Pins</h2>
        <p class="waiting">Pin configurations to compare them side by side, in the curves above and here.</p>
      </section>
    )
  }
  const entries = entriesOf(props)
  return (
    <section class="panel" aria-labelledby="pins-title">
      <div class="panel-head">
        <h2 id="pins-title">Pins</h2>
        <DownloadButton label="Save as CSV" name="pins.csv" type="text/csv" content={() => csvOf(props)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section class="table-frame whole" tabIndex={0} aria-label="Pins side by side">
        <table class="pins">
          <thead>
            <tr>
              <th scope="col">
                <span class="hidden">What</span>
              </th>
              {entries.map(entry => (
                <Head key={entry.label} entry={entry} isHere={isSamePoint(entry.point, point)} />
              ))}
            </tr>
          </thead>
          <MetricRows benchmark={benchmark} entries={entries} />
          <ValueRows benchmark={benchmark} entries={entries} />
        </table>
      </section>
    </section>
  )
}
