import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createId, type RoomId } from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, test, vi } from 'vitest'
import { Conversation } from './conversation.ts'
import { aHello } from './hello.ts'
import { openScene, pause } from './scene.ts'
import { SERVER_COMMAND, type ServerProcess } from './server-process.ts'

const DISK_MIB = 12

const scene = openScene()

const MOUNT = `mount -t tmpfs -o size=${DISK_MIB}m,mode=700 confab "$CONFAB_DATA_DIR" && exec "$@"`

/** Whoever may not have a name space for mounts alone may have one for users with it. */
const UNSHARE = `unshare --mount true 2>/dev/null || users=--map-root-user
  exec unshare $users --mount sh -c "$0" sh "$@"`

/**
 * A server that sees a small disk where its data is: a file system in memory, mounted where only this process looks, and gone
 * with it.
 */
function startOnSmallDisk(): Promise<ServerProcess> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'confab-small-disk-'))
  return scene.start({ dataDirectory, command: ['sh', '-c', UNSHARE, MOUNT, ...SERVER_COMMAND] })
}

/** Another program's file on the same disk. */
const fillerOf = (server: ServerProcess) =>
  `/proc/${server.pid}/root${join(server.dataDirectory, 'somebody-elses-film')}`

function fill(server: ServerProcess): void {
  const file = openSync(fillerOf(server), 'w')
  const bytes = Buffer.alloc(4_096, 1)
  try {
    for (;;) writeSync(file, bytes)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    closeSync(file)
  }
}

const makeRoom = (server: ServerProcess) => rmSync(fillerOf(server))

const isReady = async (server: ServerProcess) => (await server.readiness()).status === 200

test('[D1, D7] a full disk: posts are refused and wait, reading goes on, and with room again everything is stored once', async () => {
  const server = await startOnSmallDisk()
  const room = await Conversation.open(scene, server, 6)
  const reader = await Caller.connect(server.url)
  reader.send(aHello())
  const { token } = await reader.next('welcome')
  reader.send({ type: 'join-room', ref: 1, code: room.code, name: 'Reader' })
  const { roomId } = await reader.next('entered')
  reader.socket.terminate()

  room.talk()
  await pause(1_000)
  expect(await server.readiness()).toEqual({ status: 200, body: { ready: true } })
  fill(server)
  await vi.waitUntil(async () => !(await isReady(server)), { timeout: 20_000, interval: 50 })
  expect(await server.readiness()).toEqual({
    status: 503,
    body: { ready: false, reason: 'store-unavailable' },
  })
  const waitsAs = () =>
    room.talkers.map(({ room: { view } }) => view.timeline.pending.find(({ refusal }) => refusal)?.refusal)
  await vi.waitUntil(() => waitsAs().every((refusal) => refusal === 'unavailable'), { timeout: 20_000 })
  const ackedWhenFull = room.acked

  // Who is a member comes back and reads; by the code as well, though that asks for a commit.
  const back = await Caller.connect(server.url)
  back.send(aHello({ token, resume: [{ ref: 1, roomId, cursor: null }] }))
  const { page } = await back.next('reset')
  expect(page.records.length).toBeGreaterThan(0)
  back.send({ type: 'fetch-page', ref: 2, roomId, where: { before: page.from + 1 }, limit: 50 })
  await back.next('page', ({ ref }) => ref === 2)
  const again = scene.talker('Guest', server.url)
  await expect(again.join(room.code)).rejects.toThrow('unavailable')
  const byCode = await Caller.connect(server.url)
  byCode.send(aHello({ token }))
  await byCode.next('welcome')
  await vi.waitUntil(
    async () => {
      byCode.send({ type: 'join-room', ref: 3, code: room.code, name: 'Reader' })
      return Promise.race([byCode.next('entered').then(() => true), pause(500).then(() => false)])
    },
    { timeout: 20_000 },
  )
  expect(room.acked).toBe(ackedWhenFull)
  for (const caller of [back, byCode]) caller.socket.terminate()

  makeRoom(server)
  await vi.waitUntil(() => isReady(server), { timeout: 20_000, interval: 50 })
  await pause(500)
  const { breaches, acked, said } = await room.end()
  console.log(`${ackedWhenFull} of ${said} acked when the disk was full, ${acked} in the end`)
  expect(breaches).toEqual([])
  expect(acked).toBe(said)
  expect(acked).toBeGreaterThan(ackedWhenFull)
}, 120_000)

test('a disk that has room again is noticed though nobody posts', async () => {
  const server = await startOnSmallDisk()
  fill(server)
  const stranger = await Caller.connect(server.url)
  stranger.send(aHello())
  await stranger.next('welcome')
  stranger.send({ type: 'create-room', ref: 1, roomId: createId<RoomId>(), name: 'Ana' })
  expect(await stranger.next('refusal')).toMatchObject({ code: 'unavailable' })
  stranger.socket.terminate()
  expect(await isReady(server)).toBe(false)
  await pause(3_000)
  expect(await isReady(server)).toBe(false)
  makeRoom(server)
  await vi.waitUntil(() => isReady(server), { timeout: 20_000, interval: 50 })
}, 60_000)
