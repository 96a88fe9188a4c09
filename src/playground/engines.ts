/** What the engine's worker can do: the operations of each view, loaded when the first of them is asked for. */

import type { Operations } from "./engine/operation.ts"

export const engines = {
  shared: async () => (await import("./engine/shared-operations.ts")).sharedOperations,
  model: async () => (await import("./views/any-model/engine.ts")).modelOperations,
  explore: async () => (await import("./views/explore/engine.ts")).exploreOperations,
  survey: async () => (await import("./views/survey/engine.ts")).surveyOperations,
  audit: async () => (await import("./views/audit/engine.ts")).auditOperations,
  race: async () => (await import("./views/race/engine.ts")).raceOperations,
} satisfies Readonly<Record<string, () => Promise<Operations>>>

export type Engines = typeof engines
