/** A report before it is written: sections of paragraphs, tables and figures, from which page, Markdown and CSV come. */

/** Plain JSON, as a figure's specification is. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

/** A specification in Vega-Lite. */
export type FigureSpec = { readonly [name: string]: Json }

/** A column of a table. */
interface ReportColumn {
  readonly title: string
  /** Default: right, as numbers are. */
  readonly align?: "left" | "right"
}

/** A table for people: texts that are formatted already. */
export interface ReportTable {
  readonly kind: "table"
  /** Of its file of comma-separated values, without an ending. */
  readonly name: string
  readonly caption: string
  readonly columns: readonly ReportColumn[]
  /** One text a column; the first one heads its row. */
  readonly rows: readonly (readonly string[])[]
  /** What must be known to read it, below. */
  readonly notes?: readonly string[]
  /** Whether only its caption is shown until it is asked for. Default: false. */
  readonly isFolded?: boolean
}

/** Numbers for machines: what a figure was drawn of. */
export interface DataTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** A part of a figure that stands on its own, for example a task. */
export interface FigurePanel {
  /** "" where the figure's own title is enough. */
  readonly title: string
  readonly spec: FigureSpec
}

/** An entry of a legend; colours are numbers in the theme's order. */
export interface LegendEntry {
  readonly label: string
  readonly colour: number
  /** Default: a line. */
  readonly mark?: "dot" | "diamond"
}

/** A figure. */
export interface ReportFigure {
  readonly kind: "figure"
  /** Unique on the page: of its file of comma-separated values, without an ending. */
  readonly name: string
  readonly title: string
  /** What there is to be seen, for who does not see it; axes, units and spans. */
  readonly description: string
  readonly panels: readonly FigurePanel[]
  readonly legend: readonly LegendEntry[]
  readonly data: DataTable
  /** Whether a file beside the page has all of the numbers; if not, the page has. Default: true. */
  readonly hasFile?: boolean
}

/** A paragraph. */
export interface ReportText {
  readonly kind: "text"
  readonly text: string
}

export type ReportPart = ReportText | ReportTable | ReportFigure

/** A section with a heading. */
export interface ReportSection {
  /** Unique on the page. */
  readonly id: string
  readonly title: string
  readonly parts: readonly ReportPart[]
}

/** A number that a reader should see first. */
export interface KeyFigure {
  readonly label: string
  readonly value: string
  /** Small, below. */
  readonly detail: string
}

/** A whole report. */
export interface ReportDocument {
  readonly title: string
  /** One sentence. */
  readonly subtitle: string
  /** What the numbers must not be taken for. */
  readonly notices: readonly string[]
  readonly keyFigures: readonly KeyFigure[]
  readonly sections: readonly ReportSection[]
}

/** @returns a paragraph */
export function paragraph(text: string): ReportText {
  return { kind: "text", text }
}
