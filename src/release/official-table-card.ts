/** The card of a table that was converted from the authors' release. */

import { metrics, type TaskName } from "../benchmark/index.ts"
import { epochFidelity, jahsSpace } from "../space/index.ts"
import type { SourceFile } from "../surrogate/card.ts"
import type { TableCard, TableColumnCard } from "../table/table-card.ts"
import { isOfficialName, originOf } from "./official-name.ts"
import type { TableColumn } from "./table-writer.ts"

/** Where a table comes from. */
export interface TableOrigin {
  readonly task: TaskName
  /** Name that the release gets, such as `official-1.1.0`. */
  readonly release: string
  readonly archive: string
  readonly files: readonly SourceFile[]
  /** Version of this package. */
  readonly version: string
}

/** What the release's own columns mean, beside hyperparameters and metrics; upstream states no units. */
const OTHERS: Readonly<Record<string, readonly [unit: string, description: string]>> = {
  split: ["", "which of upstream's tables the row stands in"],
  row: ["", "number of the row in the whole dataset, raw"],
  taskid: ["", "number of the job that trained the model"],
  model_idx: ["", "number of the model in its job"],
  model_ID: ["", "number of the configuration without its fidelities; splits keep those together"],
  fidelity_ID: ["", "number of the setting of N, W and Resolution; splits have all in equal shares"],
  "train-loss": ["", "mean loss on the training split"],
  "valid-loss": ["", "mean loss on the validation split"],
  "test-loss": ["", "mean loss on the test split"],
  "train-duration": ["s", "time of training in the epoch"],
  "valid-duration": ["s", "time on the validation split after the epoch"],
  "test-duration": ["s", "time on the test split after the epoch"],
}

function columnCard({ name }: TableColumn): TableColumnCard {
  const known = [...jahsSpace.hyperparameters, epochFidelity].find(candidate => candidate.name === name)
  if (known !== undefined) return { name, unit: "", description: known.description }
  // The recorded tables have parameters and multiply-accumulates as upstream counted them: no unit is stated.
  const metric = metrics.find(candidate => candidate.name === name)
  if (metric !== undefined) return { name, unit: "as recorded upstream", description: metric.description }
  const [unit, description] = OTHERS[name] ?? ["", "as recorded upstream"]
  return { name, unit, description }
}

type Claims = Pick<TableCard, "recordedFrom" | "notice">

/** What a table is taken for, by the name that its release was given. */
function claimsOf(release: string): Claims {
  if (isOfficialName(release)) {
    return {
      recordedFrom: "the training runs of JAHS-Bench-201, by its authors",
      notice: "the authors' own performance dataset, converted: every value is the one of the file",
    }
  }
  return {
    recordedFrom: "unknown: the files do not tell",
    notice:
      `converted from files of the official format, imported as ${release} and not as an official release: what they ` +
      "record is not known here",
  }
}

/** @returns the card of a table with so many rows and columns */
export function officialTableCard(
  { task, release, archive, files, version }: TableOrigin,
  counts: Pick<TableCard, "numRows" | "numConfigurations">,
  columns: readonly TableColumn[],
): TableCard {
  return {
    release,
    task,
    kind: "table",
    ...claimsOf(release),
    ...originOf(release),
    ...counts,
    columns: columns.map(columnCard),
    provenance: { archive, files, convertedBy: version },
  }
}
