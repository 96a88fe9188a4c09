/** Pictures that a person saves from the page. */
import { readFileSync } from "node:fs"
import type { Locator, Page } from "playwright-core"
import { expect } from "vitest"

/** A file of SVG, as a browser reads it. */
export interface SavedSvg {
  readonly name: string
  readonly text: string
  /** An attribute of all elements that a selector finds, in their order. */
  all(selector: string, attribute: string): Promise<(string | null)[]>
}

/** Clicks a button and reads what it saves; a browser must be able to show it. */
export async function savedSvg(page: Page, button: Locator): Promise<SavedSvg> {
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()])
  const text = readFileSync(await download.path(), "utf8")
  const [isShown, isParsed] = await page.evaluate(async own => {
    const image = new Image()
    image.src = `data:image/svg+xml,${encodeURIComponent(own)}`
    await image.decode()
    const parsed = new DOMParser().parseFromString(own, "image/svg+xml")
    return [image.naturalWidth > 0, parsed.querySelector("parsererror") === null]
  }, text)
  expect([isShown, isParsed]).toEqual([true, true])
  return {
    name: download.suggestedFilename(),
    text,
    all: (selector, attribute) =>
      page.evaluate(
        ([own, wanted, name]) => {
          const parsed = new DOMParser().parseFromString(own, "image/svg+xml")
          return [...parsed.querySelectorAll(wanted)].map(element => element.getAttribute(name))
        },
        [text, selector, attribute] as const,
      ),
  }
}

/** How the elements that a locator finds are shown. */
export function shownStyles(elements: Locator, property: string): Promise<string[]> {
  return elements.evaluateAll(
    (own, name) => own.map(element => getComputedStyle(element).getPropertyValue(name)),
    property,
  )
}
