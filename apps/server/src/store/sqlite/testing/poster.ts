import { aCast, create, post } from '../../testing/cast.ts'
import { openSqliteStore } from '../sqlite-store.ts'

// A process to be killed: posts as fast as it can and prints the body of each message once it is answered.

const directory = process.argv[2]
if (!directory) throw new Error('Which data directory?')

const store = await openSqliteStore({ directory })
const { kitchen, ana } = aCast()
await store.commit([create(kitchen, ana)])
for (let i = 0; ; i += 3) {
  const bodies = [`message ${i}`, `message ${i + 1}`, `message ${i + 2}`]
  const outcomes = await store.commit(bodies.map((body) => post(kitchen, ana, body)))
  if (outcomes.every(({ outcome }) => outcome === 'applied'))
    process.stdout.write(bodies.map((body) => `${body}\n`).join(''))
}
