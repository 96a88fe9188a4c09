import { defineConfig } from "vitest/config"

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Runtime and package tests pack a tarball and start other runtimes.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    reporters: ["default", "./test/closing-line.ts"],
  },
})
