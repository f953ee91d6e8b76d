import { connect, type Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { Conversation } from './conversation.ts'
import { openScene, pause } from './scene.ts'
import { SERVER_COMMAND } from './server-process.ts'

const DESCRIPTORS_MAX = 96
const LINES = 200

const scene = openScene()

test('[D10, D11] [A29] a server out of descriptors turns newcomers away, serves who is in, and takes people again when lines go', async () => {
  const server = await scene.start({
    command: ['sh', '-c', `ulimit -n ${DESCRIPTORS_MAX} && exec "$@"`, 'sh', ...SERVER_COMMAND],
  })
  const room = await Conversation.open(scene, server, 6)
  room.talk({ everyMs: 50 })

  const lines: Socket[] = []
  let refused = 0
  for (let i = 0; i < LINES; i++) {
    const line = connect(server.port, '127.0.0.1')
    line.on('error', () => {})
    line.once('close', () => {
      refused += 1
    })
    lines.push(line)
  }
  await vi.waitUntil(() => refused > 0, { timeout: 10_000 })
  const ackedBefore = room.acked
  await vi.waitUntil(() => room.acked > ackedBefore + 20, { timeout: 10_000 })
  const newcomer = scene.talker('Newcomer', server.url)
  const joining = newcomer.join(room.code)
  await pause(1_000)
  expect(newcomer.client.connection.name).not.toBe('live')
  const refusedInAll = refused
  for (const line of lines) line.destroy()
  newcomer.client.retryNow()
  await joining
  expect((await server.readiness()).status).toBe(200)
  const { breaches, acked, said } = await room.end()
  console.log(
    `${refusedInAll} of ${LINES} lines turned away at ${DESCRIPTORS_MAX} descriptors; ${acked} acked meanwhile`,
  )
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
}, 60_000)
