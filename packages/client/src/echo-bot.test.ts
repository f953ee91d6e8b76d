import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { startEchoBot } from '../examples/echo-bot.ts'
import { createWorld, KITCHEN } from './testing/world.ts'

const folder = mkdtempSync(join(tmpdir(), 'echo-bot-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('the echo bot answers, and after a restart answers what was asked meanwhile', async () => {
  const { clock, server, kitchen, options } = createWorld()
  const path = join(folder, 'echo-bot.json')
  const start = async () => {
    const starting = startEchoBot(KITCHEN, path, options)
    await clock.run(1_000)
    return starting
  }
  const bot = await start()
  server.post(kitchen.roomId, '!ping')
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toEqual(['!ping', 'pong'])

  bot.close()
  await clock.run(100)
  server.post(kitchen.roomId, '!ping')
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toHaveLength(3)

  await start()
  await clock.run(1_000)
  expect(server.bodies(kitchen.roomId)).toEqual(['!ping', 'pong', '!ping', 'pong'])
  expect(kitchen.members.size).toBe(1)
})

test('the page about writing a client shows the bot as it is', () => {
  const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
  const page = read('../../../docs/write-a-client.md')
  expect(page).toContain(`\`\`\`ts\n${read('../examples/echo-bot.ts')}\`\`\`\n`)
})
