/** What workers do for a benchmark. Searches are loaded by who first searches. */

import type { JobTable } from "../../parallel/port.ts"
import type { FoundBelow } from "../../predict/regions/find-optimum.ts"
import {
  type CellsInput,
  type JobColumns,
  type RowsInput,
  surrogateJobs,
} from "../../surrogate/surrogate-jobs.ts"
import type { JobSubject } from "./job-subject.ts"
import type { OptimumInput } from "./optimum-job.ts"

export const benchmarkJobs: JobTable<JobSubject> = /* @__PURE__ */ Object.freeze({
  rows({ surrogates }: JobSubject, input: RowsInput): JobColumns {
    return surrogateJobs.rows(surrogates, input)
  },
  cells({ surrogates }: JobSubject, input: CellsInput): JobColumns {
    return surrogateJobs.cells(surrogates, input)
  },
  async optimum(subject: JobSubject, input: OptimumInput): Promise<FoundBelow> {
    const { optimumJob } = await import("./optimum-job.ts")
    return optimumJob(subject, input)
  },
})
