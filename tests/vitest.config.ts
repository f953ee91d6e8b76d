import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'e2e/**'],
    // Worlds and processes share the machine with the rest of the run.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
