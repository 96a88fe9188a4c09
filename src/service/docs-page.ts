/** The page that shows what a service answers, drawn from its OpenAPI document. */

import { problemKinds } from "../wire/index.ts"
import type { OpenApiDocument, OpenApiOperation } from "./open-api.ts"

/** Nothing is loaded and nothing runs: the page is text. */
export const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
}

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, character => ESCAPES[character]!)

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
code, pre { font: 14px/1.4 ui-monospace, monospace; background: #8881; border-radius: 4px }
code { padding: 0 .2em } pre { padding: .7em; overflow-x: auto }
h3 { margin: 2rem 0 .2rem } h3 b { display: inline-block; min-width: 3.4em }
table { border-collapse: collapse } td, th { text-align: left; padding: .1em .8em .1em 0; vertical-align: top }
:root { color-scheme: light dark }`

function parametersOf({ parameters }: OpenApiOperation): string {
  const rows = parameters
    .filter(parameter => parameter.in === "query")
    .map(
      ({ name, description = "" }) =>
        `<tr><td><code>${escaped(name)}</code></td><td>${escaped(description)}</td></tr>`,
    )
  return rows.length === 0 ? "" : `<table>${rows.join("")}</table>`
}

function exampleOf({ requestBody }: OpenApiOperation): string {
  const content = requestBody?.content["application/json"]
  if (content === undefined) return ""
  const shown = content.example ?? content.schema
  return `<pre>${escaped(JSON.stringify(shown, null, 1))}</pre>`
}

function operationText(method: string, path: string, operation: OpenApiOperation): string {
  const { operationId, summary, description = "" } = operation
  return `<h3 id="${escaped(operationId)}"><b>${method.toUpperCase()}</b> <code>${escaped(path)}</code></h3>
<p>${escaped(summary)}. ${escaped(description)}</p>
${parametersOf(operation)}${exampleOf(operation)}`
}

function problemsText(): string {
  const rows = Object.entries(problemKinds).map(
    ([code, { status, title }]) =>
      `<tr><td>${status}</td><td><code>${escaped(code)}</code></td><td>${escaped(title)}</td></tr>`,
  )
  return `<h2>Problems</h2><p>Errors are <code>application/problem+json</code>; <code>field</code> names what is wrong.</p>
<table>${rows.join("\n")}</table>`
}

/** The page, as HTML. */
export function docsPage({ info, paths }: OpenApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationText(method, path, operation)),
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)} ${escaped(info.version)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(info.title)} ${escaped(info.version)}</h1>
<p>${escaped(info.description)} The same as a document: <a href="/openapi.json">/openapi.json</a>.</p>
${operations.join("\n")}
${problemsText()}
</body></html>
`
}
