/** What a pool needs of a worker, whatever the runtime calls it. */

/** One end of a line between two threads. */
export interface Port {
  /** Sends a message; the buffers of `transfer` move instead of being copied. */
  post(message: unknown, transfer: ArrayBuffer[]): void
  /** Who hears the messages of the other end, and its failure: it could not be loaded, or it died. */
  listen(onMessage: (message: unknown) => void, onFailure: (error: unknown) => void): void
  /** Ends the worker, whatever it is doing. */
  close(): Promise<void>
}

/** A piece of work as it is sent: a name that both ends know, and what is structured-cloneable. */
export interface Job {
  readonly name: string
  readonly input: unknown
}

/** How each kind of job is done, given what all jobs of a pool are about; what is loaded for it first, is waited for. */
export type JobTable<Subject> = Readonly<Record<string, (subject: Subject, input: never) => unknown>>

/** Does a job on this thread. */
export function runJob<Subject>(table: JobTable<Subject>, subject: Subject, { name, input }: Job): unknown {
  return table[name](subject, input as never)
}

/** From the pool: first what all jobs are about, then jobs. */
export type Request =
  | { readonly kind: "subject"; readonly subject: unknown }
  | { readonly kind: "job"; readonly job: Job }

/** From the worker: what came of a request. */
export type Answer = { readonly failed: false; readonly result: unknown } | { readonly failed: true }
