import type { MessageId } from '@confab/protocol'
import { RoomSession } from '../room/room-session.svelte.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import { FakeClient } from './fake-client.ts'

/** Somebody speaks, and what they said can be answered, pinned, changed. */
export function says(room: FakeRoom, name: string, body: string, replyTo?: MessageId): MessageId {
  room.says(name, body, replyTo ? { replyTo } : {})
  const last = room.history.at(-1)
  if (last?.kind !== 'message') throw new Error('Nothing was said.')
  return last.messageId
}

/** Ana and Bo in the kitchen, and what happens there. */
export function withBo(change: (room: FakeRoom) => void = () => {}, client = new FakeClient()): RoomSession {
  const room = new FakeRoom()
  room.joins('Bo')
  change(room)
  return new RoomSession(room, client, room.head)
}

/** A line that ended for good, with this reason. */
export function stoppedLine(code: number): FakeClient {
  const client = new FakeClient()
  client.change({ name: 'stopped', code })
  return client
}
