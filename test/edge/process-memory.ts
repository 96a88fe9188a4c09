/** Memory of other processes, as Linux counts it. */
import { readdirSync, readFileSync } from "node:fs"

/** Resident bytes of a process. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024
}

/** A child of this process by the name of its program; the youngest, where there are several. */
export function childNamed(name: string): number {
  const found = readdirSync("/proc")
    .filter(entry => /^\d+$/.test(entry))
    .filter(entry => {
      try {
        const [, program, parent] = /^\d+ \((.*)\) \S (\d+)/.exec(
          readFileSync(`/proc/${entry}/stat`, "utf8"),
        )!
        return program === name && Number(parent) === process.pid
      } catch {
        // Ended while we looked.
        return false
      }
    })
    .map(Number)
  if (found.length === 0) throw new Error(`no process ${name} was started here`)
  return Math.max(...found)
}
