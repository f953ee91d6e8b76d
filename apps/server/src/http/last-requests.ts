import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../clock.ts'
import { LAST_REQUESTS_MS } from '../limits.ts'

/**
 * Bounds how long requests hold the end of a server. Node looks for slow ones no more once it closes: one that never arrives whole, or
 * whose answer nobody reads, would be waited for until whoever watches over the process kills it, and the store with it.
 */
export function watchLastRequests(
  server: Server,
  clock: Clock,
  cut: (count: number) => void,
): { end(): void } {
  const open = new Set<Socket>()
  server.on('connection', (socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  return {
    /** From here on they have a while; the close of the server then waits for nothing. */
    end() {
      const cancel = clock.after(LAST_REQUESTS_MS, () => {
        cut(open.size)
        for (const socket of open) socket.destroy()
      })
      server.once('close', cancel)
    },
  }
}
