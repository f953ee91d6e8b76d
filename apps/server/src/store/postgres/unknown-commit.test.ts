import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Postgres } from '@confab/throwaway'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { silentLog } from '../../observability/log.ts'
import type { Change } from '../store.ts'
import {
  aCast,
  applied,
  create,
  edit,
  erase,
  idOf,
  join,
  pin,
  post,
  react,
  retitle,
  shown,
} from '../testing/cast.ts'
import { openPostgresStore } from './postgres-store.ts'

let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)
afterAll(() => postgres.destroy())

/** When a line is cut: the COMMIT on it never gets there, or gets there and its answer does not come back. */
type Cut = 'before-it-arrives' | 'before-its-answer'

/** A line to PostgreSQL that is cut at the next commits. */
async function aLine(port: number) {
  const cuts: Cut[] = []
  let made = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    let isDeaf = false
    client.on('data', (data: Buffer) => {
      const cut = data.includes('COMMIT') ? cuts.shift() : undefined
      if (cut) made += 1
      if (cut === 'before-it-arrives') client.destroy()
      else upstream.write(data)
      if (cut === 'before-its-answer') isDeaf = true
    })
    upstream.on('data', (data) => (isDeaf ? client.destroy() : client.write(data)))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('no address')
  return {
    port: address.port,
    cutAtNext: (...next: Cut[]) => cuts.push(...next),
    get cutsMade() {
      return made
    },
    cutNow() {
      for (const socket of sockets) socket.destroy()
    },
    close() {
      server.close()
      this.cutNow()
    },
  }
}

async function aStore() {
  const url = new URL(await postgres.createDatabase())
  const line = await aLine(postgres.port)
  url.port = String(line.port)
  const { store } = await openPostgresStore({ url: url.href, log: silentLog })
  onTestFinished(async () => {
    await store.close()
    line.close()
  })
  return { store, line }
}

test.each<Cut[]>([
  ['before-it-arrives'],
  ['before-its-answer'],
  ['before-it-arrives', 'before-its-answer'],
  ['before-its-answer', 'before-it-arrives'],
])(
  '[D1] [D3] a commit whose line is cut %s %s is answered as what became of it, and is there once',
  async (...cuts) => {
    const { store, line } = await aStore()
    const { kitchen, ana, bo } = aCast()
    const changes = [
      create(kitchen, ana),
      join(kitchen, bo),
      post(kitchen, bo, 'one'),
      retitle(kitchen, ana, 'Supper'),
      post(kitchen, ana, 'two'),
      join(kitchen, bo, { name: 'Bobo' }),
    ]
    for (const change of changes) {
      const before = line.cutsMade
      line.cutAtNext(...cuts)
      const [outcome] = await store.commit([change])
      expect(applied(outcome).length).toBeGreaterThan(0)
      expect(line.cutsMade).toBeGreaterThan(before)
    }
    const { head, records } = await store.readChanges(kitchen.roomId, 0, 100)
    expect(head).toBe(7)
    expect(records.map(({ version }) => version)).toEqual([2, 4, 5, 6, 7])
  },
)

test.each<Cut>(['before-it-arrives', 'before-its-answer'])(
  '[D1] a change of a message whose line is cut %s is answered once it is so, and is made once',
  async (cut) => {
    const { store, line } = await aStore()
    const { kitchen, ana, bo } = aCast()
    const soup = post(kitchen, bo, 'Soup')
    await store.commit([create(kitchen, ana)])
    await store.commit([join(kitchen, bo)])
    await store.commit([soup])
    const become = async (change: Change, version: number) => {
      line.cutAtNext(cut)
      expect(applied((await store.commit([change]))[0]).at(-1)?.version).toBe(version)
      const { head, records } = await store.readChanges(kitchen.roomId, version - 1, 10)
      expect(head).toBe(version)
      return records
    }

    expect(shown(await become(edit(kitchen, bo, soup, 'Stew'), 5))).toEqual(['Bo: Stew'])
    expect(shown(await become(react(kitchen, ana, soup, '👍'), 6))).toEqual(['👍 1'])
    expect(shown(await become(react(kitchen, bo, soup, '👍'), 7))).toEqual(['👍 2'])
    expect(shown(await become(react(kitchen, ana, soup, '👍', false), 8))).toEqual(['👍 1'])
    expect(await become(pin(kitchen, ana, soup), 9)).toMatchObject([{ kind: 'room', pins: [idOf(soup)] }])
    expect(await become(pin(kitchen, ana, soup, false), 10)).toMatchObject([{ kind: 'room', version: 10 }])
    const deleted = await become(erase(kitchen, bo, soup), 12)
    expect(deleted).toMatchObject([{ kind: 'reactions', reactions: [] }])
    expect((await store.readChanges(kitchen.roomId, 10, 10)).records).toMatchObject([
      { kind: 'message', body: '', version: 11 },
      { kind: 'reactions' },
    ])
  },
)

test('[D1] a probe whose line is cut has proved nothing, and is made again', async () => {
  const { store, line } = await aStore()
  line.cutAtNext('before-its-answer')
  expect(await store.commit([])).toEqual([])
  expect(line.cutsMade).toBe(1)
  line.cutAtNext('before-its-answer', 'before-its-answer', 'before-its-answer')
  await expect(store.commit([])).rejects.toThrow('took no commit')
})

// Vitest fails over a promise that nobody hears the failing of, and a node ends over it.
test('[D11] a line that is cut while all of a transaction is under way is one failure, and it is heard of', async () => {
  const { store, line } = await aStore()
  await store.commit([])

  const committing = store.commit([])
  setImmediate(() => line.cutNow())

  await expect(committing).resolves.toEqual([])
})
