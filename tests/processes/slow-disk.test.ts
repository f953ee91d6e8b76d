import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, test } from 'vitest'
import { Conversation, percentiles } from './conversation.ts'
import { aHello } from './hello.ts'
import { launchCommand } from './launch-options.ts'
import { openScene, pause } from './scene.ts'

const COMMIT_MS = 50
const ROUNDS = 40

const scene = openScene()

test('[D1] a disk that takes 50 ms for each commit: pages and returns do not wait for it, and nothing is lost', async () => {
  const server = await scene.start({ command: launchCommand({ commitDelayMs: COMMIT_MS }) })
  const room = await Conversation.open(scene, server, 10)
  const reader = await Caller.connect(server.url)
  reader.send(aHello())
  const { token } = await reader.next('welcome')
  reader.send({ type: 'join-room', ref: ROUNDS + 1, code: room.code, name: 'Reader' })
  const { roomId } = await reader.next('entered')

  room.talk({ everyMs: 10, waitingMax: 1 })
  await pause(1_000)
  const pageMs: number[] = []
  const returnMs: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const askedAt = performance.now()
    const ref = round + 1
    reader.send({ type: 'fetch-page', ref, roomId, where: { after: round }, limit: 50 })
    await reader.next('page', (page) => page.ref === ref)
    pageMs.push(performance.now() - askedAt)
    const leftAt = performance.now()
    const back = await Caller.connect(server.url)
    back.send(aHello({ token, resume: [{ ref: 1, roomId, cursor: null }] }))
    await back.next('reset')
    returnMs.push(performance.now() - leftAt)
    back.socket.terminate()
    await pause(50)
  }
  reader.socket.terminate()
  const { breaches, acked, said } = await room.end()
  const { ackMs } = room
  console.log(`acks ${percentiles(ackMs)}; pages ${percentiles(pageMs)}; returns ${percentiles(returnMs)}`)
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
  // No ack without its commit, and what needs none is not held up by those that run.
  const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1] ?? 0
  expect(median(ackMs)).toBeGreaterThan(COMMIT_MS)
  expect(median(pageMs)).toBeLessThan(COMMIT_MS)
  expect(median(returnMs)).toBeLessThan(median(ackMs))
}, 60_000)
