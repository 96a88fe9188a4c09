/** What runs in a Web Worker. */

import { serveJobs } from "../parallel/serve-jobs.ts"
import { webParentPort } from "../parallel/web-worker.ts"
import { receiveSurrogates } from "../surrogate/shared-surrogates.ts"
import { surrogateJobs } from "../surrogate/surrogate-jobs.ts"

serveJobs(webParentPort(), surrogateJobs, receiveSurrogates)
