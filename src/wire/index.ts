/** What service and client say to each other. */

export {
  type Answered,
  benchmarkPath,
  type ColumnsDocument,
  LINES_TYPE,
  type Limits,
  type QueryDocument,
  type SpaceDocument,
  type TaskEntry,
  type TasksDocument,
} from "./documents.ts"
export { errorOf, isProblem, PROBLEM_TYPE, type Problem, problemKinds, problemOf } from "./problem.ts"
export { ServiceError, type ServiceErrorCode } from "./service-error.ts"
