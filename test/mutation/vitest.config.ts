/** What Stryker runs for the mutants of one folder; `test/support/runs.ts` keeps each test short there. */
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { type Folder, testsOf } from "./folders.ts"

/** Unit tests first: they take milliseconds, and the first test that fails ends the run of a mutant. */
class UnitTestsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isUnit = ({ moduleId }: TestSpecification): boolean => moduleId.includes("/test/unit/")
    return [...files].sort((a, b) => Number(isUnit(b)) - Number(isUnit(a)))
  }
}

export default defineConfig({
  test: {
    include: [...testsOf((process.env["MUTATE_FOLDER"] ?? "space") as Folder)],
    testTimeout: 60_000,
    // One worker a mutant, not one a file: workers start more slowly than most tests run.
    isolate: false,
    sequence: { sequencer: UnitTestsFirst },
  },
})
