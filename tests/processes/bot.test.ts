import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StorageContents } from '@confab/client'
import { afterEach, expect, test, vi } from 'vitest'
import { ServerProcess } from './server-process.ts'
import { Talker } from './talker.ts'

const BOT = fileURLToPath(new URL('../../packages/client/examples/echo-bot.ts', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'confab-bot-'))
let server: ServerProcess | null = null
let bot: ChildProcess | null = null
const talkers: Talker[] = []

afterEach(async () => {
  bot?.kill('SIGKILL')
  for (const talker of talkers.splice(0)) talker.close()
  await server?.destroy()
  rmSync(folder, { recursive: true, force: true })
})

test('[D6] the bot of the page answers on a real server, and after being killed what was asked meanwhile', async () => {
  server = await ServerProcess.start()
  const ana = new Talker('Ana', server.url)
  talkers.push(ana)
  const code = await ana.create()
  const { url } = server
  const startBot = () => {
    bot = spawn(process.execPath, [BOT, url, code], { cwd: folder, stdio: 'ignore' })
  }
  const pongs = () =>
    ana.room.view.timeline.records.filter((record) => record.kind === 'message' && record.body === 'pong')
      .length
  const keptCursor = () => {
    const kept: StorageContents = JSON.parse(readFileSync(join(folder, 'echo-bot.json'), 'utf8'))
    return kept.rooms[0]?.cursor ?? 0
  }
  const isHere = () => ana.room.view.roster.here.some(({ name }) => name === 'Echo')

  startBot()
  await vi.waitUntil(isHere, { timeout: 20_000 })
  ana.post('!ping')
  await vi.waitUntil(() => pongs() === 1, { timeout: 20_000 })

  // What it has kept is what it comes back with.
  const head = ana.room.view.timeline.cursor
  await vi.waitUntil(() => keptCursor() >= head, { timeout: 20_000 })
  bot?.kill('SIGKILL')
  ana.post('!ping')
  await ana.whenQuiet(10_000)
  expect(pongs()).toBe(1)
  startBot()
  await vi.waitUntil(() => pongs() === 2, { timeout: 20_000 })
}, 90_000)
