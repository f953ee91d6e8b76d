import { createRecoveryCode, type ServerEvent } from '@confab/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD_TRIES_PER_ADDRESS } from '../limits.ts'
import type { Store } from '../store/store.ts'
import { aKitchenOnNodes } from '../testing/kitchen-on-nodes.ts'
import { openTestStore } from '../testing/store-for-tests.ts'

let store: Store
beforeAll(async () => {
  store = await openTestStore()
})
afterAll(() => store.close())

type Here = Awaited<ReturnType<typeof aKitchenOnNodes>>['ana']

async function aKitchen() {
  const scene = await aKitchenOnNodes(store)
  const { here, there, ana, kitchen, join } = scene
  const [bo, chidi] = [await here('198.51.100.1'), await there('198.51.100.2')]
  await bo.ask(join('Bo'))
  await chidi.ask(join('Chidi'))
  const memberIdOf = (whose: Here) => {
    const entered = whose.line.events.find((event) => event.type === 'entered')
    if (entered?.type !== 'entered') throw new Error('Not in the room.')
    return entered.memberId
  }
  return {
    ...scene,
    bo,
    chidi,
    memberIdOf,
    set: (code: string, who = ana) => who.ask({ type: 'set-owner-code', roomId: kitchen, code }),
    claim: (who: Here, code: string) => who.ask({ type: 'claim-room', roomId: kitchen, code }),
    /** Who owns the room, as one asks for the next thing only an owner may. */
    owns: async (who: Here) =>
      (await who.ask({ type: 'change-settings', roomId: kitchen, capacity: 10 })).type === 'done',
  }
}

const DONE = { type: 'done' }
const refusal = (code: string) => ({ type: 'refusal', code })
const said = (whose: Here) => JSON.stringify(whose.line.events satisfies ServerEvent[])

test('[D9] whoever says the code of the owner owns the room, on every node, and the owner of before moderates', async () => {
  const { ana, bo, chidi, set, claim, owns, kitchen, memberIdOf } = await aKitchen()
  const code = createRecoveryCode()
  expect(await set(code)).toMatchObject(DONE)
  expect(await claim(chidi, ` ${code.toUpperCase().replaceAll('-', ' ')}`)).toMatchObject(DONE)
  expect(await owns(chidi)).toBe(true)
  expect(await owns(ana)).toBe(false)
  const ban = (who: Here) =>
    who.ask({ type: 'ban-member', roomId: kitchen, memberId: memberIdOf(bo), isBanned: true })
  expect(await ban(ana)).toMatchObject(DONE)
  expect(await set(createRecoveryCode(), ana)).toMatchObject(refusal('forbidden'))
})

test('only the owner sets a code, what is none is none, and the same sent twice is one', async () => {
  const { ana, bo, set, claim, kitchen } = await aKitchen()
  const code = createRecoveryCode()
  expect(await set(code, bo)).toMatchObject(refusal('forbidden'))
  for (const none of ['', 'k7m4-4qp2-x9d', `${code}-k7m4`, 'u'.repeat(16)])
    expect(await set(none)).toMatchObject(refusal('invalid'))
  expect(await set(code)).toMatchObject(DONE)
  expect(await set(code)).toMatchObject(DONE)
  const settled = ana.line.events.flatMap((event) =>
    event.type === 'span' ? event.records.filter(({ kind }) => kind === 'room') : [],
  )
  expect(settled).toHaveLength(1)
  // Sent again by whoever it made the owner, it is done already.
  expect(await claim(bo, code)).toMatchObject(DONE)
  expect(await claim(bo, code)).toMatchObject(DONE)
  expect(await store.doors.readPlate(kitchen, 3)).toMatchObject({ leaders: ['Bo', 'Ana'] })
})

test('[A102] a code that is wrong, used, replaced or of no room is told apart by nobody', async () => {
  const { ana, bo, chidi, set, claim, kitchen, memberIdOf } = await aKitchen()
  const no = refusal('not-found')
  expect(await claim(bo, createRecoveryCode())).toMatchObject(no)
  const [first, second] = [createRecoveryCode(), createRecoveryCode()]
  await set(first)
  await set(second)
  expect(await claim(bo, first)).toMatchObject(no)
  expect(await claim(bo, 'no code at all')).toMatchObject(no)
  expect(await claim(bo, second)).toMatchObject(DONE)
  expect(await claim(chidi, second)).toMatchObject(no)
  // Once handed over it takes nothing back.
  const third = createRecoveryCode()
  await set(third, bo)
  await bo.ask({ type: 'hand-over', roomId: kitchen, memberId: memberIdOf(chidi) })
  expect(await claim(bo, third)).toMatchObject(no)
  expect(await claim(ana, third)).toMatchObject(no)
})

test('[A103] whoever guesses codes of owners is slowed by address, and nobody beside them', async () => {
  const { here, chidi, join, set, claim, clock } = await aKitchen()
  const code = createRecoveryCode()
  await set(code)
  const address = '192.0.2.44'
  const guesser = await here(address)
  await guesser.ask(join('Dilnoza'))
  for (let tries = 0; tries < PASSWORD_TRIES_PER_ADDRESS.burst; tries += 1) {
    if (tries % 5 === 4) clock.advance(2_000)
    expect(await claim(guesser, createRecoveryCode())).toMatchObject(refusal('not-found'))
  }
  let last = await claim(guesser, createRecoveryCode())
  for (let more = 0; more < 5 && 'code' in last && last.code === 'not-found'; more += 1)
    last = await claim(guesser, createRecoveryCode())
  expect(last).toMatchObject(refusal('rate-limited'))
  expect(await claim(guesser, code)).toMatchObject(refusal('rate-limited'))
  expect(await claim(chidi, code)).toMatchObject(DONE)
})

test('[A104] of two who say it at once on two nodes one owns the room, and who is banned does not', async () => {
  const { ana, bo, chidi, set, claim, kitchen, memberIdOf } = await aKitchen()
  const code = createRecoveryCode()
  await set(code)
  const answers = await Promise.all([claim(bo, code), claim(chidi, code)])
  expect(answers.map(({ type }) => type).sort()).toEqual(['done', 'refusal'])
  const plate = await store.doors.readPlate(kitchen, 3)
  expect(plate?.leadersCount).toBe(2)

  const [owner, other] = answers[0]?.type === 'done' ? [bo, chidi] : [chidi, bo]
  const next = createRecoveryCode()
  await set(next, owner)
  const ban = { type: 'ban-member', roomId: kitchen, memberId: memberIdOf(other), isBanned: true }
  expect(await ana.ask(ban)).toMatchObject(DONE)
  // The line is ended with the ban, or its next command refused: neither owns anything.
  void claim(other, next)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect((await store.doors.readPlate(kitchen, 3))?.leaders).toHaveLength(2)
})

test('the code is in no frame back, no log line and no export of the room’s history', async () => {
  const { ana, bo, set, claim, log } = await aKitchen()
  const code = createRecoveryCode()
  await set(code)
  await claim(bo, code)
  const everything = said(ana) + said(bo) + JSON.stringify(log.lines)
  expect(everything).not.toContain(code)
  expect(everything).not.toContain(code.replaceAll('-', ''))
})
