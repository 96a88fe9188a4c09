/** What runs in a worker thread of Node. */

import { benchmarkJobs } from "../benchmark/workers/benchmark-jobs.ts"
import { JobSubject } from "../benchmark/workers/job-subject.ts"
import { nodeParentPort } from "../node/parent-port.ts"
import { serveJobs } from "../parallel/serve-jobs.ts"
import { receiveSurrogates, type SentSurrogate } from "../surrogate/shared-surrogates.ts"

serveJobs(
  nodeParentPort(),
  benchmarkJobs,
  (sent: readonly SentSurrogate[]) => new JobSubject(receiveSurrogates(sent)),
)
