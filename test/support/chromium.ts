/** A browser of the machine. */
import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

/** CHROME_PATH, else one of the usual names on the PATH, else macOS's place. */
export function findChromium(): string | undefined {
  const stated = process.env["CHROME_PATH"]
  if (stated) return stated
  const names = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"]
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin"]
  const paths = folders.flatMap(folder => names.map(name => join(folder, name)))
  return [...paths, "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].find(existsSync)
}
