/** Grids as Parquet: a row group a block, metrics as FLOAT, what the grid is about in the file's metadata. */

import { axisColumns } from "../../benchmark/axis-columns.ts"
import type { Grid } from "../../benchmark/index.ts"
import type { HyperparameterValue } from "../../space/index.ts"
import type { GridHeading } from "../lines/grid-rows.ts"
import { ParquetPieces, typeOfHyperparameter } from "./parquet-pieces.ts"

/** Writes a Parquet file piece by piece. */
export class ParquetGrid {
  private readonly heading: GridHeading
  private readonly pieces: ParquetPieces

  constructor(heading: GridHeading) {
    const { axes, metrics, task, release, sha256, fixed } = heading
    this.heading = heading
    this.pieces = new ParquetPieces(
      [
        ...axes.map(({ name }) => ({ name, type: typeOfHyperparameter(name) })),
        ...metrics.map(name => ({ name, type: "FLOAT" as const })),
      ],
      { task, release, sha256, fixed, axes },
    )
  }

  /** @returns the bytes of a block */
  block(grid: Grid): Promise<Uint8Array> {
    const { axes, metrics } = this.heading
    const values = axisColumns(grid)
    return this.pieces.rowGroup(grid.numCells, [
      ...axes.map(({ name }, i) => ({ name, data: values[i] as HyperparameterValue[] })),
      ...metrics.map(name => ({ name, data: grid.columns[name] })),
    ])
  }

  /** @returns the file's last bytes */
  end(): Promise<Uint8Array> {
    return this.pieces.end()
  }
}
