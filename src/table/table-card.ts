/** The card of a table: where its rows come from and what they mean. */

import { ModelFormatError, show } from "../errors.ts"
import type { SourceFile } from "../surrogate/card.ts"

/** A column of a table. */
export interface TableColumnCard {
  readonly name: string
  /** For example `%`, `s`, `10⁶`; empty for what has none. */
  readonly unit: string
  readonly description: string
}

/** What one span of measuring recorded at one setting of N, W and Resolution. */
export interface CollectionCount {
  /** 1, 2, … */
  readonly collection: number
  /** Different ones: another collection may have some of them, too. */
  readonly configurations: number
  readonly runs: number
}

/** How many runs of how many configurations were recorded at one setting of N, W and Resolution. */
export interface FidelityCount {
  readonly N: number
  readonly W: number
  readonly Resolution: number
  readonly configurations: number
  /** Runs: those of a configuration with further seeds counted each. */
  readonly runs: number
  readonly diverged: number
  /** By the span of measuring, where there is more than one. */
  readonly collections?: readonly CollectionCount[]
}

/** The card of one task of one release of tables. */
export interface TableCard {
  readonly release: string
  readonly task: string
  readonly kind: "table"
  /** What the rows are, in a sentence. */
  readonly recordedFrom: string
  /** What the release must not be taken for. */
  readonly notice: string
  /** SPDX identifier of the data's licence. */
  readonly licence: string
  readonly attribution: string
  readonly numRows: number
  readonly numConfigurations: number
  readonly columns: readonly TableColumnCard[]
  readonly fidelities?: readonly FidelityCount[]
  /** What it was measured on and with: one entry a start of the collector. */
  readonly environments?: readonly Readonly<Record<string, unknown>>[]
  /** How the rows were measured, point by point. */
  readonly method?: readonly string[]
  /** The files behind it, where it was converted. */
  readonly provenance?: {
    readonly archive: string
    readonly files: readonly SourceFile[]
    readonly convertedBy: string
  }
}

/**
 * Checks what a file says that its card is, as far as this package relies on it.
 *
 * @throws {ModelFormatError} for anything else
 */
export function checkCard(card: unknown, source: string): TableCard {
  const expected = "release, task and kind"
  if (typeof card !== "object" || card === null) {
    throw new ModelFormatError({ source, path: "card", what: "no card", expected, actual: show(card) })
  }
  const { release, task, kind } = card as Readonly<Record<string, unknown>>
  if (typeof release !== "string" || typeof task !== "string" || kind !== "table") {
    throw new ModelFormatError({ source, path: "card", what: "broken card", expected })
  }
  return card as TableCard
}
