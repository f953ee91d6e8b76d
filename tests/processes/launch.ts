// Starts a server whose disk is slow or whose clock is wrong: `node launch.ts '{"commitDelayMs":50,"clock":"jumping"}'`
import { createApp } from '@confab/server/src/app.ts'
import { type Clock, systemClock } from '@confab/server/src/clock.ts'
import { readConfig } from '@confab/server/src/config.ts'
import { jsonLog } from '@confab/server/src/observability/log.ts'
import type { LaunchOptions, WrongClock } from './launch-options.ts'

const HOUR_MS = 60 * 60 * 1_000

/** How often a jumping clock jumps, in milliseconds. */
const JUMP_MS = 250

function wrongClock(wrong: WrongClock): Clock {
  const startedAt = Date.now()
  const jumps = [0, HOUR_MS, -HOUR_MS, 24 * HOUR_MS]
  const wall: Record<WrongClock, () => number> = {
    ahead: () => Date.now() + HOUR_MS,
    behind: () => Date.now() - HOUR_MS,
    stopped: () => startedAt,
    jumping: () => Date.now() + (jumps[Math.floor(performance.now() / JUMP_MS) % jumps.length] ?? 0),
  }
  return { ...systemClock, now: wall[wrong] }
}

const { clock, commitDelayMs = 0 } = JSON.parse(process.argv[2] ?? '{}') as LaunchOptions
const config = readConfig(process.env)
const app = await createApp(config, {
  log: jsonLog,
  webDirectory: null,
  commitDelayMs,
  clock: clock ? wrongClock(clock) : systemClock,
})
await app.listen({ port: config.port, host: config.host })
process.stdout.write('Confab is at work\n')
