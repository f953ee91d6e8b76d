import { type MessageId, REPORT_REASONS, type RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { NewReport, ReportBounds } from './report-table.ts'
import type { TokenHash } from './store.ts'
import { aCast, create, erase, idOf, join, type Person, type Place, post, remove } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const NOON = 1_700_000_000_000
const MANY: ReportBounds = { ofReporter: 10_000, ofRoom: 10_000, all: 10_000 }

/** What members tell whoever runs the server. */
export function reportsContract(harness: Harness): void {
  const table = () => harness.store.reports

  function aReport(place: Place, by: Person, about: Person, messageId: MessageId | null): NewReport {
    return {
      roomId: place.roomId,
      tokenHash: by.tokenHash,
      messageId,
      memberId: about.memberIn(place),
      reason: REPORT_REASONS[0],
      note: 'it hurts',
      evidence: { message: null, edits: [], around: [] },
      at: NOON,
    }
  }

  /** Ana's kitchen with Bo in it and what he said. What other tests left open is settled. */
  async function aKitchen() {
    const cast = aCast()
    const { kitchen, ana, bo, chidi } = cast
    const message = post(kitchen, bo, `rude ${kitchen.code}`)
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo), join(kitchen, chidi), message])
    await table().purge({ settled: Number.MAX_SAFE_INTEGER, reported: Number.MAX_SAFE_INTEGER })
    return { ...cast, message: idOf(message), said: message }
  }
  const numberOf = async (report: NewReport) => {
    const made = await table().add(report, MANY)
    if (made.outcome !== 'kept') throw new Error(`It was ${made.outcome}.`)
    return made.report
  }

  test('a report is kept, over a restart too, until it is settled; the later one has the higher number', async () => {
    const { kitchen, ana, bo, chidi, message } = await aKitchen()
    const first = await numberOf(aReport(kitchen, ana, bo, message))
    await harness.reopen()
    const second = await numberOf(aReport(kitchen, chidi, bo, message))
    expect(second).toBeGreaterThan(first)
    expect(await table().countOpen()).toBe(2)
    expect(await table().settle(first, { at: NOON, note: 'spoke to him' })).toBe('settled')
    expect(await table().settle(first, { at: NOON, note: 'again' })).toBe('before')
    expect(await table().settle(999_999_999, { at: NOON, note: '' })).toBeNull()
    expect(await table().countOpen()).toBe(1)
  })

  test('[A93] the same said again is the same report, at the same time too', async () => {
    const { kitchen, ana, bo, message } = await aKitchen()
    const ofMessage = aReport(kitchen, ana, bo, message)
    const both = await Promise.all([table().add(ofMessage, MANY), table().add(ofMessage, MANY)])
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(['kept', 'repeated'])
    const ofBo = aReport(kitchen, ana, bo, null)
    const number = await numberOf(ofBo)
    expect(await table().add({ ...ofBo, note: 'and again' }, MANY)).toEqual({ outcome: 'repeated' })
    expect(await table().countOpen()).toBe(2)
    // What was settled about a message is settled; somebody may do something else.
    await table().settle(number, { at: NOON, note: '' })
    expect(await table().add(ofBo, MANY)).toMatchObject({ outcome: 'kept' })
    const other = both.find((made) => made.outcome === 'kept')
    await table().settle(other?.report ?? 0, { at: NOON, note: '' })
    expect(await table().add(ofMessage, MANY)).toEqual({ outcome: 'repeated' })
    // The message may be gone by the time an answer that was lost is asked for again.
    expect(await table().add({ ...ofMessage, memberId: null }, MANY)).toEqual({ outcome: 'repeated' })
  })

  test('[A93] so many are open of one reporter, about one room and in all, and a settled one makes room', async () => {
    const { kitchen, harbour, ana, bo, chidi, message } = await aKitchen()
    await harness.store.commit([create(harbour, bo), join(harbour, chidi), join(harbour, ana)])
    const number = await numberOf(aReport(kitchen, ana, bo, message))
    const inHarbour = aReport(harbour, ana, bo, null)
    const chidis = aReport(kitchen, chidi, bo, message)
    expect(await table().add(inHarbour, { ...MANY, ofReporter: 1 })).toEqual({
      outcome: 'full',
      of: 'ofReporter',
    })
    expect(await table().add(chidis, { ...MANY, ofRoom: 1 })).toEqual({ outcome: 'full', of: 'ofRoom' })
    expect(await table().add(chidis, { ...MANY, all: 1 })).toEqual({ outcome: 'full', of: 'all' })
    await table().settle(number, { at: NOON, note: '' })
    expect(await table().add(inHarbour, { ofReporter: 1, ofRoom: 1, all: 1 })).toMatchObject({
      outcome: 'kept',
    })
    // Of two who meet at the last place one has it.
    const two = { ...MANY, all: 2 }
    const met = await Promise.all([
      table().add(chidis, two),
      table().add({ ...chidis, messageId: null, memberId: ana.memberIn(kitchen) }, two),
    ])
    expect(met.map(({ outcome }) => outcome).sort()).toEqual(['full', 'kept'])
  })

  test('[A94] nobody reports from a room they are not in, of whom is not there, or themselves', async () => {
    const { kitchen, harbour, ana, bo, chidi, message } = await aKitchen()
    await harness.store.commit([create(harbour, bo)])
    const notFound = { outcome: 'not-found' }
    const stranger = { ...ana, tokenHash: 'e'.repeat(64) as TokenHash }
    expect(await table().add(aReport(kitchen, stranger, bo, message), MANY)).toEqual(notFound)
    expect(await table().add(aReport(harbour, ana, bo, null), MANY)).toEqual(notFound)
    const nowhere = { ...kitchen, roomId: anId<RoomId>('nowhere') }
    expect(await table().add(aReport(nowhere, ana, bo, null), MANY)).toEqual(notFound)
    expect(
      await table().add(aReport(kitchen, ana, { ...bo, memberIn: () => bo.memberIn(harbour) }, null), MANY),
    ).toEqual(notFound)
    expect(await table().add({ ...aReport(kitchen, ana, bo, message), memberId: null }, MANY)).toEqual(
      notFound,
    )
    expect(await table().add(aReport(kitchen, bo, bo, message), MANY)).toEqual({ outcome: 'own' })
    // Who was put out tells nothing more; who was put out can still be told of.
    await harness.store.commit([remove(kitchen, ana, chidi)])
    expect(await table().add(aReport(kitchen, chidi, bo, message), MANY)).toEqual(notFound)
    expect(await table().add(aReport(kitchen, bo, chidi, null), MANY)).toMatchObject({ outcome: 'kept' })
    await harness.store.revokeToken(ana.tokenHash)
    expect(await table().add(aReport(kitchen, ana, bo, message), MANY)).toEqual(notFound)
  })

  test('deleting the message leaves its report; time, and the end of the room, do not', async () => {
    const { kitchen, ana, bo, chidi, message, said } = await aKitchen()
    const settled = await numberOf(aReport(kitchen, ana, bo, message))
    await numberOf({ ...aReport(kitchen, chidi, bo, message), at: NOON + 1_000 })
    await harness.store.commit([erase(kitchen, bo, said)])
    const found = await harness.store.readRecords(
      kitchen.roomId,
      { messageIds: [message], memberIds: [] },
      ana.tokenHash,
    )
    expect(found?.records).toMatchObject([{ messageId: message, body: '' }])
    expect(await table().countOpen()).toBe(2)
    await table().settle(settled, { at: NOON + 500, note: '' })
    await table().purge({ settled: NOON + 499, reported: 0 })
    expect(await table().settle(settled, { at: NOON, note: '' })).toBe('before')
    await table().purge({ settled: NOON + 500, reported: NOON + 999 })
    expect(await table().settle(settled, { at: NOON, note: '' })).toBeNull()
    expect(await table().countOpen()).toBe(1)
    await table().purge({ settled: 0, reported: NOON + 1_000 })
    expect(await table().countOpen()).toBe(0)

    await numberOf(aReport(kitchen, ana, bo, null))
    await harness.store.operator.deleteRoom(kitchen.roomId, NOON)
    while ((await harness.store.operator.eraseDeleted(100)) === 'more');
    expect(await table().countOpen()).toBe(0)
  })
}
