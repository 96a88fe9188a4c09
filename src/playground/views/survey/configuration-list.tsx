/** Configurations of a sample, one a row. */

import type { JSX } from "preact"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { cellDigits } from "../../parts/describe-point.ts"
import { PointActions } from "../../parts/point-actions.tsx"
import { type CellValue, SortableTable, type TableColumn } from "../../parts/sortable-table.tsx"
import { pointText } from "../../state/point.ts"
import { pointAt, type Sample, valueIn } from "./sample.ts"
import { metricNamed } from "./state.ts"

export interface ConfigurationListProps {
  readonly benchmark: BenchmarkFacts
  readonly sample: Sample
  readonly caption: string
  /** Positions in the sample. */
  readonly indices: readonly number[]
}

/** Rows with buttons are heavy: sorting brings others into sight. */
const MOST_ROWS = 50

/** A table that sorts by any column. */
export function ConfigurationList(props: ConfigurationListProps): JSX.Element {
  const { benchmark, sample, caption, indices } = props
  const { hyperparameters, metrics } = benchmark
  const at = (index: number) => pointAt(sample, hyperparameters, index)
  const actions: TableColumn<number> = {
    name: "number",
    value: index => index + 1,
    show: index => (
      <span class="survey-row">
        {index + 1} <PointActions point={at(index)} name={`number ${index + 1}`} />
      </span>
    ),
  }
  const cell: TableColumn<number> = { name: "cell", unit: "Op1–Op6", value: index => cellDigits(at(index)) }
  const others = hyperparameters.filter(({ kind, role }) => kind !== "constant" && role !== "architecture")
  const columns: TableColumn<number>[] = [
    actions,
    ...metrics.map(name => ({
      name,
      unit: metricNamed(name).unit,
      value: (index: number) => sample.metrics[name]![index]!,
    })),
    cell,
    ...others.map(hyperparameter => ({
      name: hyperparameter.name,
      value: (index: number): CellValue => {
        const value = valueIn(at(index).configuration, hyperparameter)
        return typeof value === "boolean" ? String(value) : value
      },
    })),
  ]
  return (
    <SortableTable
      caption={caption}
      columns={columns}
      rows={indices}
      limit={MOST_ROWS}
      keyOf={index => pointText(at(index))}
    />
  )
}
