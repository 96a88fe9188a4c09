/** Files as a person hands them to the page. */
import { Buffer } from "node:buffer"
import type { Page } from "playwright-core"

/** Drops a file on what a selector finds, or on the page. */
export async function dropFile(
  page: Page,
  name: string,
  bytes: Uint8Array | string,
  selector: string = "body",
): Promise<void> {
  const base64 = Buffer.from(bytes).toString("base64")
  const dataTransfer = await page.evaluateHandle(
    async ([fileName, text]) => {
      const binary = Uint8Array.from(atob(text), character => character.charCodeAt(0))
      const transfer = new DataTransfer()
      transfer.items.add(new File([binary], fileName))
      return transfer
    },
    [name, base64] as const,
  )
  for (const type of ["dragenter", "dragover", "drop"]) {
    await page.dispatchEvent(selector, type, { dataTransfer })
  }
}

/** Chooses a file, as by the browser's own dialogue. */
export async function chooseFile(
  page: Page,
  selector: string,
  name: string,
  bytes: Uint8Array | string,
): Promise<void> {
  await page
    .locator(selector)
    .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) })
}
