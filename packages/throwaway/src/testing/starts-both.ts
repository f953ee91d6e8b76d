import { Postgres, Redis } from '../index.ts'

// Started by a test, to be killed.
const [postgres, redis] = await Promise.all([Postgres.start(), Redis.start()])
process.stdout.write(`${postgres.port} ${redis.port}\n`)
setInterval(() => {}, 1_000)
