import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StorageContents } from '@confab/client'
import { afterEach, expect, test, vi } from 'vitest'
import { openScene } from './scene.ts'

const BOT = fileURLToPath(new URL('../../packages/client/examples/echo-bot.ts', import.meta.url))

const folder = mkdtempSync(join(tmpdir(), 'confab-bot-'))
let bot: ChildProcess | null = null
const scene = openScene()

afterEach(async () => {
  bot?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

test('[D6] the bot of the page answers on a real server, and after being killed what was asked meanwhile', async () => {
  const server = await scene.start()
  const ana = scene.talker('Ana', server.url)
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
