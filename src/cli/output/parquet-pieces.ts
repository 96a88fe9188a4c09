/** Parquet row group by row group, with what the rows are about in the file's metadata. */

import { ByteWriter } from "hyparquet-writer/src/bytewriter.js"
import { ParquetWriter } from "hyparquet-writer/src/parquet-writer.js"
import { jahsSpace } from "../../space/index.ts"

export type ParquetType = "INT32" | "INT64" | "DOUBLE" | "BOOLEAN" | "BYTE_ARRAY" | "FLOAT"

/** One column of a file. */
export interface ParquetColumn {
  readonly name: string
  /** BYTE_ARRAY is text. */
  readonly type: ParquetType
  /** Whether rows may have nothing in it. */
  readonly isOptional?: boolean
}

/** The type of a hyperparameter's column; the epoch is the integer that is no hyperparameter. */
export function typeOfHyperparameter(name: string): ParquetType {
  const hyperparameter = jahsSpace.hyperparameters.find(known => known.name === name)
  if (hyperparameter === undefined || hyperparameter.kind === "integer") return "INT32"
  if (hyperparameter.kind === "float") return "DOUBLE"
  const types = { integer: "INT32", float: "DOUBLE", boolean: "BOOLEAN", string: "BYTE_ARRAY" } as const
  return types[hyperparameter.valueType]
}

/** Writes a Parquet file piece by piece. */
export class ParquetPieces {
  private readonly bytes = new ByteWriter()
  private readonly writer: ParquetWriter

  /** @param about what the rows are about, as plain JSON */
  constructor(columns: readonly ParquetColumn[], about: unknown) {
    this.writer = new ParquetWriter({
      writer: this.bytes,
      createdBy: "jahs-bench-201",
      kvMetadata: [{ key: "jahs-bench-201", value: JSON.stringify(about) }],
      schema: [
        { name: "root", num_children: columns.length },
        ...columns.map(({ name, type, isOptional }) => ({
          name,
          type,
          repetition_type: isOptional ? ("OPTIONAL" as const) : ("REQUIRED" as const),
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

  /** @returns the bytes of some rows */
  async rowGroup(
    numRows: number,
    columnData: Parameters<ParquetWriter["write"]>[0]["columnData"],
  ): Promise<Uint8Array> {
    await this.writer.write({ rowGroupSize: numRows, columnData })
    return this.take()
  }

  /** @returns the file's last bytes */
  async end(): Promise<Uint8Array> {
    await this.writer.finish()
    return this.take()
  }
}
