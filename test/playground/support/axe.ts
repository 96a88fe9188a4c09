/** axe-core in the page, as it is. */
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { AxeResults } from "axe-core"
import type { Page } from "playwright-core"
import { expect } from "vitest"

const script = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")

/** Violations of a page as it is, one line each. */
async function violations(page: Page): Promise<string[]> {
  const isThere = await page.evaluate(() => "axe" in globalThis)
  // Evaluated by the browser's own hand: the page's policy has no say in it.
  if (!isThere) await page.evaluate(script)
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { readonly axe: { run(): Promise<AxeResults> } }
    const results = await axe.run()
    return results.violations.map(({ id, nodes }) => ({
      id,
      nodes: nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`),
    }))
  })
  return found.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node}`))
}

/** Checks a page, as it is, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    // Colours half-way between two themes are nobody's.
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    expect(await violations(page), colorScheme).toEqual([])
  }
}
