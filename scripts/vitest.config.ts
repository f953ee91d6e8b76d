import { defineConfig } from 'vitest/config'
import { ROOT } from './run.ts'

export default defineConfig({
  root: ROOT,
  test: {
    include: ['scripts/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: 'test-results/unit.json' },
  },
})
