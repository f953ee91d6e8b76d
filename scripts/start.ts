// Builds what changed, quietly, then is the server: in this very process, so that a signal reaches it and nothing else.

import { join } from 'node:path'
import { endWithLaunchers } from './launchers.ts'
import { ROOT, run } from './run.ts'

console.log('Building what changed …')
const code = await run('turbo', ['run', 'build', '--output-logs=errors-only'], { isQuiet: true })
if (code !== 0) process.exit(code)

process.chdir(ROOT)
process.env.CONFAB_DATA_DIR ??= join(ROOT, 'data')
await import(join(ROOT, 'apps/server/dist/main.js'))
endWithLaunchers()
