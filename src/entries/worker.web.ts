/** What runs in a Web Worker. */

import { benchmarkJobs } from "../benchmark/workers/benchmark-jobs.ts"
import { JobSubject } from "../benchmark/workers/job-subject.ts"
import { serveJobs } from "../parallel/serve-jobs.ts"
import { webParentPort } from "../parallel/web-worker.ts"
import { receiveSurrogates, type SentSurrogate } from "../surrogate/shared-surrogates.ts"

serveJobs(
  webParentPort(),
  benchmarkJobs,
  (sent: readonly SentSurrogate[]) => new JobSubject(receiveSurrogates(sent)),
)
