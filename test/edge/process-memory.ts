/** Memory of other processes, as Linux counts it. */
import { readFileSync } from "node:fs"

/** Resident bytes of a process. */
export function residentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8")
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) * 1024
}
