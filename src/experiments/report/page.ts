/** Reports as one HTML page: no script, nothing to fetch, readable on light and on dark screens. */

import { escaped } from "../../escaped.ts"
import type {
  DataTable,
  KeyFigure,
  LegendEntry,
  ReportDocument,
  ReportFigure,
  ReportPart,
  ReportSection,
  ReportTable,
} from "./document.ts"
import { drawFigure } from "./draw.ts"
import { pageStyle } from "./page-style.ts"
import { colourOf, dashOf } from "./theme.ts"

/** How many rows of a figure's numbers are shown beside it; its file has them all. */
const SHOWN_ROWS = 24

function cellClass(align: "left" | "right" | undefined): string {
  return align === "left" ? ' class="l"' : ""
}

function tableHtml({ caption, columns, rows, notes = [], isFolded = false }: ReportTable): string {
  const heads = columns.map(({ title, align }) => `<th scope="col"${cellClass(align)}>${escaped(title)}</th>`)
  const lines = rows.map(row => {
    const cells = row.map((text, at) => {
      const style = cellClass(columns[at].align)
      const shown = escaped(text.replace(/^-(?=\d)/, "−"))
      return at === 0 ? `<th scope="row"${style}>${shown}</th>` : `<td${style}>${shown}</td>`
    })
    return `<tr>${cells.join("")}</tr>`
  })
  const below = notes.map(note => `<p class="notes">${escaped(note)}</p>`).join("")
  const whole =
    `<div class="wide"><table><caption>${escaped(caption)}</caption><thead><tr>${heads.join("")}</tr></thead>` +
    `<tbody>${lines.join("\n")}</tbody></table>${below}</div>`
  return isFolded ? `<details><summary>${escaped(caption)}</summary>${whole}</details>` : whole
}

function legendHtml(legend: readonly LegendEntry[]): string {
  if (legend.length === 0) return ""
  const entries = legend.map(({ label, colour, mark = "line" }) => {
    const dashes = dashOf(colour).join(" ")
    const shape = {
      line: `<line x1="0" y1="5" x2="26" y2="5" stroke="${colourOf(colour)}" stroke-width="3" stroke-dasharray="${dashes}"/>`,
      dot: `<line x1="0" y1="5" x2="26" y2="5" stroke="${colourOf(colour)}" stroke-width="4" opacity=".35"/><circle cx="13" cy="5" r="4.5" fill="${colourOf(colour)}"/>`,
      diamond: `<path d="M13 0l5 5-5 5-5-5z" fill="none" stroke="${colourOf(colour)}" stroke-width="2"/>`,
    }[mark]
    return `<li><svg viewBox="0 0 26 10" aria-hidden="true">${shape}</svg>${escaped(label)}</li>`
  })
  return `<ul class="legend">${entries.join("")}</ul>`
}

/** A number as the rows beside a figure show it. */
function shortened(value: string | number): string {
  if (typeof value === "string") return value
  return Number.isNaN(value) ? "–" : `${Number(value.toPrecision(5))}`
}

/** Rows that are spread evenly over all: enough to read a figure without seeing it. All, where no file has them. */
function dataHtml(name: string, title: string, { columns, rows }: DataTable, hasFile: boolean): string {
  const step = hasFile ? Math.max(1, Math.ceil(rows.length / SHOWN_ROWS)) : 1
  const few = rows.filter((_, i) => i % step === 0)
  const isText = columns.map((_, at) => typeof rows[0]?.[at] === "string")
  const table = tableHtml({
    kind: "table",
    name,
    caption: `${title}: ${few.length < rows.length ? `${few.length} of ${rows.length} rows` : "all rows"}`,
    columns: columns.map((column, at) => ({ title: column, align: isText[at] ? "left" : "right" })),
    rows: few.map(row => row.map(shortened)),
  })
  const where = hasFile ? `; all of them are in <code>${escaped(name)}.csv</code>` : ""
  return `<details><summary>Numbers of this figure${where}</summary>${table}</details>`
}

async function figureHtml(figure: ReportFigure): Promise<string> {
  const { name, title, description, panels, legend, data, hasFile = true } = figure
  const drawn: string[] = []
  for (const [at, panel] of panels.entries()) {
    const full = panel.title === "" ? title : `${title}: ${panel.title}`
    const svg = await drawFigure(panel.spec, { id: `${name}-${at}`, title: full, description })
    const heading = panel.title === "" ? "" : `<h4>${escaped(panel.title)}</h4>`
    drawn.push(`<div class="panel">${heading}${svg}</div>`)
  }
  return (
    `<figure aria-labelledby="${name}"><figcaption><h3 id="${name}">${escaped(title)}</h3><p>${escaped(description)}</p></figcaption>` +
    `${legendHtml(legend)}<div class="panels">${drawn.join("\n")}</div>${dataHtml(name, title, data, hasFile)}</figure>`
  )
}

async function partHtml(part: ReportPart): Promise<string> {
  if (part.kind === "text") return `<p>${escaped(part.text)}</p>`
  return part.kind === "table" ? tableHtml(part) : figureHtml(part)
}

function keyFiguresHtml(figures: readonly KeyFigure[]): string {
  const entries = figures.map(
    ({ label, value, detail }) =>
      `<div><dt>${escaped(label)}</dt><dd><b>${escaped(value)}</b><span>${escaped(detail)}</span></dd></div>`,
  )
  return `<dl>${entries.join("")}</dl>`
}

/**
 * Draws sections, which is most of the work of a page.
 *
 * @returns one HTML element a section
 */
export async function drawSections(sections: readonly ReportSection[]): Promise<string[]> {
  const drawn: string[] = []
  for (const { id, title, parts } of sections) {
    const bodies: string[] = []
    for (const part of parts) bodies.push(await partHtml(part))
    drawn.push(
      `<section aria-labelledby="${id}"><h2 id="${id}">${escaped(title)}</h2>\n${bodies.join("\n")}</section>`,
    )
  }
  return drawn
}

/**
 * Writes a report as a page.
 *
 * @param drawn its sections
 * @returns an HTML document
 */
export function pageOf(report: ReportDocument, drawn: readonly string[]): string {
  const { title, subtitle, notices, keyFigures, sections } = report
  const links = sections.map(section => `<li><a href="#${section.id}">${escaped(section.title)}</a></li>`)
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${escaped(title)}</title><style>${pageStyle}</style></head><body>
<header><h1>${escaped(title)}</h1><p class="subtitle">${escaped(subtitle)}</p>
${notices.map(notice => `<p class="notice">${escaped(notice)}</p>`).join("\n")}
${keyFiguresHtml(keyFigures)}
<nav aria-label="Contents"><ol>${links.join("")}</ol></nav></header>
<main>${drawn.join("\n")}</main>
</body></html>
`
}
