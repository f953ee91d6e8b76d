import { afterEach } from 'vitest'
import { ServerProcess, type ServerProcessOptions } from './server-process.ts'
import { Talker } from './talker.ts'

/** A server process and the people who talk on it. */
export type Scene = {
  /** Everybody who came, in order. */
  readonly talkers: readonly Talker[]
  start(options?: ServerProcessOptions): Promise<ServerProcess>
  /** Somebody comes, as a client of that server. */
  talker(name: string, url: string): Talker
}

/** The scene of each test of a file; when the test is over everybody goes, and the server with its data. */
export function openScene(): Scene {
  const talkers: Talker[] = []
  const servers: ServerProcess[] = []
  afterEach(async () => {
    for (const talker of talkers.splice(0)) talker.close()
    for (const server of servers.splice(0)) await server.destroy()
  })
  return {
    talkers,
    async start(options) {
      const server = await ServerProcess.start(options)
      servers.push(server)
      return server
    },
    talker(name, url) {
      const talker = new Talker(name, url)
      talkers.push(talker)
      return talker
    },
  }
}

/** Lets this many milliseconds go by: processes have a clock of their own. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
