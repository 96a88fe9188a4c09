/** Who is ahead at the end of the budget. */

import type { JSX } from "preact"
import { seriesStyle } from "../../parts/band-chart.tsx"
import { csvText } from "../../parts/csv.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { formatNumber } from "../../parts/format-number.ts"
import { SortableTable, type TableColumn } from "../../parts/sortable-table.tsx"
import { objectiveLabel, signOf } from "./objective.ts"
import type { RaceSetup } from "./race-setup.ts"
import type { ArmStanding, Standings } from "./standings.ts"

interface LeaderboardProps {
  readonly setup: RaceSetup
  readonly standings: Standings
  /** The best value there is; null where it is not known. */
  readonly optimum: number | null
}

interface Row {
  readonly standing: ArmStanding
  /** Among the lines of the charts. */
  readonly index: number
}

function lastOf(values: Float64Array): number {
  return values[values.length - 1] ?? Number.NaN
}

/** The middle one of an odd number of values, else the mean of the two in the middle. */
function medianOf(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

/** What is last: a value that is missing is no good. */
function orderOf({ mean }: ArmStanding, sign: 1 | -1): number {
  const loss = sign * lastOf(mean)
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss
}

function columnsOf({ setup, optimum }: LeaderboardProps): TableColumn<Row>[] {
  const [name, unit = ""] = objectiveLabel(setup.objective).split(", ")
  const sign = signOf(setup.objective)
  return [
    {
      name: "Optimiser",
      value: ({ standing }) => standing.title,
      show: ({ standing, index }) => {
        const { color, isDashed } = seriesStyle(index)
        return (
          <span>
            <svg class="race-swatch" viewBox="0 0 22 4" aria-hidden="true">
              <path
                d="M0 2H22"
                stroke={`var(${color})`}
                stroke-width="4"
                {...(isDashed ? { "stroke-dasharray": "6 4" } : {})}
              />
            </svg>
            {standing.title}
          </span>
        )
      },
    },
    { name: `Mean of the best ${name}`, unit, value: ({ standing }) => lastOf(standing.mean) },
    {
      name: "± standard error",
      unit,
      value: ({ standing }) => lastOf(standing.standardError),
      show: ({ standing }) => formatNumber(lastOf(standing.standardError), 2),
    },
    { name: "Median", unit, value: ({ standing }) => medianOf(standing.finals) },
    { name: "Mean rank", unit: "1 is best", value: ({ standing }) => standing.finalRank },
    ...(optimum === null
      ? []
      : [
          {
            name: "Mean regret",
            unit,
            value: ({ standing }: Row) => sign * (lastOf(standing.mean) - optimum),
          },
        ]),
    { name: "Runs", value: ({ standing }) => standing.numRuns },
    { name: "Evaluations", unit: "a run", value: ({ standing }) => standing.numEvaluations },
  ]
}

/** The table, the best first, and as CSV. */
export function Leaderboard(props: LeaderboardProps): JSX.Element {
  const { setup, standings } = props
  const sign = signOf(setup.objective)
  const columns = columnsOf(props)
  const rows = standings.arms
    .map((standing, index) => ({ standing, index }))
    .sort((a, b) => orderOf(a.standing, sign) - orderOf(b.standing, sign))
  const head = columns.map(({ name, unit }) => (unit ? `${name}, ${unit}` : name))
  const csv = (): string =>
    csvText(
      head,
      rows.map(row => columns.map(({ value }) => value(row))),
    )
  return (
    <section class="panel">
      <h2>Leaderboard</h2>
      <SortableTable
        caption={`After ${setup.budget} mean full evaluations of simulated time, at any number of epochs`}
        columns={columns}
        rows={rows}
        keyOf={({ standing }) => standing.arm}
      />
      <DownloadButton label="leaderboard.csv" name="leaderboard.csv" type="text/csv" content={csv} />
    </section>
  )
}
