/** What these examples use of their runners, for a project without the runners' own types. */

declare namespace Deno {
  function test(name: string, run: () => void | Promise<void>): void
}

declare module "bun:test" {
  export { expect, test } from "vitest"
}
