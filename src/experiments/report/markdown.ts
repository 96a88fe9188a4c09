/** Reports as Markdown: texts and tables; figures are named with the files of their numbers. */

import type { ReportDocument, ReportPart, ReportTable } from "./document.ts"

/** What would be markup in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ")
}

/**
 * Writes a table, its caption above it.
 *
 * @returns lines, without one at the end that is empty
 */
export function markdownTable({ caption, columns, rows, notes = [] }: ReportTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`
  const rule = columns.map(({ align }) => (align === "left" ? "---" : "---:"))
  const lines = [line(columns.map(({ title }) => title)), `| ${rule.join(" | ")} |`, ...rows.map(line)]
  return [`**${caption}**`, "", ...lines, ...notes.flatMap(note => ["", note])].join("\n")
}

function markdownPart(part: ReportPart): string {
  if (part.kind === "text") return part.text
  if (part.kind === "table") return markdownTable(part)
  return `*Figure: ${part.title}.* ${part.description} Numbers: \`${part.name}.csv\`.`
}

/** Writes a report. */
export function markdownReport(report: ReportDocument): string {
  const { title, subtitle, notices, keyFigures, sections } = report
  const blocks = [
    `# ${title}`,
    subtitle,
    ...notices.map(notice => `> ${notice}`),
    keyFigures.map(({ label, value, detail }) => `- ${label}: **${value}** (${detail})`).join("\n"),
    ...sections.flatMap(section => [`## ${section.title}`, ...section.parts.map(markdownPart)]),
  ]
  return `${blocks.filter(block => block !== "").join("\n\n")}\n`
}
