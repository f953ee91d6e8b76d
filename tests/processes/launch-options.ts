import { fileURLToPath } from 'node:url'

/** Ways a clock on the wall can be wrong. */
export type WrongClock = 'ahead' | 'behind' | 'stopped' | 'jumping'

/** What is wrong with the machine a server runs on. */
export type LaunchOptions = { commitDelayMs?: number; clock?: WrongClock }

/** The command for a server on such a machine. */
export const launchCommand = (options: LaunchOptions): readonly [string, ...string[]] => [
  process.execPath,
  fileURLToPath(new URL('./launch.ts', import.meta.url)),
  JSON.stringify(options),
]
