import { FRAME_BYTES_MAX, PROTOCOL_VERSION, SUBPROTOCOL } from '@confab/protocol'
import websocket from '@fastify/websocket'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { RawData, WebSocket } from 'ws'
import { addressOf } from '../http/address-of.ts'
import { isOriginAllowed } from '../http/allowed-origin.ts'
import { deviceLabel } from '../identities/device-label.ts'
import { FORWARDED_WARNING_MS, FRAGMENTS_MAX, RETRY_AFTER_SECONDS } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { AddressLimits } from './address-limits.ts'
import type { Connection } from './connection.ts'
import type { Connections } from './connections.ts'
import { SocketLine } from './socket-line.ts'

/** What the route stands on. */
export type WebSocketRouteOptions = {
  connections: Connections
  allowedOrigins: readonly string[]
  /** Connections this node holds at once. */
  connectionsMax: number
  addresses: AddressLimits
  log: Log
  counters: Counters
  isReady(): boolean
  /** Ends all connections; the plugin calls it before the server closes. */
  drain(): Promise<void>
}

const CONNECTION = Symbol('connection')

/**
 * A WebSocket that knows its connection. That way one listener serves all lines, where closures would cost each line some hundred
 * bytes for as long as it is open.
 */
type ConnectionSocket = WebSocket & { [CONNECTION]?: Connection }

/** `GET /ws`: who may open a line is decided before the upgrade; after it the connection decides. */
export async function addWebSocketRoute(app: FastifyInstance, options: WebSocketRouteOptions): Promise<void> {
  const { connections, addresses, log, counters } = options
  let warnedAt = Number.NEGATIVE_INFINITY

  /** An address at its limit that speaks for others is a proxy nobody told this server of, and all its people are one to it. */
  function warnOfProxy({ headers, ip, socket }: FastifyRequest): void {
    const isUntrusted = headers['x-forwarded-for'] !== undefined && ip === socket.remoteAddress
    if (!isUntrusted || performance.now() - warnedAt < FORWARDED_WARNING_MS) return
    warnedAt = performance.now()
    log.warn('proxy-not-trusted', { setting: 'CONFAB_TRUST_PROXY' })
  }

  /** One guard around everything that comes in: a fault costs this line, never the process (D11). */
  function guarded(socket: ConnectionSocket, work: (connection: Connection) => unknown): void {
    const connection = socket[CONNECTION]
    if (!connection) return
    try {
      work(connection)
    } catch (error) {
      log.error('connection-failed', errorFields(error))
      connection.close(1011)
    }
  }

  function onMessage(this: ConnectionSocket, data: RawData, isBinary: boolean): void {
    guarded(this, (connection) =>
      isBinary ? connection.receiveBinary() : connection.receive(data.toString()),
    )
  }

  function onPing(this: ConnectionSocket, data: Buffer): void {
    guarded(this, (connection) => connection.receivePing() && this.pong(data))
  }

  function onPong(this: ConnectionSocket): void {
    guarded(this, (connection) => connection.receivePing())
  }

  function onClose(this: ConnectionSocket): void {
    guarded(this, (connection) => {
      addresses.closed(connection.address)
      connection.onGone()
    })
  }

  await app.register(websocket, {
    options: {
      maxPayload: FRAME_BYTES_MAX,
      maxFragments: FRAGMENTS_MAX,
      perMessageDeflate: false,
      // A ping is answered by us, if it may be: answered by itself, a flood would end in a line that breaks without a reason.
      autoPong: false,
      handleProtocols: chooseProtocol,
    },
    preClose: () => options.drain(),
    errorHandler: ignoreBrokenLine,
  })

  app.route({
    method: 'GET',
    url: '/ws',
    preValidation: (request, reply, letIn) => {
      // As a proxy is asked, with another host's name in it. Nobody who means this server asks like that.
      if (!request.raw.url?.startsWith('/'))
        return void reply.code(400).header('connection', 'close').send({ error: 'Bad request.' })
      if (!isOriginAllowed(request, options.allowedOrigins)) {
        counters.upgradesRefused.origin += 1
        return void reply
          .code(403)
          .header('connection', 'close')
          .send({ error: 'This origin may not connect.' })
      }
      if (!options.isReady() || connections.count >= options.connectionsMax) {
        counters.upgradesRefused[options.isReady() ? 'full' : 'draining'] += 1
        return void reply
          .code(503)
          .headers({ 'retry-after': RETRY_AFTER_SECONDS, connection: 'close' })
          .send({ error: 'Come back later.' })
      }
      const mayConnect = addresses.mayConnect(addressOf(request))
      if (mayConnect.ok) {
        if (request.ws) letGoOfReply(request, reply)
        return letIn()
      }
      counters.upgradesRefused.address += 1
      warnOfProxy(request)
      reply
        .code(429)
        .headers({ 'retry-after': mayConnect.retryAfterSeconds, connection: 'close' })
        .send({ error: 'Too many connections from your address.' })
    },
    handler: (_request, reply) =>
      reply.code(426).header('upgrade', 'websocket').send({ error: 'This address speaks WebSocket.' }),
    wsHandler: (socket: ConnectionSocket, request) => {
      const { ip, socket: tcp } = request
      addresses.opened(ip)
      const connection = connections.open(
        new SocketLine(socket, tcp),
        ip,
        deviceLabel(request.headers['user-agent']),
      )
      socket[CONNECTION] = connection
      // The plugin's own listener would hold request and reply for as long as the line is open.
      socket.removeAllListeners('error')
      socket.on('error', ignoreBrokenLine)
      socket.on('message', onMessage)
      socket.on('ping', onPing)
      socket.on('pong', onPong)
      socket.on('close', onClose)
      tcp.on('drain', () => guarded(socket, () => connection.onDrained()))
      if (socket.protocol !== SUBPROTOCOL) connection.close(servedBefore(request) ? 4426 : 4400)
    },
  })
}

/**
 * Called for a line that broke, and for one that broke the protocol: that one `ws` closes by itself, with 1002, 1007 or
 * 1009, which ending it here would cut short.
 */
function ignoreBrokenLine(): void {}

/**
 * What is written from here on is the WebSocket's. A response that stays on the socket would keep itself, the request and all
 * headers of both for as long as the line is open.
 */
function letGoOfReply({ socket }: FastifyRequest, { raw }: FastifyReply): void {
  raw.detachSocket(socket)
}

/**
 * The protocol spoken here; without it the first one offered, though nobody speaks it: a browser to whom nothing is answered
 * fails the line without a reason, and would never read the close code that says why.
 */
function chooseProtocol(offered: Set<string>): string | false {
  if (offered.has(SUBPROTOCOL)) return SUBPROTOCOL
  for (const first of offered) return first
  return false
}

/** Whether the client speaks a version of Confab, only not one that is still served. */
function servedBefore({ headers }: FastifyRequest): boolean {
  const offered = headers['sec-websocket-protocol'] ?? ''
  const version = Number(/\bconfab\.(\d+)\b/.exec(offered)?.[1])
  return version > 0 && version !== PROTOCOL_VERSION
}
