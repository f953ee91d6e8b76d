import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type Command,
  createId,
  encodeCommand,
  type IdentityToken,
  type MessageId,
  type RoomCode,
  type RoomId,
  type ServerEvent,
  SUBPROTOCOL,
  type TabId,
} from '@confab/protocol'
import type { HearFrame, Member, Peer, RunningPeer } from '../peer.ts'
import { RawSocket } from '../raw-socket.ts'
import { spawnServer } from './spawn-server.ts'

const SERVER = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url))

type Room = { roomId: RoomId; code: RoomCode }

/** The built server on real SQLite: every message is on disk, fsynced, before anyone is told of it. */
export const confab: Peer = {
  name: 'Confab',
  keeps: 'login, permission, limits, and each message fsynced before it is told',
  mark: '"messageId":"',
  async start() {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'confab-bench-'))
    const server = await spawnServer(SERVER, { CONFAB_DATA_DIR: dataDirectory })
    const rooms = new Map<number, Promise<Room>>()
    const running: RunningPeer = {
      pid: server.pid,
      async enter(room, member, hear) {
        const known = rooms.get(room)
        if (known) return (await openMember(server.port, member, hear, await known)).member
        const made = openMember(server.port, member, hear, null)
        rooms.set(
          room,
          made.then((opened) => opened.room),
        )
        return (await made).member
      },
      async stop() {
        await server.stop()
        rmSync(dataDirectory, { recursive: true, force: true })
      },
    }
    return running
  },
}

async function openMember(
  port: number,
  member: number,
  hear: HearFrame,
  room: Room | null,
): Promise<{ member: Member; room: Room }> {
  let entering: ((events: ServerEvent[]) => void) | null = null
  const socket = await RawSocket.open(port, '/ws', SUBPROTOCOL, {
    frame(payload) {
      if (entering) entering(JSON.parse(payload.toString()))
      else if (payload.includes('"heartbeat"')) send({ type: 'alive' })
      else hear(payload)
    },
    closed() {},
  })
  const send = (command: Command) => socket.send(encodeCommand(command))
  const entered = new Promise<Room>((resolve, reject) => {
    entering = (events) => {
      for (const event of events) {
        if (event.type === 'refusal') reject(new Error(`refused: ${event.code}`))
        if (event.type !== 'reset') continue
        entering = null
        resolve({ roomId: event.roomId, code: event.room.code })
      }
    }
  })
  const token: IdentityToken | null = null
  send({ type: 'hello', token, tabId: createId<TabId>(), client: 'bench', resume: [] })
  const name = `member ${member}`
  if (room) send({ type: 'join-room', ref: 1, code: room.code, name })
  else send({ type: 'create-room', ref: 1, roomId: createId<RoomId>(), name })
  const { roomId, code } = await entered
  return {
    room: { roomId, code },
    member: {
      post: (text) => send({ type: 'post-message', roomId, messageId: createId<MessageId>(), body: text }),
      close: () => socket.destroy(),
    },
  }
}
