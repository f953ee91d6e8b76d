import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startCluster } from './cluster.ts'
import { type Preparation, type TestServer as Served, ServerProcess } from './server-process.ts'

/** What a test has people talk on. */
export type TestServer = Served

export const TestServer = {
  /** A server that answers: of the kind this run is about. */
  start(
    settings: Preparation['settings'] = {},
    prepare: Preparation['prepare'] = async () => {},
  ): Promise<Served> {
    const start = process.env.CONFAB_E2E === 'cluster' ? startCluster : startAlone
    return start({ settings, prepare })
  },
}

async function startAlone({ settings, prepare }: Preparation): Promise<Served> {
  const directory = await mkdtemp(join(tmpdir(), 'confab-e2e-'))
  await prepare(directory)
  const server = new ServerProcess({ ...settings, CONFAB_DATA_DIR: directory })
  await server.boot()
  return {
    origin: `http://127.0.0.1:${server.port}`,
    boot: () => server.boot(),
    halt: (signal) => server.halt(signal),
    async stop() {
      await server.halt('SIGTERM')
      await rm(directory, { recursive: true, force: true })
    },
  }
}
