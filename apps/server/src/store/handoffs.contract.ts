import { expect, test } from 'vitest'
import type { HandoffCodeHash } from './handoff-table.ts'
import type { TokenHash } from './store.ts'
import { aCast, create, join, type Person, post, remove } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000
const LIFE_MS = 300_000
let codes = 0

/** One identity on another device. */
export function handoffsContract(harness: Harness): void {
  const table = () => harness.store.handoffs
  const aCode = () => `code-${++codes}` as HandoffCodeHash
  const aToken = () => `phone-${++codes}`.padEnd(64, '0') as TokenHash
  const make = (person: Person, code: HandoffCodeHash, at = NOON) =>
    table().make(person.tokenHash, code, { at, after: at - LIFE_MS })
  const take = (code: HandoffCodeHash, tokenHash: TokenHash, at = NOON, limit = 10) =>
    table().take(code, { tokenHash, after: at - LIFE_MS, limit })

  async function aHouse() {
    const cast = aCast()
    const { kitchen, harbour, ana, bo } = cast
    await harness.store.commit([
      create(kitchen, ana),
      join(kitchen, bo),
      create(harbour, ana, { at: NOON + 1 }),
      join(harbour, bo, { name: 'Bo of the harbour', at: NOON + 2 }),
    ])
    return cast
  }

  test('carries an identity over: the other token is the same member, in the same rooms, under the same names', async () => {
    const { kitchen, harbour, bo } = await aHouse()
    const [code, phone] = [aCode(), aToken()]
    expect(await make(bo, code)).toBe(true)
    expect(await take(code, phone)).toEqual([
      {
        roomId: harbour.roomId,
        code: harbour.code,
        title: '',
        memberId: bo.memberIn(harbour),
        name: 'Bo of the harbour',
      },
      { roomId: kitchen.roomId, code: kitchen.code, title: '', memberId: bo.memberIn(kitchen), name: 'Bo' },
    ])
    await harness.reopen()
    const entry = await harness.store.readEntry(kitchen.roomId, [phone], null)
    expect(entry?.members.get(phone)).toMatchObject({ memberId: bo.memberIn(kitchen), name: 'Bo' })
    expect(await harness.store.commit([join(kitchen, { ...bo, tokenHash: phone })])).toMatchObject([
      { outcome: 'repeated' },
    ])
    // One of the two is signed out, and the other writes on.
    await harness.store.revokeToken(bo.tokenHash)
    expect(await harness.store.commit([post(kitchen, bo, 'from the phone')])).toMatchObject([
      { outcome: 'applied' },
    ])
  })

  test('[A107] can be looked at before it is taken, which changes nothing, and not after', async () => {
    const { bo } = await aHouse()
    const [code, phone] = [aCode(), aToken()]
    const look = (of = code, at = NOON, limit = 10) => table().look(of, { after: at - LIFE_MS, limit })
    expect(await look()).toBeNull()
    await make(bo, code)
    const seen = await look()
    expect(seen?.map(({ name }) => name)).toEqual(['Bo of the harbour', 'Bo'])
    expect(await look(code, NOON, 1)).toHaveLength(1)
    // Looking does not lengthen it.
    expect(await look(code, NOON + LIFE_MS)).toBeNull()
    expect(await look(code, NOON + LIFE_MS - 1)).toEqual(seen)
    expect(await take(code, phone)).toEqual(seen)
    expect(await look()).toBeNull()
    const another = aCode()
    await make(bo, another)
    await harness.store.revokeToken(bo.tokenHash)
    expect(await look(another)).toBeNull()
  })

  test('[A73] is good for one token, which may ask again', async () => {
    const { bo } = await aHouse()
    const [code, phone] = [aCode(), aToken()]
    await make(bo, code)
    const first = await take(code, phone, NOON, 1)
    expect(first).toHaveLength(1)
    expect(await take(code, phone, NOON, 1)).toEqual(first)
    expect(await take(code, aToken())).toBeNull()
  })

  test('[A73] of two who take it at the same time one does', async () => {
    const { bo } = await aHouse()
    const code = aCode()
    await make(bo, code)
    const both = await Promise.all([take(code, aToken()), take(code, aToken())])
    expect(both.filter((rooms) => rooms !== null)).toHaveLength(1)
  })

  test('[A73] is over after its time, with the next one, and with the identity', async () => {
    const { bo, ana } = await aHouse()
    const [early, late, next] = [aCode(), aCode(), aCode()]
    await make(bo, early)
    expect(await take(early, aToken(), NOON + LIFE_MS)).toBeNull()
    await make(bo, late)
    await make(bo, next)
    expect(await take(late, aToken())).toBeNull()
    expect(await take(next, aToken())).toHaveLength(2)
    // Signed out on one device, and in on another: what the one made carries nobody back in.
    const [desk, tablet] = [aToken(), aToken()]
    const toDesk = aCode()
    await make(bo, toDesk)
    await take(toDesk, desk)
    const fromDesk = aCode()
    await table().make(desk, fromDesk, { at: NOON, after: 0 })
    await harness.store.revokeToken(desk)
    expect(await take(fromDesk, tablet)).toBeNull()
    // And whoever took one and was signed out is not told the rooms once more.
    expect(await take(toDesk, desk)).toBeNull()
    const last = aCode()
    await make(ana, last)
    await harness.store.revokeToken(ana.tokenHash)
    expect(await take(last, aToken())).toBeNull()
    expect(await make(ana, aCode())).toBe(false)
  })

  test('is made by nobody who is in no room, and takes no token that is somebody’s', async () => {
    const { ana, bo, chidi, kitchen } = await aHouse()
    expect(await make(chidi, aCode())).toBe(false)
    const code = aCode()
    await make(bo, code)
    expect(await take(code, ana.tokenHash)).toBeNull()
    expect(await take(aCode(), aToken())).toBeNull()
    await harness.store.commit([remove(kitchen, ana, bo)])
    expect(await take(code, aToken())).toHaveLength(1)
  })
}
