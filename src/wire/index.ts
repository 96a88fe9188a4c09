/** What service and client say to each other. */

export {
  type Answered,
  type BoundDocument,
  benchmarkPath,
  type ColumnsDocument,
  type GridDocument,
  LINES_TYPE,
  type Limits,
  type OptimumDocument,
  type PlainBounds,
  type QueryDocument,
  type SpaceDocument,
  type TaskEntry,
  type TasksDocument,
} from "./documents.ts"
export { fromPlain, toPlain } from "./plain-number.ts"
export { errorOf, isProblem, PROBLEM_TYPE, type Problem, problemKinds, problemOf } from "./problem.ts"
export { ServiceError, type ServiceErrorCode } from "./service-error.ts"
