// `npx -y pnpm confab backup <file>` in a checkout: the commands of the server, on the same data as `pnpm start`.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT, run } from './run.ts'

const main = join(ROOT, 'apps/server/dist/main.js')
// Only what is missing is built: a new build under a running server would take its files away.
if (!existsSync(main)) {
  const build = ['run', 'build', '--filter=@confab/server', '--output-logs=errors-only']
  const code = await run('turbo', build, { isQuiet: true })
  if (code !== 0) process.exit(code)
}

// The data where `pnpm start` has them, files from where the person stands.
process.env.CONFAB_DATA_DIR = resolve(ROOT, process.env.CONFAB_DATA_DIR || 'data')
process.chdir(process.env.INIT_CWD ?? ROOT)
await import(main)
