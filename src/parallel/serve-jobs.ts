/** The worker's end: does the jobs that a pool sends. */

import { type Answer, type JobTable, type Port, type Request, runJob } from "./port.ts"

/** Buffers of arrays in a result, which need not be copied: nobody here uses them again. */
function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (typeof value === "object" && value !== null) {
    for (const field of Object.values(value)) buffersOf(field, found)
  }
  return found
}

/**
 * Serves a pool.
 *
 * @param open from what was sent to what the jobs are about
 */
export function serveJobs<Subject>(
  port: Port,
  table: JobTable<Subject>,
  open: (sent: never) => Subject,
): void {
  let subject: Subject | undefined
  const answer = (message: Answer): void => {
    port.post(message, message.failed ? [] : [...buffersOf(message.result)])
  }
  port.listen(
    async message => {
      const request = message as Request
      try {
        if (request.kind === "subject") {
          subject = open(request.subject as never)
          answer({ failed: false, result: null })
        } else answer({ failed: false, result: await runJob(table, subject as Subject, request.job) })
      } catch {
        // The pool does the job again on its own thread: the error is then the one that everybody expects.
        answer({ failed: true })
      }
    },
    () => {},
  )
}
