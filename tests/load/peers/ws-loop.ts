import { fileURLToPath } from 'node:url'
import type { Peer } from '../peer.ts'
import { RawSocket } from '../raw-socket.ts'
import { spawnServer } from './spawn-server.ts'

const SERVER = fileURLToPath(new URL('./ws-loop-server.ts', import.meta.url))

/** A plain loop over `ws` sockets. */
export const wsLoop: Peer = {
  name: 'ws loop',
  keeps: 'nothing; no login',
  mark: '"messageId":"',
  async start() {
    const server = await spawnServer(SERVER, {})
    return {
      pid: server.pid,
      async enter(room, member, hear) {
        const path = `/?room=${room}&member=${member}`
        const socket = await RawSocket.open(server.port, path, null, { frame: hear, closed() {} })
        return { post: (text) => socket.send(text), close: () => socket.destroy() }
      },
      stop: server.stop,
    }
  },
}
