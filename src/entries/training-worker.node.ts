/** What trains in a worker thread of Node. */

import { nodeParentPort } from "../node/parent-port.ts"
import { serveJobs } from "../parallel/serve-jobs.ts"
import { type TrialSubject, trialJobs } from "../training/trial.ts"

serveJobs(nodeParentPort(), trialJobs, (sent: TrialSubject) => sent)
