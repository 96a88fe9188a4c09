/** What Stryker runs for the mutants of one folder; `test/support/runs.ts` keeps each test short there. */
import { defineConfig } from "vitest/config"
import { type Folder, testsOf } from "./folders.ts"

export default defineConfig({
  test: {
    include: [...testsOf((process.env["MUTATE_FOLDER"] ?? "space") as Folder)],
    testTimeout: 60_000,
  },
})
