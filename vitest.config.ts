import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Runtime and package tests pack a tarball and start other runtimes.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // Without a word there is one worker on two processors. A third of the time tests wait for other processes.
    maxWorkers: 2,
    reporters: ["default", "./test/closing-line.ts"],
  },
})
