/** What a service says of itself: health, version, documents, counts. */

import { VERSION } from "../../version.ts"
import { docsPage, PAGE_POLICY } from "../docs-page.ts"
import type { Endpoint } from "../endpoint.ts"
import { checkNames } from "../fields.ts"
import type { OpenApiDocument } from "../open-api.ts"
import type { Settings } from "../options.ts"
import { objectSchema } from "./ask.ts"

/**
 * The endpoints about the service.
 *
 * @param document describes all endpoints, these among them
 */
export function aboutEndpoints(settings: Settings, document: () => OpenApiDocument): readonly Endpoint[] {
  const text = { type: "string" }
  const metrics: Endpoint = {
    method: "GET",
    path: "/metrics",
    operation: {
      operationId: "metrics",
      summary: "Counts of requests, for Prometheus",
      answers: { "text/plain": text },
    },
    answer: ({ counts }) => {
      return {
        kind: "text",
        lasting: "now",
        type: "text/plain; version=0.0.4; charset=utf-8",
        text: counts?.text() ?? "",
      }
    },
  }
  return [
    {
      method: "GET",
      path: "/",
      operation: { operationId: "page", summary: "This page", answers: { "text/html": text } },
      answer: () => {
        return {
          kind: "text",
          lasting: "deployed",
          type: "text/html; charset=utf-8",
          text: docsPage(document()),
          headers: { "content-security-policy": PAGE_POLICY },
        }
      },
    },
    {
      method: "GET",
      path: "/health",
      open: true,
      operation: {
        operationId: "health",
        summary: "That the service answers",
        answers: { "application/json": objectSchema({ status: text }) },
      },
      answer: () => ({ kind: "document", lasting: "now", body: { status: "ok" } }),
    },
    {
      method: "GET",
      path: "/version",
      operation: {
        operationId: "version",
        summary: "Name and version of the package",
        answers: { "application/json": objectSchema({ name: text, version: text }) },
      },
      answer: ({ fields }) => {
        checkNames(fields, [])
        return { kind: "document", lasting: "deployed", body: { name: "jahs-bench-201", version: VERSION } }
      },
    },
    {
      method: "GET",
      path: "/openapi.json",
      operation: {
        operationId: "openApi",
        summary: "This service as an OpenAPI 3.1 document",
        answers: { "application/json": { type: "object" } },
      },
      answer: () => ({ kind: "document", lasting: "deployed", body: document() }),
    },
    ...(settings.metrics ? [metrics] : []),
  ]
}
