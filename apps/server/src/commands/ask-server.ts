import { request } from 'node:http'
import { operatorSocketPath } from '../operator/operator-socket.ts'
import type { Order, OrderOutcome } from '../operator/order.ts'
import { NotDone } from '../store/not-done.ts'

/** How long a server may take, in milliseconds: a room with a long history is erased meanwhile. */
const ANSWER_MS_MAX = 600_000

/** Nobody listens there: the server does not run, or has no socket. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'EINVAL', 'ENAMETOOLONG'])

/** Gives an order to the server that runs on a data directory. Null when none listens there. */
export async function askServer(dataDirectory: string, order: Order): Promise<OrderOutcome | null> {
  let answer: { status: number; body: string }
  try {
    answer = await post(operatorSocketPath(dataDirectory), JSON.stringify(order))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (NOBODY.has(code)) return null
    throw new NotDone(
      `The server did not answer: ${code || error}. Whether it was done is not known; it may be asked again.`,
    )
  }
  const outcome: unknown = JSON.parse(answer.body)
  if (answer.status === 200) return outcome as OrderOutcome
  throw new NotDone(`The server could not do it: ${(outcome as { error: string }).error}`)
}

function post(socketPath: string, body: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        socketPath,
        method: 'POST',
        path: '/',
        timeout: ANSWER_MS_MAX,
        headers: { 'content-length': Buffer.byteLength(body) },
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => {
          text += part
        })
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }))
        response.on('error', reject)
      },
    )
    asked.on('timeout', () => asked.destroy(new Error('no answer')))
    asked.on('error', reject)
    asked.end(body)
  })
}
