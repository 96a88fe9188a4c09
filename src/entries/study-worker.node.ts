/** What runs studies in a worker thread of Node. */

import { receiveStudy, studyJobs } from "../experiments/study-jobs.ts"
import { nodeParentPort } from "../node/parent-port.ts"
import { serveJobs } from "../parallel/serve-jobs.ts"

serveJobs(nodeParentPort(), studyJobs, receiveStudy)
