import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { ConfigError, type MetricsAddress } from '../config.ts'

/** What answers a scrape: its text and the type of it. */
export type Exposition = { contentType: string; metrics(): Promise<string> }

/** Scrapers at once. One is usual, two are careful; what goes beyond is a mistake. */
const SCRAPERS_MAX = 16

/** How long a scraper may take to ask, in milliseconds. */
const ASK_MS_MAX = 5_000

/**
 * `/metrics` on a port of its own, and nothing else there: what a node tells its operator is not for those who talk on it.
 * Rejects with a `ConfigError` when it cannot listen.
 */
export async function serveMetrics(
  exposition: Exposition,
  { host, port }: MetricsAddress,
): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(
    { requestTimeout: ASK_MS_MAX, headersTimeout: ASK_MS_MAX },
    (request, response) => {
      const answer = (status: number, text: string, type = 'text/plain; charset=utf-8', headers = {}) =>
        response
          .writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers })
          .end(request.method === 'HEAD' ? '' : text)
      if (request.url?.split('?')[0] !== '/metrics') return answer(404, 'Only /metrics is here.\n')
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return answer(405, 'Method not allowed.\n', undefined, { allow: 'GET, HEAD' })
      exposition.metrics().then(
        (text) => answer(200, text, exposition.contentType),
        () => answer(500, 'Something went wrong here.\n'),
      )
    },
  )
  server.maxConnections = SCRAPERS_MAX
  await listen(server, host, port)
  // A server that listens does not fail any more in a way that matters to people who talk.
  server.on('error', () => {})
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : port,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
  try {
    server.listen({ port, host })
    await once(server, 'listening')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    if (code === 'EADDRINUSE')
      throw new ConfigError(
        `CONFAB_METRICS_PORT ${port} is taken by another program. Set it to a free one, or leave it unset.`,
      )
    if (code === 'EACCES')
      throw new ConfigError(`CONFAB_METRICS_PORT ${port} may not be listened on. Set one above 1023.`)
    throw new ConfigError(`CONFAB_METRICS_HOST "${host}" cannot be listened on (${String(code)}).`)
  }
}
