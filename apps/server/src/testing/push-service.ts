import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { PushNote } from '@confab/protocol'
import { decodePushNote } from '@confab/protocol/push-note'
import type { PushSubscription } from '../store/attention-table.ts'
import { aBrowser } from './push-browser.ts'

/** A request as a push service got it. */
export type PushReceived = { endpoint: string; headers: IncomingHttpHeaders; body: Buffer }

/** How a push service answers; `null` never does. */
export type PushReply = { status: number; headers?: Record<string, string>; body?: string } | null

/** A push service of this machine, which stands for all there are: it listens without encryption, and hears what `pushVia` leads to it. */
export async function aPushService() {
  const received: PushReceived[] = []
  let reply: (request: PushReceived) => PushReply = () => ({ status: 201 })
  let browsers = 0
  let unanswered = 0
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const got = {
        endpoint: `https://${request.headers.host}${request.url}`,
        headers: request.headers,
        body: Buffer.concat(chunks),
      }
      received.push(got)
      const answer = reply(got)
      if (answer) response.writeHead(answer.status, answer.headers).end(answer.body)
      else unanswered += 1
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')

  return {
    origin: `http://127.0.0.1:${address.port}`,
    received,
    /** Requests that are never answered. */
    get unanswered() {
      return unanswered
    },
    /** From now on it answers like this. */
    answers(next: typeof reply) {
      reply = next
    },
    /** A browser that is subscribed, and what it was told: the notes as it reads them. */
    browser(host = 'fcm.googleapis.com', language = 'en') {
      const { keys, read } = aBrowser()
      const endpoint = `https://${host}/send/${++browsers}`
      const subscription: PushSubscription = { endpoint, ...keys, language }
      return {
        subscription,
        notes(): PushNote[] {
          return received
            .filter((one) => one.endpoint === endpoint)
            .map(({ body }) => {
              const note = decodePushNote(read(body))
              if (!note) throw new Error('a push that is no note')
              return note
            })
        },
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
