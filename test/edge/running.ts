/** What a platform is once it answers, and how processes end. */
import type { ChildProcess } from "node:child_process"
import type { Answer } from "./answer.ts"
import { httpClient } from "./http-client.ts"
import type { ScriptedRequest } from "./requests.ts"

/** A platform that answers. */
export interface Running {
  readonly ask: (request: ScriptedRequest) => Promise<Answer>
  /** Address on loopback, where there is one. */
  readonly origin?: string
  /** The process that answers. */
  readonly pid?: number
  readonly close: () => Promise<void>
}

/** Ends a process that was started here. */
export function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise(resolve => {
    child.once("exit", () => resolve())
    child.kill("SIGKILL")
  })
}

/** A process that answers at an address. */
export function serverProcess(child: ChildProcess, origin: string): Running {
  const { ask, close } = httpClient(origin, 1)
  return {
    ask,
    origin,
    pid: child.pid!,
    close: () => {
      close()
      return stop(child)
    },
  }
}
