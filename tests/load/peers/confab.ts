import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  createId,
  createMessageId,
  type Epoch,
  type IdentityToken,
  type RoomCode,
  type RoomId,
  type ServerEvent,
} from '@confab/protocol'
import type { FrameReader } from '../frame-reader.ts'
import type { MemberListeners, Peer, RunningPeer } from '../peer.ts'
import { cpuSecondsOf } from '../process-figures.ts'
import { ConfabLine, confabReader } from './confab-line.ts'
import { type SpawnedServer, spawnServer } from './spawn-server.ts'

/** The built server. */
export const SERVER = fileURLToPath(new URL('../../../apps/server/dist/main.js', import.meta.url))

/** How Confab is started for a load: nobody is made to wait at the door, and members may speak as fast as those of the peers. */
export const FOR_LOADS = {
  CONFAB_HELLOS_PER_SECOND: '100000',
  CONFAB_COMMANDS_PER_SECOND: '1000',
}

/** What a server is started with; without a directory it has fresh data. */
export type ConfabOptions = { dataDirectory?: string; isAsItComes?: boolean }

/** A room as somebody in it knows it, with its head when they entered. */
export type ConfabRoom = { roomId: RoomId; code: RoomCode; epoch: Epoch; head: number }

/** A member that is in a room. */
export type EnteredLine = { line: ConfabLine; token: IdentityToken | null; room: ConfabRoom }

/** Whom to enter a room as; without a code a room is made. */
export type EnterOptions = {
  port: number
  name: string
  code: RoomCode | null
  token?: IdentityToken | null
  reader?: FrameReader
} & Partial<MemberListeners>

/** The built server on real SQLite. As it comes, it lets in as many a second as it would anywhere. */
export async function startConfab(options: ConfabOptions = {}): Promise<SpawnedServer> {
  const { dataDirectory, isAsItComes = false } = options
  const directory = dataDirectory ?? mkdtempSync(join(tmpdir(), 'confab-bench-'))
  const server = await spawnServer(SERVER, {
    ...(isAsItComes ? {} : FOR_LOADS),
    CONFAB_DATA_DIR: directory,
  })
  return {
    ...server,
    async stop() {
      await server.stop()
      if (dataDirectory === undefined) rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Connects, says hello, and makes a room or joins one. */
export async function enterConfab(options: EnterOptions): Promise<EnteredLine> {
  const { port, name, code, token = null, reader = confabReader(), hear, closed } = options
  let issued: IdentityToken | null = null
  let onEvents: (events: readonly ServerEvent[]) => void = () => {}
  const entered = new Promise<ConfabRoom>((resolve, reject) => {
    onEvents = (events) => {
      for (const event of events) {
        if (event.type === 'welcome') issued = event.token
        if (event.type === 'refusal') reject(new Error(`refused: ${event.code}`))
        if (event.type === 'reset')
          resolve({
            roomId: event.roomId,
            code: event.room.code,
            epoch: event.epoch,
            head: event.page.head,
          })
      }
    }
  })
  const line = await ConfabLine.open({
    port,
    token,
    reader,
    onEvents,
    ...(hear && { hear }),
    closed: () => closed?.(),
  })
  if (code) line.send({ type: 'join-room', ref: 1, code, name })
  else line.send({ type: 'create-room', ref: 1, roomId: createId<RoomId>(), name })
  const room = await entered
  line.onEvents = null
  return { line, token: token ?? issued, room }
}

/** Brings members into rooms, each at the port of its node. */
export function enteringAt(portOf: (room: number, member: number) => number): RunningPeer['enter'] {
  const rooms = new Map<number, { code: Promise<RoomCode>; reader: FrameReader }>()
  return async (room, member, listeners) => {
    const known = rooms.get(room)
    const reader = known?.reader ?? confabReader()
    const entering = Promise.resolve(known?.code ?? null).then((code) =>
      enterConfab({ port: portOf(room, member), name: `member ${member}`, code, reader, ...listeners }),
    )
    if (!known) rooms.set(room, { code: entering.then((entered) => entered.room.code), reader })
    const { line, room: entered } = await entering
    const { roomId } = entered
    return {
      post: (body) =>
        line.send({ type: 'post-message', roomId, messageId: createMessageId(Date.now()), body }),
      close: () => line.cut(),
    }
  }
}

/** Every message is on disk, fsynced, before anyone is told of it. */
export const confab: Peer = {
  name: 'Confab',
  keeps:
    'login, permission, limits (raised where a load asks more of one member than a hand types), and each message fsynced before it is told',
  async start() {
    const { pid, port, stop } = await startConfab()
    return { pid, stop, cpuSeconds: () => cpuSecondsOf(pid), enter: enteringAt(() => port) }
  },
}
