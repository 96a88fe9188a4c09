/** What runs in a worker thread of Node. */

import { nodeParentPort } from "../node/parent-port.ts"
import { serveJobs } from "../parallel/serve-jobs.ts"
import { receiveSurrogates } from "../surrogate/shared-surrogates.ts"
import { surrogateJobs } from "../surrogate/surrogate-jobs.ts"

serveJobs(nodeParentPort(), surrogateJobs, receiveSurrogates)
