import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openScene } from './scene.ts'

const MAIN = fileURLToPath(import.meta.resolve('@confab/server/src/main.ts'))

const scene = openScene()

test('a server from its sources under `node --watch`, as contributors run it, keeps what is said, and checks its data at the next start', async () => {
  const command = [process.execPath, '--watch', MAIN] as const
  const server = await scene.start({ command })
  try {
    const ana = scene.talker('Ana', server.url)
    const code = await ana.create()
    ana.post('kept')
    await expect.poll(() => ana.waiting).toBe(0)
    // The watched process is killed, so that the next start looks through the data in a thread of its own.
    const [watched] = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').split(' ')
    process.kill(Number(watched), 'SIGKILL')
    await server.end('SIGTERM')
    await server.start()
    const bo = scene.talker('Bo', server.url)
    await bo.join(code)
    await bo.readAll()
    expect(bo.room.view.timeline.records).toContainEqual(expect.objectContaining({ body: 'kept' }))
  } finally {
    // With a signal that the watched process gets as well.
    await server.end('SIGTERM')
  }
}, 90_000)
