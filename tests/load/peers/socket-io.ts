import { fileURLToPath } from 'node:url'
import { FrameReader } from '../frame-reader.ts'
import type { Peer } from '../peer.ts'
import { cpuSecondsOf } from '../process-figures.ts'
import { RawSocket } from '../raw-socket.ts'
import { MESSAGE_MARK } from './message.ts'
import { spawnServer } from './spawn-server.ts'

const SERVER = fileURLToPath(new URL('./socket-io-server.ts', import.meta.url))

// Packet types of Engine.IO 4 with Socket.IO 5 in it, as they stand at the beginning of a frame.
const OPEN = '0'
const PING = '2'
const PONG = '3'
const CONNECT = '40'
const EVENT = '42'

/** socket.io with rooms, WebSocket transport only. */
export const socketIo: Peer = {
  name: 'socket.io',
  keeps: 'nothing; no login',
  async start() {
    const server = await spawnServer(SERVER, {})
    const readers = new Map<number, FrameReader>()
    return {
      pid: server.pid,
      cpuSeconds: () => cpuSecondsOf(server.pid),
      async enter(room, member, listeners) {
        const reader = readers.get(room) ?? new FrameReader(MESSAGE_MARK)
        readers.set(room, reader)
        const path = `/socket.io/?EIO=4&transport=websocket&room=${room}&member=${member}`
        let connected = () => {}
        const isIn = new Promise<void>((resolve) => {
          connected = resolve
        })
        // The opening packet may come with the handshake's answer, before there is a socket to answer on.
        const early: string[] = []
        let send = (text: string): void => {
          early.push(text)
        }
        const socket = await RawSocket.open(server.port, path, null, {
          frame(payload) {
            const kind = payload.toString('latin1', 0, 2)
            if (kind === EVENT) listeners.hear(reader.read(payload))
            else if (kind === CONNECT) connected()
            else if (kind.startsWith(OPEN)) send(CONNECT)
            else if (kind.startsWith(PING)) send(PONG)
          },
          closed: listeners.closed,
        })
        send = (text) => socket.send(text)
        for (const text of early) send(text)
        await isIn
        return {
          post: (text) => socket.send(`${EVENT}${JSON.stringify(['post', text])}`),
          close: () => socket.destroy(),
        }
      },
      stop: server.stop,
    }
  },
}
