import type { MemberId } from '@confab/protocol'
import { expect, test } from 'vitest'
import type { Change } from './store.ts'
import { aCast, applied, create, join, type Person, type Place, refused, remove } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000

const setCode = (place: Place, person: Person, codeHash: string): Change => ({
  kind: 'set-owner-code',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  codeHash,
  at: NOON,
})
const claim = (place: Place, person: Person, { since, by }: { since: number; by: Person }): Change => ({
  kind: 'claim-room',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  codeSince: since,
  madeBy: by.memberIn(place),
  at: NOON,
})
const over = (kind: 'hand-over' | 'mute-member', place: Place, by: Person, person: Person) =>
  ({
    kind,
    roomId: place.roomId,
    memberId: person.memberIn(place),
    actorId: by.memberIn(place),
    at: NOON,
    ...(kind === 'mute-member' ? { until: NOON + 60_000 } : {}),
  }) as Change
const lock = (place: Place, person: Person): Change => ({
  kind: 'change-settings',
  roomId: place.roomId,
  memberId: person.memberIn(place),
  isLocked: true,
  at: NOON,
})

/** The code with which an owner who lost everything owns the room again. */
export function ownershipContract(harness: Harness): void {
  const commit = (...changes: Change[]) => harness.store.commit(changes)

  /** Ana's kitchen at 4, with Bo and Chidi in it. */
  async function aKitchen() {
    const cast = aCast()
    const { kitchen, ana, bo, chidi } = cast
    await commit(create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi))
    const leaders = async () => (await harness.store.doors.readPlate(kitchen.roomId, 3))?.leaders
    const kept = () => harness.store.doors.readOwnerCode(kitchen.roomId)
    return { ...cast, leaders, kept }
  }
  const idIn = (place: Place, person: Person): MemberId => person.memberIn(place)

  test('[D2] is settled with the room, is there after a restart, and no record has it', async () => {
    const { kitchen, ana, bo, kept } = await aKitchen()
    expect(await kept()).toBeNull()
    const [no, set] = await commit(setCode(kitchen, bo, 'a-canary'), setCode(kitchen, ana, 'a-canary'))
    expect(no).toEqual(refused('forbidden'))
    expect(applied(set)).toMatchObject([{ kind: 'room', version: 5, settings: { ownerCodeSince: 5 } }])
    await harness.reopen()
    expect(await kept()).toEqual({ hash: 'a-canary', since: 5, madeBy: idIn(kitchen, ana) })
    const entry = await harness.store.readEntry(kitchen.roomId, [ana.tokenHash], null)
    expect(JSON.stringify(entry)).not.toContain('a-canary')
    expect(JSON.stringify(entry)).toContain('"ownerCodeSince":5')
  })

  test('[D9] gives the room to whoever is in it and says it, once; who had it moderates, in the same commit', async () => {
    const { kitchen, ana, bo, chidi, leaders } = await aKitchen()
    const said = { since: 5, by: ana }
    const [, muted, claimed, again, late, locked] = await commit(
      setCode(kitchen, ana, 'one'),
      over('mute-member', kitchen, ana, bo),
      claim(kitchen, bo, said),
      claim(kitchen, bo, said),
      claim(kitchen, chidi, said),
      setCode(kitchen, ana, 'two'),
    )
    expect(applied(muted)).toMatchObject([{ mutedUntil: NOON + 60_000 }])
    const records = applied(claimed)
    expect(records).toMatchObject([
      { kind: 'room', version: 7 },
      { kind: 'member', name: 'Bo', role: 'owner', version: 8 },
      { kind: 'member', name: 'Ana', role: 'moderator', version: 9 },
    ])
    expect(JSON.stringify(records)).not.toMatch(/ownerCodeSince|mutedUntil/)
    expect(again).toMatchObject({ outcome: 'repeated', records: [{ name: 'Bo', role: 'owner' }] })
    expect([late, locked]).toEqual([refused('not-found'), refused('forbidden')])
    await harness.reopen()
    expect(await leaders()).toEqual(['Bo', 'Ana'])
    const told = await harness.store.deeds.read(kitchen.roomId, bo.tokenHash, { before: null, limit: 10 })
    expect(told?.deeds.map(({ kind, by, whom }) => [kind, by?.name, whom?.name])).toContainEqual([
      'claim-room',
      'Bo',
      'Ana',
    ])
  })

  test('is nothing once another took its place, the room was handed over, or one is out', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    const outcomes = await commit(
      setCode(kitchen, ana, 'one'),
      setCode(kitchen, ana, 'two'),
      claim(kitchen, bo, { since: 5, by: ana }),
      remove(kitchen, ana, bo),
      claim(kitchen, bo, { since: 6, by: ana }),
      over('hand-over', kitchen, ana, chidi),
      claim(kitchen, ana, { since: 6, by: ana }),
    )
    expect([outcomes[2], outcomes[4], outcomes[6]]).toEqual([
      refused('not-found'),
      refused('forbidden'),
      refused('not-found'),
    ])
    expect(applied(outcomes[5])).toMatchObject([
      { kind: 'room', version: 8 },
      { name: 'Chidi', role: 'owner', version: 9 },
      { name: 'Ana', role: 'moderator', version: 10 },
    ])
  })

  test('stays while other things are settled, which stay when it is used', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const [, locked, claimed] = await commit(
      setCode(kitchen, ana, 'one'),
      lock(kitchen, ana),
      claim(kitchen, bo, { since: 5, by: ana }),
    )
    expect(applied(locked)).toMatchObject([{ settings: { isLocked: true, ownerCodeSince: 5 } }])
    expect(applied(claimed)[0]).toMatchObject({ kind: 'room', settings: { isLocked: true } })
    expect(applied(claimed)[0]).not.toHaveProperty('settings.ownerCodeSince')
  })
}
