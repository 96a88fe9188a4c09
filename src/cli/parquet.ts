/** Grids as Parquet: a row group a block, metrics as FLOAT, what the grid is about in the file's metadata. */

import { ByteWriter } from "hyparquet-writer/src/bytewriter.js"
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js"
import { axisColumns } from "../benchmark/axis-columns.ts"
import type { Grid } from "../benchmark/index.ts"
import { type HyperparameterValue, jahsSpace } from "../space/index.ts"
import type { GridHeading } from "./grid-rows.ts"

type ParquetType = "INT32" | "DOUBLE" | "BOOLEAN" | "BYTE_ARRAY" | "FLOAT"

/** The type of a hyperparameter's column; the epoch is the integer that is no hyperparameter. */
function typeOf(name: string): ParquetType {
  const hyperparameter = jahsSpace.hyperparameters.find(known => known.name === name)
  if (hyperparameter === undefined || hyperparameter.kind === "integer") return "INT32"
  if (hyperparameter.kind === "float") return "DOUBLE"
  const types = { integer: "INT32", float: "DOUBLE", boolean: "BOOLEAN", string: "BYTE_ARRAY" } as const
  return types[hyperparameter.valueType]
}

/** Writes a Parquet file piece by piece. */
export class ParquetGrid {
  private readonly bytes = new ByteWriter()
  private readonly heading: GridHeading
  private readonly writer: ParquetWriter

  constructor(heading: GridHeading) {
    const { axes, metrics, task, release, sha256, fixed } = heading
    const columns: [string, ParquetType][] = [
      ...axes.map(({ name }): [string, ParquetType] => [name, typeOf(name)]),
      ...metrics.map((name): [string, ParquetType] => [name, "FLOAT"]),
    ]
    this.heading = heading
    this.writer = new ParquetWriter({
      writer: this.bytes,
      createdBy: "jahs-bench-201",
      kvMetadata: [{ key: "jahs-bench-201", value: JSON.stringify({ task, release, sha256, fixed, axes }) }],
      schema: [
        { name: "root", num_children: columns.length },
        ...columns.map(([name, type]) => ({
          name,
          type,
          repetition_type: "REQUIRED" as const,
          ...(type === "BYTE_ARRAY" && { converted_type: "UTF8" as const }),
        })),
      ],
    })
  }

  /** What was encoded since the last time; offsets go on counting. */
  private take(): Uint8Array {
    const taken = this.bytes.getBytes().slice()
    this.bytes.index = 0
    return taken
  }

  /** @returns the bytes of a block */
  async block(grid: Grid): Promise<Uint8Array> {
    const { axes, metrics } = this.heading
    const values = axisColumns(grid)
    await this.writer.write({
      rowGroupSize: grid.numCells,
      columnData: [
        ...axes.map(({ name }, i) => ({ name, data: values[i] as HyperparameterValue[] })),
        ...metrics.map(name => ({ name, data: grid.columns[name] })),
      ],
    })
    return this.take()
  }

  /** @returns the file's last bytes */
  async end(): Promise<Uint8Array> {
    await this.writer.finish()
    return this.take()
  }
}
