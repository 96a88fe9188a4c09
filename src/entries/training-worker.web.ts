/** What trains in a Web Worker. */

import { serveJobs } from "../parallel/serve-jobs.ts"
import { webParentPort } from "../parallel/web-worker.ts"
import { type TrialSubject, trialJobs } from "../training/trial.ts"

serveJobs(webParentPort(), trialJobs, (sent: TrialSubject) => sent)
