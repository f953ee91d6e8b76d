import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { makeReport } from '@confab/client'
import { Postgres } from '@confab/throwaway'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openScene } from './scene.ts'
import { MAIN, ServerProcess } from './server-process.ts'
import type { Talker } from './talker.ts'

/** How long open connections may take to hear of an order, in milliseconds. */
const HEARD_MS_MAX = 8_000

const scene = openScene()
let postgres: Postgres

beforeAll(async () => {
  postgres = await Postgres.start()
}, 60_000)
afterAll(() => postgres.destroy())

/** Runs a command of Confab to its end. */
async function confab(environment: Record<string, string>, ...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data: Buffer) => {
      output += data.toString()
    })
  const [code] = await once(child, 'close')
  return { code, output, json: () => JSON.parse(output) }
}

const databaseOf = (url = '') => new URL(url).pathname.slice(1)

const heard = (look: () => void) => vi.waitFor(look, { timeout: HEARD_MS_MAX, interval: 50 })
const phase = (talker: Talker) => talker.room.view.phase
const said = (talker: Talker) =>
  talker.room.view.timeline.records.flatMap((record) => (record.kind === 'message' ? [record.body] : []))

describe.each(['sqlite', 'postgres'] as const)('whoever runs the server, on %s', (kind) => {
  /** Ana on one server and Bo on the other, where there are two. */
  async function aKitchen() {
    const shared: Record<string, string> =
      kind === 'postgres' ? { DATABASE_URL: await postgres.createDatabase() } : {}
    const server = await scene.start({ environment: shared })
    const second = kind === 'postgres' ? await ServerProcess.start({ environment: shared }) : null
    const environment: Record<string, string> = { CONFAB_DATA_DIR: server.dataDirectory, ...shared }
    const ana = scene.talker('Ana', server.url)
    const code = await ana.create()
    const bo = scene.talker('Bo', second?.url ?? server.url)
    await bo.join(code)
    ana.post('a word about onions')
    await heard(() => expect(said(bo)).toContain('a word about onions'))
    const operate = (...args: string[]) => confab(environment, ...args)
    return { server, second, environment, ana, bo, code, operate }
  }

  test('sees the rooms, closes and opens one, and lifts a ban, while people talk', async () => {
    const { second, ana, bo, code, operate } = await aKitchen()
    const { all, rooms } = (await operate('rooms', '--json')).json()
    expect(all).toBe(1)
    expect(rooms).toMatchObject([{ code, members: 2, messages: 1, fileBytes: 0, isLocked: false }])
    expect((await operate('rooms')).output).toMatch(/MEMBERS.*\n.*\b2\b.*\b1\b/)

    expect(await operate('rooms', 'close', code)).toMatchObject({ code: 0 })
    await heard(() => {
      for (const talker of [ana, bo]) expect(talker.room.view.room?.settings?.isLocked).toBe(true)
    })
    expect((await operate('rooms', 'close', code)).output).toContain('so already')
    await operate('rooms', 'open', code)
    await heard(() => expect(bo.room.view.room?.settings?.isLocked).toBeUndefined())

    const { people } = (await operate('rooms', 'show', code, '--json')).json()
    const { memberId } = people.find(({ name }: { name: string }) => name === 'Bo')
    await ana.room.lead({ type: 'ban-member', memberId, isBanned: true })
    expect((await operate('bans')).output).toContain('Bo')
    expect(await operate('bans', 'lift', code, memberId)).toMatchObject({ code: 0 })
    expect((await operate('bans', code)).output).toBe('Nobody is banned.\n')
    await bo.join(code)
    await second?.destroy()
  }, 60_000)

  test('deletes a room: whoever is in it hears within seconds, and nothing of it is left on the disk', async () => {
    const { server, second, environment, ana, bo, code, operate } = await aKitchen()
    expect(await operate('rooms', 'delete', code)).toMatchObject({
      code: 2,
      output: expect.stringContaining('--yes'),
    })
    expect(phase(bo)).toBe('live')
    expect(await operate('rooms', 'delete', code, '--yes')).toMatchObject({
      code: 0,
      output: 'The room is deleted, and nothing of it is left.\n',
    })
    await heard(() => {
      for (const talker of [ana, bo]) expect(phase(talker)).toBe('refused')
    })
    await expect(scene.talker('Chidi', server.url).join(code)).rejects.toThrow()
    expect(await operate('rooms', 'show', code)).toMatchObject({ code: 1 })
    expect(await operate('check')).toMatchObject({ code: 0 })
    if (kind === 'postgres') {
      for (const table of ['rooms', 'members', 'messages'])
        expect(await postgres.query(`SELECT FROM ${table}`, databaseOf(environment.DATABASE_URL))).toEqual([])
    } else {
      const database = new DatabaseSync(join(server.dataDirectory, 'confab.db'), { readOnly: true })
      for (const table of ['rooms', 'members', 'messages'])
        expect(database.prepare(`SELECT * FROM ${table}`).all()).toEqual([])
      database.close()
    }
    await second?.destroy()
  }, 60_000)

  test('counts people, sees where somebody is, and signs them out everywhere', async () => {
    const { second, ana, bo, code, operate } = await aKitchen()
    expect((await operate('users', '--json')).json()).toMatchObject({ users: 2, signedIn: 2, accounts: 0 })
    const { people } = (await operate('rooms', 'show', code, '--json')).json()
    const { user } = people.find(({ name }: { name: string }) => name === 'Bo')
    const shown = (await operate('users', 'show', String(user), '--json')).json()
    expect(shown).toMatchObject({ user, rooms: [{ code, name: 'Bo' }] })
    expect(await operate('users', 'sign-out', String(user))).toMatchObject({
      code: 0,
      output: 'Signed out on 1 device.\n',
    })
    await heard(() => expect(bo.client.connection.name).toBe('stopped'))
    expect(phase(ana)).toBe('live')
    expect(await operate('users', 'sign-out', '99999')).toMatchObject({ code: 1 })
    await second?.destroy()
  }, 60_000)

  test('reads what was reported though it was deleted since, and settles it, while people talk', async () => {
    const { server, second, ana, bo, operate } = await aKitchen()
    const messageId = bo.post('you are a toad')
    await heard(() => expect(said(ana)).toContain('you are a toad'))
    const { token } = ana.client
    if (!token) throw new Error('Ana has no token')
    const report = { roomId: ana.room.roomId, messageId, reason: 'harassment', note: 'every day' } as const
    expect(await makeReport({ url: server.url, token, report })).toMatchObject({ ok: true })
    bo.room.deleteMessage(messageId)
    await heard(() => expect(said(ana)).not.toContain('you are a toad'))

    const { reports } = (await operate('reports', '--json')).json()
    expect(reports).toMatchObject([{ name: 'Bo', reason: 'harassment', openCount: 1 }])
    const number = String(reports[0].report)
    expect((await operate('reports')).output).toMatch(/REASON.*\n.*harassment.*Bo\n/)
    const shown = await operate('reports', 'show', number)
    for (const words of ['> ', '  | you are a toad\n', '  | every day\n', '  | a word about onions\n'])
      expect(shown.output).toContain(words)
    const settled = await operate('reports', 'settle', number, '--note', 'spoke to Bo')
    expect(settled).toMatchObject({ code: 0, output: expect.stringContaining('is settled') })
    expect(await operate('reports', 'settle', number)).toMatchObject({
      code: 0,
      output: 'It was so already.\n',
    })
    expect((await operate('reports')).output).toBe('Nothing waits to be settled.\n')
    expect((await operate('reports', 'show', number)).output).toContain('spoke to Bo')
    for (const verb of ['show', 'settle'])
      expect(await operate('reports', verb, '999')).toMatchObject({ code: 1 })
    expect(phase(bo)).toBe('live')
    await second?.destroy()
  }, 60_000)
})

test('where no server runs the commands do it themselves, and a server that died leaves them nothing in the way', async () => {
  const server = await scene.start()
  const ana = scene.talker('Ana', server.url)
  const code = await ana.create()
  const socket = join(server.dataDirectory, 'confab.sock')
  expect(statSync(socket).mode & 0o077).toBe(0)
  await server.end('SIGKILL')
  expect(readdirSync(server.dataDirectory)).toContain('confab.sock')
  const environment: Record<string, string> = { CONFAB_DATA_DIR: server.dataDirectory }
  expect(await confab(environment, 'rooms', 'delete', code, '--yes')).toMatchObject({ code: 0 })
  expect((await confab(environment, 'rooms')).output).toBe('There are no rooms.\n')
  await server.start()
  await heard(() => expect(phase(ana)).toBe('refused'))
}, 60_000)
