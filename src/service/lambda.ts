/**
 * AWS Lambda's events as requests and responses back: payload format 2.0, as function URLs and HTTP APIs send it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */

import type { Handler } from "./handler.ts"

/** What is read of an event. */
export interface LambdaEvent {
  readonly rawPath: string
  readonly rawQueryString: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body?: string
  readonly isBase64Encoded: boolean
  readonly requestContext: { readonly domainName: string; readonly http: { readonly method: string } }
}

/** What Lambda makes a response of. */
export interface LambdaResult {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly isBase64Encoded: boolean
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), character => character.charCodeAt(0))
}

function toBase64(bytes: Uint8Array): string {
  // In pieces: a call takes only so many arguments.
  let text = ""
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

function requestOf({
  rawPath,
  rawQueryString,
  headers,
  body,
  isBase64Encoded,
  requestContext,
}: LambdaEvent): Request {
  const { domainName, http } = requestContext
  const url = `https://${domainName}${rawPath}${rawQueryString === "" ? "" : `?${rawQueryString}`}`
  const hasBody = body !== undefined && http.method !== "GET" && http.method !== "HEAD"
  return new Request(url, {
    method: http.method,
    headers: Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined),
    body: hasBody ? (isBase64Encoded ? fromBase64(body) : body) : null,
  })
}

/**
 * Makes a Lambda function of a handler.
 *
 * @param handler as `createHandler` makes it
 * @returns the function that Lambda calls with an event
 * @example
 * ```ts
 * import { createHandler, lambdaHandler } from "jahs-bench-201/service"
 * const handler = lambdaHandler(createHandler({ benchmarks: [benchmark] }))
 * const { statusCode } = await handler({
 *   rawPath: "/health",
 *   rawQueryString: "",
 *   headers: {},
 *   isBase64Encoded: false,
 *   requestContext: { domainName: "example.org", http: { method: "GET" } },
 * })
 * statusCode // 200
 * ```
 */
export function lambdaHandler(handler: Handler): (event: LambdaEvent) => Promise<LambdaResult> {
  return async event => {
    const response = await handler(requestOf(event))
    const headers = Object.fromEntries(response.headers)
    const isText = !response.headers.has("content-encoding")
    const bytes = new Uint8Array(await response.arrayBuffer())
    return {
      statusCode: response.status,
      headers,
      body: isText ? new TextDecoder().decode(bytes) : toBase64(bytes),
      isBase64Encoded: !isText,
    }
  }
}
