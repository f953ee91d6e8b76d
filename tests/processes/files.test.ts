import { globSync } from 'node:fs'
import { join } from 'node:path'
import { createId, type FileId, type IdentityToken, type RoomId, type UploadState } from '@confab/protocol'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { Guest } from '@confab/server/src/testing/kitchen.ts'
import { expect, onTestFinished, test } from 'vitest'
import { aHello } from './hello.ts'
import { ServerProcess } from './server-process.ts'

/** How often the server is killed in the middle of it. */
const KILLS = 6

async function aServer() {
  const server = await ServerProcess.start()
  onTestFinished(() => server.destroy())
  const origin = `http://127.0.0.1:${server.port}`
  const roomId = createId<RoomId>()
  let token: IdentityToken | null = null

  /** Ana, on a line to whatever server is there now. */
  async function ana(): Promise<Guest> {
    const caller = await Caller.connect(server.url)
    onTestFinished(() => caller.socket.terminate())
    const resume = token === null ? [] : [{ ref: 1, roomId, cursor: null }]
    caller.send(aHello({ token, resume }))
    const welcome = await caller.next('welcome')
    token ??= welcome.token
    if (token === null) throw new Error('a token was expected')
    if (resume.length === 0) caller.send({ type: 'create-room', ref: 1, roomId, name: 'Ana' })
    const { me } = await caller.next('reset')
    return new Guest({ caller, token, roomId, memberId: me.memberId, origin })
  }

  return {
    server,
    ana,
    fetch: (path: string) => fetch(new URL(path, origin)),
    /** Kills it and starts another on its data. */
    async killed(): Promise<Guest> {
      await server.end('SIGKILL')
      await server.start()
      return ana()
    },
    lying: (folder: 'files' | 'incoming') =>
      globSync('**', { cwd: join(server.dataDirectory, folder), withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      ).length,
  }
}

const text = (length: number) => new Uint8Array(length).fill(0x61)

test('[D1] what was told of is there after the server was killed, and what was deleted is not', async () => {
  const place = await aServer()
  let ana = await place.ana()
  for (let round = 0; round < KILLS; round++) {
    const file = await ana.sender.sendWell(text(100_000 + round), { name: 'a.txt' })
    if (round % 2) ana = await place.killed()
    const message = await ana.post('', [file.fileId])
    ana = await place.killed()
    const [link] = await ana.linksTo([file.fileId])
    const answer = await place.fetch(link?.path ?? '')
    expect([answer.status, (await answer.bytes()).length]).toEqual([200, 100_000 + round])
    await ana.deleteMessage(message.messageId)
    ana = await place.killed()
    expect(await ana.linksTo([file.fileId])).toEqual([])
    expect((await place.fetch(link?.path ?? '')).status).toBe(404)
    await expect.poll(() => place.lying('files')).toBe(0)
  }
}, 120_000)

test('[A53] killed in the middle of a file, the server leaves nothing of it, and the file is sent again', async () => {
  const place = await aServer()
  let ana = await place.ana()
  const fileId = createId<FileId>()
  await ana.sender.announce(fileId, 1_000, { name: 'a.txt' })
  for (let round = 0; round < KILLS; round++) {
    expect((await ana.sender.piece(fileId, 0, text(900))).status).toBe(200)
    expect(place.lying('incoming')).toBe(1)
    // Some are killed with the last piece on its way, and whether it counted nobody knows.
    const last = round % 2 ? ana.sender.piece(fileId, 900, text(100)).catch(() => null) : null
    ana = await place.killed()
    await last
    expect(place.lying('incoming')).toBe(0)
    const state = (await (await ana.sender.ask('GET', fileId)).json()) as UploadState
    if (state.file) break
    expect(state).toEqual({ offset: 0 })
  }
  const { file } = (await (await ana.sender.ask('GET', fileId)).json()) as UploadState
  if (!file) await ana.sender.piece(fileId, 0, text(1_000))
  expect((await ana.post('', [fileId])).files).toMatchObject([{ fileId, bytes: 1_000 }])
  expect(place.lying('files')).toBe(1)
}, 120_000)
