import { afterEach } from 'vitest'
import { ServerProcess, type ServerProcessOptions } from './server-process.ts'
import { Talker, type TalkerOptions } from './talker.ts'

/** A server process and the people who talk on it. */
export type Scene = {
  /** Everybody who came, in order. */
  readonly talkers: readonly Talker[]
  start(options?: ServerProcessOptions): Promise<ServerProcess>
  /** Somebody comes, as a client of that server. */
  talker(name: string, url: string, options?: TalkerOptions): Talker
}

/** A scene of its own, for tests that run beside each other; `close` ends everybody on it. */
export function createScene(): Scene & { close(): Promise<void> } {
  const talkers: Talker[] = []
  const servers: ServerProcess[] = []
  return {
    talkers,
    async start(options) {
      const server = await ServerProcess.start(options)
      servers.push(server)
      return server
    },
    talker(name, url, options) {
      const talker = new Talker(name, url, options)
      talkers.push(talker)
      return talker
    },
    async close() {
      for (const talker of talkers.splice(0)) talker.close()
      for (const server of servers.splice(0)) await server.destroy()
    },
  }
}

/** The scene of each test of a file; when the test is over everybody goes, and the server with its data. */
export function openScene(): Scene {
  const scene = createScene()
  afterEach(() => scene.close())
  return scene
}

/** Lets this many milliseconds go by: processes have a clock of their own. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
