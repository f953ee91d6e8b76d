// Points a built app at a server without building it anew: `pnpm --filter @confab/web point-at https://chat.example.org`.
// Without an address it goes back to the page's own origin.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { makeDeployable } from './deployable.ts'
import { parseServerOrigin } from './security-headers.ts'

const dist = fileURLToPath(new URL('../dist', import.meta.url))

try {
  const serverOrigin = parseServerOrigin(process.argv[2] ?? '')
  if (!existsSync(`${dist}/index.html`)) throw new Error('There is no built app yet: run `pnpm build` first.')
  makeDeployable(dist, serverOrigin)
  console.log(`The app in ${dist} now talks to ${serverOrigin ?? 'the server it comes from'}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
