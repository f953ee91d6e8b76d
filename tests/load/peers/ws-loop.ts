import { fileURLToPath } from 'node:url'
import { FrameReader } from '../frame-reader.ts'
import type { Peer } from '../peer.ts'
import { cpuSecondsOf } from '../process-figures.ts'
import { RawSocket } from '../raw-socket.ts'
import { MESSAGE_MARK } from './message.ts'
import { spawnServer } from './spawn-server.ts'

const SERVER = fileURLToPath(new URL('./ws-loop-server.ts', import.meta.url))

/** A plain loop over `ws` sockets. */
export const wsLoop: Peer = {
  name: 'ws loop',
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
        const socket = await RawSocket.open(server.port, `/?room=${room}&member=${member}`, null, {
          frame: (payload) => listeners.hear(reader.read(payload)),
          closed: listeners.closed,
        })
        return { post: (text) => socket.send(text), close: () => socket.destroy() }
      },
      stop: server.stop,
    }
  },
}
