// Server and app together, both reloading, with a room in which somebody has talked: `npx -y pnpm dev`.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { formatRoomCode, parseRoomCode } from '@confab/protocol'
import { endWithLaunchers } from './launchers.ts'
import { liveInARoom } from './lived-in-room.ts'
import { ROOT, run } from './run.ts'

const APP_PORT = '5173'
const SERVER_PORT = process.env.PORT || '3000'
const SERVER = `127.0.0.1:${SERVER_PORT}`
const DATA = process.env.CONFAB_DATA_DIR || join(ROOT, 'data/dev')
const CODE_FILE = join(DATA, 'lived-in-room')

// One machine by two names is two origins, so two people to every browser.
const ORIGINS = [`http://localhost:${APP_PORT}`, `http://127.0.0.1:${APP_PORT}`]

const end = new AbortController()
const until = end.signal

const server = run('node', ['--watch', '--watch-preserve-output', join(ROOT, 'apps/server/src/main.ts')], {
  env: {
    PORT: SERVER_PORT,
    HOST: process.env.HOST || '127.0.0.1',
    CONFAB_DATA_DIR: DATA,
    CONFAB_ALLOWED_ORIGINS: ORIGINS.join(','),
  },
  until,
})
const app = run(
  join(ROOT, 'apps/web/node_modules/.bin/vite'),
  ['--host', '127.0.0.1', '--port', APP_PORT, '--strictPort', '--clearScreen', 'false'],
  { cwd: join(ROOT, 'apps/web'), env: { CONFAB_DEV_SERVER: `http://${SERVER}` }, until },
)
// Ctrl-C reaches both of them as well; this one stays until they are gone. Neither goes on without the other.
process.on('SIGINT', () => {})
process.on('SIGTERM', () => end.abort())
for (const part of [server, app]) void part.then(() => end.abort())
endWithLaunchers()

async function isServing(): Promise<boolean> {
  try {
    return (await fetch(`http://${SERVER}/healthz`)).ok
  } catch {
    return false
  }
}

async function showAround(): Promise<void> {
  while (!(await isServing())) await pause(200, undefined, { signal: until })
  if (!existsSync(CODE_FILE)) {
    const code = await liveInARoom(`ws://${SERVER}/ws`)
    mkdirSync(DATA, { recursive: true })
    writeFileSync(CODE_FILE, code)
  }
  const code = parseRoomCode(readFileSync(CODE_FILE, 'utf8'))
  if (!code) throw new Error(`${CODE_FILE} holds no room code.`)
  const [one, other] = ORIGINS.map((origin) => `${origin}/r/${formatRoomCode(code)}`)
  console.log(
    `\n  For one person    ${one}\n  for another       ${other}\n  (two origins: two people in one browser)\n`,
  )
}

showAround().catch((error: unknown) => {
  if (!until.aborted) console.error('The room to look at could not be made:', error)
})
const codes = await Promise.all([server, app])
process.exitCode = Math.max(...codes)
