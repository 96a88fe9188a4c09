import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { Progress } from "../../../../src/cli/frame/progress.ts"
import { Screen } from "../../../../src/cli/frame/screen.ts"

let written: string[]
const stream = { isTTY: true, write: (text: string) => written.push(text) }

beforeEach(() => {
  written = []
  vi.useFakeTimers({ toFake: ["performance"] })
})
afterEach(() => {
  vi.useRealTimers()
})

describe("Progress", () => {
  it("shows nothing of work that is done soon", () => {
    const progress = new Progress(stream, "rows", 10)
    vi.advanceTimersByTime(400)
    progress.update(9)
    progress.end()
    expect(written).toEqual([])
  })

  it("shows how far longer work is, and takes the line away", () => {
    const progress = new Progress(stream, "rows", 10)
    vi.advanceTimersByTime(1000)
    progress.update(5)
    progress.update(6)
    vi.advanceTimersByTime(200)
    progress.update(10)
    progress.end()
    const clear = `\r${String.fromCharCode(27)}[2K`
    expect(written).toEqual([
      `${clear}rows [${"#".repeat(15)}${".".repeat(15)}] 5/10, 1 s left`,
      `${clear}rows [${"#".repeat(30)}] 10/10, 0 s left`,
      clear,
    ])
  })

  it("is shown on terminals only, and never with --json", () => {
    const surroundings = { stdin: (async function* () {})(), stdout: stream, env: {}, version: "" }
    const shows = (isTTY: boolean, json: boolean): boolean => {
      written = []
      const progress = new Screen({ ...surroundings, stderr: { ...stream, isTTY } }, json).progress("rows", 2)
      vi.advanceTimersByTime(1000)
      progress.update(1)
      return written.length > 0
    }
    expect([shows(true, false), shows(false, false), shows(true, true)]).toEqual([true, false, false])
  })
})
