/** From a method and a path to the endpoint that answers. */

import { show } from "../errors.ts"
import { ServiceError } from "../wire/index.ts"
import type { Endpoint } from "./endpoint.ts"

/** What a path leads to: the endpoint of the method, or none, and the methods that are answered there. */
export interface Route {
  readonly path: string
  readonly endpoint: Endpoint | undefined
  readonly values: Readonly<Record<string, string>>
  readonly methods: readonly string[]
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

/** Values of a path's names, or null where it is another path. */
function match(pattern: string, segments: readonly (string | null)[]): Record<string, string> | null {
  const parts = pattern.split("/")
  if (parts.length !== segments.length) return null
  const values: [string, string][] = []
  for (const [k, part] of parts.entries()) {
    const segment = segments[k]
    if (segment === null || segment === undefined || segment.length > 200) return null
    const name = /^\{(\w+)\}$/.exec(part)?.[1]
    if (name !== undefined) values.push([name, segment])
    else if (part !== segment) return null
  }
  return Object.fromEntries(values)
}

/**
 * Finds the route of a path. Where several patterns fit, the first of `endpoints` holds.
 *
 * @throws {ServiceError} `ERR_NO_ROUTE` where none does
 */
export function findRoute(endpoints: readonly Endpoint[], method: string, pathname: string): Route {
  const segments = pathname.split("/").map(decode)
  const first = endpoints.find(({ path }) => match(path, segments) !== null)
  if (first === undefined) {
    throw new ServiceError("ERR_NO_ROUTE", {
      path: "path",
      what: "nothing is here",
      actual: show(pathname),
      remedy: "/openapi.json lists what is",
    })
  }
  const { path } = first
  const here = endpoints.filter(endpoint => endpoint.path === path)
  // A GET without its body.
  const wanted = method === "HEAD" ? "GET" : method
  const methods = here.flatMap(endpoint => (endpoint.method === "GET" ? ["GET", "HEAD"] : [endpoint.method]))
  return {
    path,
    endpoint: here.find(endpoint => endpoint.method === wanted),
    values: match(path, segments)!,
    methods: [...methods, "OPTIONS"],
  }
}
