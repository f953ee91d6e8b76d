import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes half a minute and more comes first: begun last, it would be waited for alone. Those that mostly wait stand beside those that
 * mostly compute.
 */
const LONG = [
  'processes/kill',
  'processes/stalled-readers',
  'fuzz/frames',
  'processes/silence',
  'nodes/redis-away',
  'simulation/seeds-first',
  'nodes/postgres-away',
  'nodes/lossy',
  'simulation/seeds-second',
  'processes/limits',
  'processes/clocks',
  'simulation/seeds-third',
  'processes/full-disk',
  'processes/torn-files',
  'simulation/seeds-fourth',
]

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const turn = ({ moduleId }: TestSpecification) => {
      const found = LONG.findIndex((name) => moduleId.includes(`/${name}`))
      return found === -1 ? LONG.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => turn(a) - turn(b))
  }
}

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['node_modules/**', 'e2e/**'],
    // Worlds and processes share the machine with the rest of the run. On two cores one of three mostly
    // waits: for a line to be found dead, say.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    testTimeout: 20_000,
  },
})
