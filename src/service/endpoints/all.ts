/** All endpoints of a service, in the order in which paths are tried and the document lists them. */

import type { Endpoint } from "../endpoint.ts"
import { type OpenApiDocument, openApiOf } from "../open-api.ts"
import type { Settings } from "../options.ts"
import { aboutEndpoints } from "./about.ts"
import { batchEndpoints } from "./batch.ts"
import { boundEndpoints } from "./bound.ts"
import { callEndpoints } from "./call.ts"
import { gridEndpoints } from "./grid.ts"
import { modelEndpoints } from "./models.ts"
import { optimumEndpoints } from "./optimum.ts"
import { queryEndpoints } from "./query.ts"
import { sampleEndpoints } from "./sample.ts"
import { taskEndpoints } from "./tasks.ts"
import { trajectoryEndpoints } from "./trajectory.ts"

/** Lists the endpoints of a service. */
export function allEndpoints(settings: Settings): readonly Endpoint[] {
  let document: OpenApiDocument | undefined
  const describe = (): OpenApiDocument => {
    document ??= openApiOf(endpoints, settings)
    return document
  }
  // Models before tasks: /v1/models/{model} is no task.
  const endpoints: readonly Endpoint[] = [
    ...aboutEndpoints(settings, describe),
    ...modelEndpoints(),
    ...taskEndpoints(),
    ...queryEndpoints(),
    ...batchEndpoints(),
    ...trajectoryEndpoints(),
    ...gridEndpoints(),
    ...boundEndpoints(),
    ...optimumEndpoints(),
    ...sampleEndpoints(),
    ...callEndpoints(),
  ]
  return endpoints
}
