import { chmodSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { errorFields, type Log } from '../observability/log.ts'
import type { Operator } from './operator.ts'
import { orderOf } from './order.ts'

/** Longest order, in bytes. */
const ORDER_BYTES_MAX = 4_096

/** Where a server that has a data directory alone takes orders. */
export const operatorSocketPath = (dataDirectory: string): string => join(dataDirectory, 'confab.sock')

/**
 * Takes orders on a socket in the data directory: whoever may read that directory has everything in it anyway. Where there cannot be such a socket, the
 * log is told, and the server runs without.
 */
export async function openOperatorSocket(
  dataDirectory: string,
  operator: Operator,
  log: Log,
): Promise<{ close(): Promise<void> }> {
  const path = operatorSocketPath(dataDirectory)
  const server = createServer((request, response) => {
    void answer(request, response, operator, log)
  })
  try {
    // The directory is this process's alone, so what lies there is of one that died.
    rmSync(path, { force: true })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
    chmodSync(path, 0o600)
  } catch (error) {
    log.warn('operator-socket-failed', errorFields(error))
  }
  return {
    async close() {
      if (!server.listening) return
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  operator: Operator,
  log: Log,
): Promise<void> {
  const send = (status: number, body: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  try {
    const order = orderOf(JSON.parse(await bodyOf(request)))
    if (!order) return void send(400, { error: 'That is no order.' })
    const outcome = await operator.carryOut(order)
    log.info('order-carried-out', { order: order.order, outcome: outcome.outcome })
    send(200, outcome)
  } catch (error) {
    log.warn('order-failed', errorFields(error))
    send(503, { error: error instanceof Error ? error.message : 'It failed.' })
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request.setEncoding('utf8')) {
    body += part
    if (body.length > ORDER_BYTES_MAX) throw new Error('The order is too long.')
  }
  return body
}
