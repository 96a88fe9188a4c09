/** What Stryker runs for the mutants of one folder: the folder's own tests, without what packs or builds. */
import { defineConfig } from "vitest/config"

const folder = process.env["MUTATE_FOLDER"] ?? "space"

export default defineConfig({
  test: {
    include: [`test/unit/${folder}/**/*.test.ts`, `test/property/${folder}*.test.ts`],
    testTimeout: 60_000,
  },
})
