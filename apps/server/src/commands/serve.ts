import { networkInterfaces } from 'node:os'
import { fileURLToPath } from 'node:url'
import closeWithGrace from 'close-with-grace'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { errorFields, jsonLog, logFrom } from '../observability/log.ts'

/** How long a drain may take before the process ends anyway, in milliseconds: below the 30 s most supervisors give. */
const DRAIN_MS_MAX = 25_000

/** `confab` alone: the server. `bundle` is the file this process runs; the built app is found from there. */
export async function serve(bundle: string): Promise<void> {
  const config = readConfig(process.env)
  const log = logFrom(config.logLevel, jsonLog)
  const webDirectory = fileURLToPath(new URL('../../web/dist', bundle))
  const app = await createApp(config, { log, webDirectory })

  // Signals first: whoever sends one right after the address was printed expects a drain. A terminal that goes away is no
  // reason to stop serving.
  process.on('SIGHUP', () => log.info('hang-up-ignored'))
  closeWithGrace({ delay: DRAIN_MS_MAX, logger: false, skip: ['SIGHUP'] }, async ({ signal, err }) => {
    if (err) log.error('process-failed', errorFields(err))
    else log.info('draining', { signal: signal ?? null })
    await app.close()
  })

  await app.listen({ port: config.port, host: config.host })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  process.stdout.write(greeting(config.host, port))
}

function greeting(host: string, port: number): string {
  const isEverywhere = host === '0.0.0.0' || host === '::'
  const lines = [`Confab is at http://${isEverywhere ? 'localhost' : host}:${port}`]
  if (isEverywhere)
    for (const addresses of Object.values(networkInterfaces()))
      for (const { family, internal, address } of addresses ?? [])
        if (family === 'IPv4' && !internal) lines.push(`   and, on this network, http://${address}:${port}`)
  return `${lines.join('\n')}\n`
}
