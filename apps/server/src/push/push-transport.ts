import { request as requestPlain } from 'node:http'
import { Agent, request } from 'node:https'
import { PUSH_ANSWER_BYTES_MAX, PUSH_REQUEST_MS_MAX, PUSH_REQUESTS_PER_HOST_MAX } from '../limits.ts'

/** One request to a push service. */
export type PushRequest = { endpoint: string; headers: Record<string, string | number>; body: Buffer }

/** What it answered: a status, and how long it wants to be left alone, as it wrote that. */
export type PushAnswer = { status: number; retryAfter: string | null }

/** Sends a request to a push service. Rejects when there is no answer in time. */
export type PushTransport = { send(request: PushRequest): Promise<PushAnswer>; close(): void }

/**
 * Sends over HTTPS. No redirect is followed, and no more of an answer is read than one has. `via` is for tests: everything goes to this
 * origin instead, whatever host the endpoint names.
 */
export function createPushTransport({ via = null }: { via?: string | null } = {}): PushTransport {
  const agent = new Agent({ keepAlive: true, maxSockets: PUSH_REQUESTS_PER_HOST_MAX, maxFreeSockets: 2 })
  return {
    send({ endpoint, headers, body }) {
      const url = new URL(endpoint)
      const target = via === null ? url : new URL(`${url.pathname}${url.search}`, via)
      const options = {
        method: 'POST',
        headers: { ...headers, 'Content-Length': body.length, ...(via === null ? {} : { Host: url.host }) },
        // For all of it: looking up the name, connecting, and the answer to its end.
        signal: AbortSignal.timeout(PUSH_REQUEST_MS_MAX),
      }
      return new Promise<PushAnswer>((resolve, reject) => {
        const sent =
          target.protocol === 'https:'
            ? request(target, { ...options, agent })
            : requestPlain(target, options)
        sent.once('error', reject)
        sent.once('response', (response) => {
          const answer = {
            status: response.statusCode ?? 0,
            retryAfter: response.headers['retry-after'] ?? null,
          }
          let bytes = 0
          response.on('error', reject)
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length
            if (bytes <= PUSH_ANSWER_BYTES_MAX) return
            // The status says it all. A connection that is read to its end could be used again; this one is not worth it.
            resolve(answer)
            response.destroy()
          })
          response.once('end', () => resolve(answer))
        })
        sent.end(body)
      })
    },
    close: () => agent.destroy(),
  }
}
