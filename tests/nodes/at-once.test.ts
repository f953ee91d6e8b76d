import {
  createId,
  type IdentityToken,
  type MessageId,
  type RoomCode,
  type RoomId,
  type TabId,
} from '@confab/protocol'
import { TAKE_OVER_SURE_MS } from '@confab/server/src/limits.ts'
import { Caller } from '@confab/server/src/testing/caller.ts'
import { expect, onTestFinished, test } from 'vitest'
import { aHello } from '../processes/hello.ts'
import { pause } from '../processes/scene.ts'
import { openCluster } from './cluster.ts'

const NAMES = ['Bo', 'Chidi', 'Bo B', 'Chidi C', 'bo the second', 'Bo, later', 'Ana too', 'Ana B']

const cluster = await openCluster()

type Guest = { caller: Caller; token: IdentityToken }

/** Somebody on a node, new unless they have a token. */
async function come(index: number, hello: { token?: IdentityToken; tabId?: TabId } = {}): Promise<Guest> {
  const caller = await Caller.connect(cluster.node(index).server.url)
  onTestFinished(() => caller.socket.terminate())
  caller.send(aHello(hello))
  const { token } = await caller.next('welcome')
  const known = hello.token ?? token
  if (!known) throw new Error('a newcomer without a token')
  return { caller, token: known }
}

async function createRoom({ caller }: Guest): Promise<{ roomId: RoomId; code: RoomCode }> {
  const roomId = createId<RoomId>()
  caller.send({ type: 'create-room', ref: 1, roomId, name: 'Ana' })
  const { records } = (await caller.next('reset', (reset) => reset.roomId === roomId)).page
  const room = records.find((record) => record.kind === 'room')
  if (room?.kind !== 'room') throw new Error('a room without its record')
  return { roomId, code: room.code }
}

/** What became of a command: it was entered, or how it was refused. */
async function answerTo(caller: Caller, ref: number): Promise<string> {
  for (;;) {
    for (const event of caller.events) {
      if (event.type === 'entered' && event.ref === ref) return 'entered'
      if (event.type === 'refusal' && event.ref === ref) return event.code
    }
    await pause(5)
  }
}

const post = ({ caller }: Guest, roomId: RoomId, body: string) =>
  caller.send({ type: 'post-message', roomId, messageId: createId<MessageId>(), body })

/** What somebody was told that was said in a room. */
const heard = ({ caller }: Guest) =>
  caller.events.flatMap((event) =>
    event.type === 'span'
      ? event.records.flatMap((record) => (record.kind === 'message' ? [record.body] : []))
      : [],
  )

async function until(isSo: () => boolean, withinMs: number): Promise<number> {
  const from = performance.now()
  while (!isSo() && performance.now() - from < withinMs) await pause(10)
  expect(isSo()).toBe(true)
  return performance.now() - from
}

test('[A61] two who take one name at the same instant on two nodes: one has it, and the other is told', async () => {
  const ana = await come(0)
  const { code } = await createRoom(ana)
  for (const name of NAMES) {
    const guests = await Promise.all([come(1), come(2)])
    const outcomes = await Promise.all(
      guests.map(({ caller }) => {
        caller.send({ type: 'join-room', ref: 2, code, name })
        return answerTo(caller, 2)
      }),
    )
    expect(outcomes.sort()).toEqual(['entered', 'name-taken'])
  }
})

test('[D9] a tab that comes back by another node is deaf and mute where it was', async () => {
  const tabId = createId<TabId>()
  const before = await come(0, { tabId })
  const { roomId } = await createRoom(before)
  // Of two lines that came at nearly the same time nobody knows which is the newer.
  await pause(TAKE_OVER_SURE_MS + 100)
  const after = await come(1, { token: before.token, tabId })
  expect((await before.caller.end()).code).toBe(4409)
  after.caller.send({ type: 'resume-room', ref: 3, roomId, cursor: null })
  await after.caller.next('entered')
  post(after, roomId, 'from the other node')
  await until(() => heard(after).length === 1, 5_000)
})
