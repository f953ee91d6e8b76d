import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Which requests may become something else than HTTP. */
export type UpgradeGate = {
  /** For the server's `shouldUpgradeCallback`: false leaves a request a plain one, its wish unheard, as the standard has it. */
  shouldUpgrade(request: IncomingMessage): boolean
  /** Counts what is under way on each socket; without it the gate knows of none. */
  watch(server: Server): void
}

/**
 * Lets only a `GET` of `/ws` through that comes alone. An upgraded socket is outside of everything that bounds HTTP, and the plugin
 * answers for it only if its route is reached: another route was upgraded without a limit, a path that cannot be read and a
 * request right behind another one kept the socket for good. One that brings a body, or says so, is none either: Node reads
 * that first, and what it keeps for it is in the way of the WebSocket.
 */
export function createUpgradeGate(): UpgradeGate {
  const underWay = new WeakMap<Socket, number>()
  const add = (socket: Socket, count: number) => underWay.set(socket, (underWay.get(socket) ?? 0) + count)
  const noteOne = ({ socket }: IncomingMessage, response: ServerResponse) => {
    add(socket, 1)
    response.once('close', () => add(socket, -1))
  }
  return {
    shouldUpgrade({ method, url = '', socket, headers }) {
      const isRoute = method === 'GET' && (url === '/ws' || url.startsWith('/ws?'))
      const bringsBody = 'content-length' in headers || 'transfer-encoding' in headers
      return isRoute && !bringsBody && !underWay.get(socket)
    },
    watch(server) {
      server.on('request', noteOne)
      // Node answers these by itself, and tells of them only who answers instead.
      server.on('checkExpectation', (request, response) => {
        noteOne(request, response)
        response.writeHead(417, { 'content-length': 0 }).end()
      })
    },
  }
}
