/** The folders of `src/` that are mutated, and which tests are run on their mutants. */

export const FOLDERS = ["forest", "formats", "predict", "space", "surrogate"] as const

export type Folder = (typeof FOLDERS)[number]

/** Tests of other kinds in which the strength of a folder's tests lies. */
const OTHERS: Readonly<Record<Folder, readonly string[]>> = {
  forest: ["test/oracle/kernels.test.ts"],
  formats: ["test/golden/{formats,write}.test.ts"],
  predict: [
    "test/oracle/kernels.test.ts",
    "test/property/{bound,grid,optimum,specialise}.test.ts",
    "test/golden/xgboost.test.ts",
  ],
  space: ["test/property/space.test.ts"],
  surrogate: [],
}

/** The folder's own unit tests, and the others. */
export function testsOf(folder: Folder): readonly string[] {
  return [`test/unit/${folder}/**/*.test.ts`, ...OTHERS[folder]]
}
