/** The page around the views: loading, themes, release, navigation, and working without a network. */
import { expect, it } from "vitest"
import { expectAccessible } from "./support/axe.ts"
import { describePlayground } from "./support/playground.ts"

describePlayground("shell", playground => {
  it("opens, says what the release is not, and is accessible", async () => {
    const { page } = await playground().open()
    await page.getByRole("heading", { name: "Explore" }).waitFor()
    await page.getByText("not the official surrogates").first().waitFor()
    await expectAccessible(page)
  })

  it("changes its theme, and keeps it", async () => {
    const { page } = await playground().open()
    const background = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await background()
    await page.getByRole("radio", { name: "Dark" }).check()
    expect(await background()).not.toBe(light)
    await page.reload()
    expect(await page.getByRole("radio", { name: "Dark" }).isChecked()).toBe(true)
    expect(await background()).not.toBe(light)
  })

  it("opens another task and another release, and tells them in its address", async () => {
    const { page } = await playground().open()
    await page.getByLabel("Task").selectOption("fashion_mnist")
    await page.locator(".notice strong", { hasText: "fashion_mnist, distilled-2" }).waitFor()
    await page.getByLabel("Release").selectOption("distilled-1")
    await page.locator(".notice strong", { hasText: "fashion_mnist, distilled-1" }).waitFor()
    await page.waitForURL(/#\/?\S*task=fashion_mnist&release=distilled-1/)
  })

  it("works offline once it was loaded", async () => {
    const { page, context } = await playground().open()
    await page.locator(".notice strong").waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await context.setOffline(true)
    await page.reload()
    await page.locator(".notice strong", { hasText: "distilled-2" }).waitFor()
  })
})
