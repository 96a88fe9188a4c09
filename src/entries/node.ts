/** `jahs-bench-201/node`: all of `jahs-bench-201`, and what needs Node's file system. */

export { cacheFolder, type Environment, releaseFolder } from "../node/cache.ts"
export { fileJournal } from "../node/file-journal.ts"
export { fileSystemStore } from "../node/file-system-store.ts"
export type { Journal } from "../training/journal.ts"
export * from "./index.node.ts"
