/** What runs studies in a Web Worker. */

import { receiveStudy, studyJobs } from "../experiments/study-jobs.ts"
import { serveJobs } from "../parallel/serve-jobs.ts"
import { webParentPort } from "../parallel/web-worker.ts"

serveJobs(webParentPort(), studyJobs, receiveStudy)
