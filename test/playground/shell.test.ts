/** The page around the views: loading, themes, release, navigation, failures, and working without a network. */
import { execFileSync, spawn } from "node:child_process"
import { join } from "node:path"
import { expect, it, onTestFinished } from "vitest"
import { root } from "../support/packed.ts"
import { expectAccessible } from "./support/axe.ts"
import { eventually } from "./support/eventually.ts"
import { servePlainly } from "./support/plain-server.ts"
import { describePlayground } from "./support/playground.ts"
import { scratchFolder } from "./support/scratch-folder.ts"
import { watch } from "./support/watch.ts"

describePlayground("shell", playground => {
  it("shows the progress of the pack, then the view, and says what the release is not", async () => {
    const { page } = await playground().open({ isHeld: true })
    const held: (() => void)[] = []
    await page.route("**/*.bin*", async route => {
      await new Promise<void>(resolve => held.push(resolve))
      await route.continue()
    })
    await page.goto(`${playground().url}#/explore`)
    await page.getByRole("heading", { name: "Explore" }).waitFor()
    await page.getByRole("progressbar", { name: /Loading cifar10 of distilled-2: 0 kB of 2\.0 MB/ }).waitFor()
    for (const release of held) release()
    await page.getByText("not the official surrogates").first().waitFor()
    await page.getByRole("progressbar").waitFor({ state: "detached" })

    await page.getByRole("button", { name: "About this release" }).click()
    const about = page.getByRole("dialog")
    await about.getByRole("row", { name: /^valid-acc 0\.985/ }).waitFor()
    expect(await about.innerText()).toContain("LearningRate: 0.001, 1")
    await expectAccessible(page)
    await page.keyboard.press("Escape")
    await about.waitFor({ state: "hidden" })
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
    await page.emulateMedia({ colorScheme: "dark" })
    await page.getByRole("radio", { name: "Light" }).check()
    expect(await background()).toBe(light)
  })

  it("opens another task and another release, and tells them in its address", async () => {
    const { page } = await playground().open()
    await page.getByLabel("Task").selectOption("fashion_mnist")
    await page.locator(".notice strong", { hasText: "fashion_mnist, distilled-2" }).waitFor()
    await page.getByLabel("Release").selectOption("distilled-1")
    await page.locator(".notice strong", { hasText: "fashion_mnist, distilled-1" }).waitFor()
    await page.waitForURL(/#\/?\S*task=fashion_mnist&release=distilled-1/)
  })

  it("stays alive where the address makes no sense, and where a pack is damaged", async () => {
    const { page, seen } = await playground().open({ isHeld: true })
    await page.route("**/distilled-1/cifar10.bin*", async route => {
      const response = await route.fetch()
      const body = await response.body()
      body[body.length >> 1]! ^= 1
      await route.fulfill({ response, body })
    })
    await page.goto(`${playground().url}#/nowhere?task=mars&at=1_2_3&pin=<b>`)
    await page.locator(".notice strong", { hasText: "cifar10, distilled-2" }).waitFor()
    await page.getByLabel("Release").selectOption("distilled-1")
    const problem = page.getByRole("alert")
    await problem.getByText("ERR_MODEL_FORMAT").waitFor()
    await expectAccessible(page)
    await page.unroute("**/distilled-1/cifar10.bin*")
    await page.evaluate(() => caches.delete("jahs-bench-201-packs"))
    await problem.getByRole("button", { name: "Try again" }).click()
    await page.locator(".notice strong", { hasText: "cifar10, distilled-1" }).waitFor()
    expect(seen.complaints).toEqual([])
  })

  it("outlives a view that fails", async () => {
    const { page, seen } = await playground().open({ isHeld: true })
    let isBroken = true
    await page.route("**/assets/*.js", async route => {
      const response = await route.fetch()
      const isView = isBroken && (await response.text()).includes("explore-side")
      const body = 'export function Explore() { throw new Error("broken while it was drawn") }'
      await route.fulfill(
        isView ? { response, body, headers: { "content-type": "text/javascript" } } : { response },
      )
    })
    await page.goto(playground().url)
    await page.getByRole("alert").getByText("broken while it was drawn").waitFor()
    await page.getByLabel("Task").selectOption("fashion_mnist")
    await page.locator(".notice strong", { hasText: "fashion_mnist" }).waitFor()
    isBroken = false
    await page.reload()
    await page.locator(".curve canvas").nth(6).waitFor()
    expect(seen.complaints).toEqual([])
  })

  it("is reached by keyboard alone", async () => {
    const { page } = await playground().open()
    await page.locator(".notice strong").waitFor()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    expect(await page.evaluate(() => document.activeElement?.getAttribute("data-edge"))).toBe("Op1")
  })

  it("works offline once it was loaded", async () => {
    const { page, context } = await playground().open()
    await page.locator(".curve canvas").nth(6).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
    await context.setOffline(true)
    await page.reload()
    await page.locator(".notice strong", { hasText: "distilled-2" }).waitFor()
    await page.getByRole("radio", { name: "Mish" }).check()
    await page.locator(".curve canvas").nth(6).waitFor()
  })

  it("is a static site that any host serves, below any path", async () => {
    const folder = scratchFolder("site-")
    const script = join(root, "scripts", "playground.ts")
    execFileSync(process.execPath, ["--import", "tsx", script, "--out", folder], { cwd: root })
    const url = await servePlainly(folder, "/some/where/")
    const page = await (await playground().browser.newContext()).newPage()
    watch(page, url)
    await page.goto(url)
    await page.locator(".curve canvas").nth(6).waitFor()
    await page.evaluate(() => navigator.serviceWorker.ready)
  })

  it("is beside the service that its curl asks", async () => {
    const child = spawn(process.execPath, [join(root, "dist", "cli.js"), "serve", "--port", "0", "--json"])
    onTestFinished(() => void child.kill("SIGKILL"))
    const line = await new Promise<Buffer>(resolve => child.stdout.once("data", resolve))
    const { playground: url } = JSON.parse(String(line)) as { playground: string }
    const context = await playground().browser.newContext({
      permissions: ["clipboard-read", "clipboard-write"],
    })
    const page = await context.newPage()
    watch(page, url)
    await page.goto(`${url}#/explore?at=204231_0.1_0.0005_ReLU_false_5_16_1_50`)
    await page.getByRole("button", { name: "Copy curl" }).click()
    const command = await page.evaluate(() => navigator.clipboard.readText())
    const { release, epoch, metrics } = JSON.parse(execFileSync("sh", ["-c", command], { encoding: "utf8" }))
    expect([release, epoch]).toEqual(["distilled-2", 50])
    const shown = page.locator(".curve figcaption", { hasText: "test-acc" })
    await eventually(() => shown.innerText()).toContain(metrics["test-acc"].toPrecision(4))
  })
})
