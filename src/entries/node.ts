/** `jahs-bench-201/node`: all of `jahs-bench-201`, and what needs Node's file system. */

export { cacheFolder, type Environment, releaseFolder } from "../node/cache.ts"
export { fileSystemStore } from "../node/file-system-store.ts"
export * from "./index.node.ts"
