import { KNOCK_LIFE_MS, KNOCKS_PER_ROOM_MAX } from '@confab/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KNOCKS_PER_ADDRESS, PASSWORD_TRIES_PER_ADDRESS } from '../limits.ts'
import type { Store } from '../store/store.ts'
import { aKitchenOnNodes } from '../testing/kitchen-on-nodes.ts'
import { openTestStore } from '../testing/store-for-tests.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

const PASSWORD = 'the kitchen is warm'

const aKitchen = () => aKitchenOnNodes(store)

test('a password lets in whoever knows it, on every node, and is in no frame back and no line of the log', async () => {
  const { there, ana, settle, join, log } = await aKitchen()
  expect(await settle({ entry: 'password', password: PASSWORD })).toMatchObject({ type: 'done' })
  const bo = await there()
  expect(await bo.ask(join('Bo'))).toMatchObject({ code: 'password-needed' })
  expect(await bo.ask(join('Bo', 'the kitchen is cold'))).toMatchObject({ code: 'password-needed' })
  expect(await bo.ask(join('Bo', PASSWORD))).toMatchObject({ type: 'entered' })
  expect(await settle({ password: `${PASSWORD} again` })).toMatchObject({ type: 'done' })
  expect(await bo.ask(join('Bo'))).toMatchObject({ type: 'entered' })
  const said = JSON.stringify([ana.line.events, bo.line.events, log.lines])
  expect(said).not.toContain(PASSWORD)
  expect(said).not.toContain('argon2')
})

test('what cannot be a password is none, and only the owner sets one', async () => {
  const { here, settle, join, kitchen } = await aKitchen()
  for (const password of ['short', 'x'.repeat(129), 'with a \u0000 in it'])
    expect(await settle({ entry: 'password', password })).toMatchObject({ code: 'invalid' })
  const bo = await here()
  await bo.ask(join('Bo'))
  expect(await bo.ask({ type: 'change-settings', roomId: kitchen, password: PASSWORD })).toMatchObject({
    code: 'forbidden',
  })
})

test('[D10] [A74] who guesses is made to wait, from one address, with whatever identity; another address is not', async () => {
  const { here, settle, join, clock } = await aKitchen()
  await settle({ entry: 'password', password: PASSWORD })
  for (let tries = 0; tries < PASSWORD_TRIES_PER_ADDRESS.burst; tries += 1) {
    const bot = await here('198.51.100.1')
    expect(await bot.ask(join('Bo', `guess number ${tries}`))).toMatchObject({ code: 'password-needed' })
  }
  const guesser = await here('198.51.100.1')
  expect(await guesser.ask(join('Bo', PASSWORD))).toMatchObject({ code: 'rate-limited' })
  const chidi = await here('198.51.100.2')
  expect(await chidi.ask(join('Chidi', PASSWORD))).toMatchObject({ type: 'entered' })
  clock.advance(60_000)
  const later = await here('198.51.100.1')
  expect(await later.ask(join('Bo', PASSWORD))).toMatchObject({ type: 'entered' })
})

test.each(['sets', 'shows'])(
  '[D10] [A86] whoever %s passwords without end, right ones, holds up nobody elsewhere',
  async (how) => {
    const { here, ana, kitchen, settle, join } = await aKitchen()
    await settle({ entry: 'password', password: PASSWORD })
    const setting = { type: 'change-settings', roomId: kitchen, entry: 'password', password: PASSWORD }
    const flood = Array.from({ length: 55 }, async () =>
      how === 'sets' ? ana.ask(setting) : (await here('198.51.100.1')).ask(join('Ana', PASSWORD)),
    )
    await new Promise((resolve) => setImmediate(resolve))
    const chidi = await here('198.51.100.2')
    expect(await chidi.ask(join('Chidi', 'the kitchen is cold'))).toMatchObject({ code: 'password-needed' })
    const codes = (await Promise.all(flood)).map((event) =>
      event.type === 'refusal' ? event.code : event.type,
    )
    expect(new Set(codes).difference(new Set(['done', 'name-taken']))).toEqual(new Set(['busy']))
  },
)

test('who knocks on one node is let in from another; a no and silence look the same', async () => {
  const { here, there, ana, kitchen, settle, join, askIn, clock } = await aKitchen()
  await settle({ entry: 'knock' })
  const [bo, chidi] = [await there(), await here()]
  expect(await bo.ask(join('Bo'))).toMatchObject({ code: 'knock-needed' })
  expect(await bo.ask(askIn('Bo'))).toMatchObject({ type: 'done' })
  clock.advance(1)
  expect(await chidi.ask(askIn('Chidi'))).toMatchObject({ type: 'done' })
  const asked = await ana.ask({ type: 'fetch-knocks', roomId: kitchen })
  expect(asked).toMatchObject({ type: 'knocks', knocks: [{ name: 'Bo' }, { name: 'Chidi' }] })
  if (asked.type !== 'knocks') throw new Error('Ana was told nothing.')
  const [first, second] = asked.knocks
  const answer = { type: 'answer-knock', roomId: kitchen }
  expect(await chidi.ask({ ...answer, knockId: second?.knockId, isLetIn: true })).toMatchObject({
    code: 'forbidden',
  })
  await ana.ask({ ...answer, knockId: first?.knockId, isLetIn: true })
  const silence = await chidi.ask(join('Chidi'))
  await ana.ask({ ...answer, knockId: second?.knockId, isLetIn: false })
  const refusal = await chidi.ask(join('Chidi'))
  expect({ ...refusal, ref: 0 }).toEqual({ ...silence, ref: 0 })
  expect(refusal).toMatchObject({ type: 'refusal', code: 'knock-needed' })
  expect(await chidi.ask(askIn('Chidi'))).toMatchObject({ type: 'done' })
  expect(await bo.ask(join('Bo'))).toMatchObject({ type: 'entered' })
  expect(await ana.ask({ type: 'fetch-knocks', roomId: kitchen })).toMatchObject({ knocks: [] })
  clock.advance(KNOCK_LIFE_MS)
  // Lines that were silent for so long are gone; people come back.
  const [chidiLater, anaLater] = [await here(undefined, chidi.token()), await here(undefined, ana.token())]
  expect(await chidiLater.ask(askIn('Chidi'))).toMatchObject({ type: 'done' })
  expect(await anaLater.ask({ type: 'fetch-knocks', roomId: kitchen })).toMatchObject({
    knocks: [{ name: 'Chidi' }],
  })
})

test('another code: the one before is unknown on every node from that commit on, and members come back', async () => {
  const { here, there, ana, kitchen, join, code } = await aKitchen()
  const [bo, chidi] = [await there(), await there()]
  await bo.ask(join('Bo'))
  expect(await bo.ask({ type: 'change-code', roomId: kitchen })).toMatchObject({ code: 'forbidden' })
  expect(await ana.ask({ type: 'change-code', roomId: kitchen })).toMatchObject({ type: 'done' })
  // Both have met the old code, and know its room.
  const unknown = await chidi.ask({ ...join('Chidi'), code: 'zzzzzzzzzz' })
  expect({ ...(await chidi.ask(join('Chidi'))), ref: 0 }).toEqual({ ...unknown, ref: 0 })
  expect(unknown).toMatchObject({ code: 'not-found' })
  const elsewhere = await here()
  expect(await elsewhere.ask(join('Chidi'))).toMatchObject({ code: 'not-found' })
  const told = bo.line.events.flatMap((event) => (event.type === 'span' ? event.records : []))
  const changed = told.find((record) => record.kind === 'room')
  expect(changed?.kind === 'room' && changed.code).not.toBe(code)
  const back = await here(undefined, bo.token())
  expect(await back.ask({ type: 'resume-room', roomId: kitchen, cursor: null })).toMatchObject({
    type: 'entered',
  })
  expect(await chidi.ask({ ...join('Chidi'), code: changed?.kind === 'room' && changed.code })).toMatchObject(
    {
      type: 'entered',
    },
  )
})

test('[D10] [A75] a crowd at the door: so many from one address, so many in all, and whoever goes away makes a place', async () => {
  const { here, ana, kitchen, settle, askIn, code } = await aKitchen()
  await settle({ entry: 'knock' })
  const crowd = []
  for (let n = 0; n < KNOCKS_PER_ROOM_MAX; n += 1) {
    const one = await here(`198.51.100.${n}`)
    expect(await one.ask(askIn(`Bo ${n}`))).toMatchObject({ type: 'done' })
    crowd.push(one)
  }
  const chidi = await here()
  expect(await chidi.ask(askIn('Chidi'))).toMatchObject({ code: 'busy' })
  await crowd[0]?.ask({ type: 'withdraw-knock', code })
  expect(await chidi.ask(askIn('Chidi'))).toMatchObject({ type: 'done' })
  const asked = await ana.ask({ type: 'fetch-knocks', roomId: kitchen })
  expect(asked.type === 'knocks' && asked.knocks).toHaveLength(KNOCKS_PER_ROOM_MAX)
  for (let n = 2; n < KNOCKS_PER_ADDRESS.burst; n += 1) await chidi.ask(askIn('Chidi'))
  expect(await chidi.ask(askIn('Chidi'))).toMatchObject({ code: 'rate-limited' })
})

test('[A62] a code that leads nowhere is one at every door, and is counted', async () => {
  const { here, askIn } = await aKitchen()
  const bo = await here('198.51.100.9')
  const unknown = { ...askIn('Bo'), code: 'zzzzzzzzzz' }
  expect(await bo.ask(unknown)).toMatchObject({ code: 'not-found' })
  for (let tries = 0; tries < 30; tries += 1) await bo.ask({ type: 'withdraw-knock', code: 'zzzzzzzzzz' })
  expect(await bo.ask(unknown)).toMatchObject({ code: 'rate-limited' })
})
