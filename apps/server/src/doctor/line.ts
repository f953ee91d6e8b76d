import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import {
  createId,
  decodeFrame,
  encodeCommand,
  type ServerEvent,
  SUBPROTOCOL,
  type TabId,
} from '@confab/protocol'

/** How long anything may take to answer, in milliseconds. */
export const PATIENCE_MS = 10_000

/** How an attempt to open a line ended: opened, or answered by HTTP with this status. Rejects when nothing answered. */
export async function tryUpgrade(server: URL, origin: string): Promise<'opened' | number> {
  const request = server.protocol === 'https:' ? requestHttps : requestHttp
  const asked = request(new URL('/ws', server), {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      origin,
      'sec-websocket-version': '13',
      'sec-websocket-key': 'Q29uZmFiJ3MgZG9jdG9yIQ==',
      'sec-websocket-protocol': SUBPROTOCOL,
    },
    timeout: PATIENCE_MS,
  })
  return new Promise((resolve, reject) => {
    asked.on('upgrade', (_answer: IncomingMessage, socket) => {
      socket.destroy()
      resolve('opened')
    })
    asked.on('response', (answer) => {
      answer.destroy()
      resolve(answer.statusCode ?? 0)
    })
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.on('error', reject)
    asked.end()
  })
}

/** What became of a line: how long it stood and how many heartbeats came, in milliseconds, and the close code if it was cut. */
export type LineStood = { welcomed: boolean; heartbeats: number; stoodMs: number; closedWith: number | null }

/** Opens a line as a browser would, says hello as a stranger, and holds it for a while, answering heartbeats. */
export async function holdLine(server: URL, origin: string, holdMs: number): Promise<LineStood> {
  const url = new URL('/ws', server)
  url.protocol = server.protocol.replace('http', 'ws')
  const socket = new WebSocket(url, { protocols: [SUBPROTOCOL], headers: { origin } })
  const openedAt = performance.now()
  const stood: LineStood = { welcomed: false, heartbeats: 0, stoodMs: 0, closedWith: null }
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stood.stoodMs = performance.now() - openedAt
      resolve(stood)
      socket.close()
    }
    let timer = setTimeout(end, PATIENCE_MS)
    socket.addEventListener('open', () => {
      const tabId = createId<TabId>()
      socket.send(encodeCommand({ type: 'hello', token: null, tabId, client: 'confab-doctor/1', resume: [] }))
    })
    socket.addEventListener('message', ({ data }) => {
      for (const { type } of eventsOf(data)) {
        if (type === 'welcome') {
          stood.welcomed = true
          clearTimeout(timer)
          timer = setTimeout(end, holdMs)
        }
        if (type === 'heartbeat') {
          stood.heartbeats += 1
          socket.send(encodeCommand({ type: 'alive' }))
        }
      }
    })
    socket.addEventListener('close', ({ code }) => {
      stood.closedWith = code
      end()
    })
    socket.addEventListener('error', end)
  })
}

function eventsOf(data: unknown): readonly ServerEvent[] {
  return typeof data === 'string' ? (decodeFrame(data) ?? []) : []
}
