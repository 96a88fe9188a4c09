/** What a page must not do: complain, fail, or ask anybody but its own host. */
import type { Page } from "playwright-core"
import { expect, onTestFinished } from "vitest"

/** What was seen of a page. */
export interface Seen {
  readonly complaints: string[]
  readonly foreign: string[]
}

/**
 * Watches a page to the end of the test, which fails on any error or warning of the console, any exception that
 * nobody caught, and any request to another host.
 *
 * @returns what was seen so far; a test that provokes a complaint takes it out of the list, and thereby says so
 */
export function watch(page: Page, url: string): Seen {
  const { origin } = new URL(url)
  const seen: Seen = { complaints: [], foreign: [] }
  page.on("console", message => {
    if (["error", "warning"].includes(message.type())) seen.complaints.push(message.text())
  })
  page.on("pageerror", error => seen.complaints.push(String(error)))
  page.context().on("request", request => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== origin) {
      seen.foreign.push(request.url())
    }
  })
  onTestFinished(() => {
    expect(seen, "what the page complained of, and whom else it asked").toEqual({
      complaints: [],
      foreign: [],
    })
  })
  return seen
}
