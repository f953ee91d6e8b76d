import type { FileId, FileRecord } from '@confab/protocol'
import { aFile, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { FileSpace, Reservation } from './file-table.ts'
import { aCast, create, join, type Person, type Place, remove } from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

const PLENTY: FileSpace = { ofIdentity: 1_000_000, ofRoom: 1_000_000, inAll: Number.MAX_SAFE_INTEGER }
let files = 0

/** A file as somebody announces it; pass what the test is about. */
function aReservation(place: Place, person: Person, fields: Partial<Reservation> = {}): Reservation {
  const fileId = anId<FileId>(`file-${++files}`)
  return {
    fileId,
    roomId: place.roomId,
    tokenHash: person.tokenHash,
    announced: '{"name":"photo.jpg"}',
    bytes: 1_000,
    storageKey: `key-${fileId}`,
    dueAt: 2_000,
    space: PLENTY,
    ...fields,
  }
}

const recordOf = ({ fileId }: Reservation): FileRecord => aFile({ fileId })

/** What a store has to know of files: as part of its contract. */
export function fileTableContract(harness: Harness): void {
  const table = () => harness.store.files

  /** Ana's kitchen, with Bo in it. */
  async function aKitchen() {
    const cast = aCast()
    const { kitchen, harbour, ana, bo } = cast
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo), create(harbour, ana)])
    return cast
  }

  const expectBytes = ({ fileId }: Reservation, storageKey: string) =>
    table().expectBytes({ fileId, storageKey, dueAt: 8_000 })

  const finishWith = (reservation: Reservation, storageKey: string, bytes = 900) =>
    table().finish({
      fileId: reservation.fileId,
      storageKey,
      record: recordOf(reservation),
      bytes,
      dueAt: 5_000,
      space: reservation.space,
    })

  async function finish(reservation: Reservation, bytes = 900) {
    const storageKey = `bytes-${++files}`
    await expectBytes(reservation, storageKey)
    return finishWith(reservation, storageKey, bytes)
  }

  const discard = ({ fileId }: Reservation, person: Person | null) =>
    table().discard({ fileId, tokenHash: person?.tokenHash ?? null, refusal: null, dueAt: 9_000 })

  test('[D3] announcing a file again is answered with what is there, other content is refused', async () => {
    const { kitchen, harbour, ana, bo } = await aKitchen()
    const photo = aReservation(kitchen, ana)
    const file = { fileId: photo.fileId, state: 'reserved', storageKey: photo.storageKey }
    expect(await table().reserve(photo)).toMatchObject({ outcome: 'done', file })
    // The key is the first one's: bytes may lie under it by now.
    expect(await table().reserve({ ...photo, storageKey: 'another' })).toMatchObject({
      outcome: 'done',
      file,
    })
    for (const other of [
      { ...photo, announced: '{"name":"other.jpg"}' },
      { ...photo, roomId: harbour.roomId },
      { ...photo, tokenHash: bo.tokenHash },
    ])
      expect(await table().reserve(other)).toEqual({ outcome: 'refused', code: 'id-conflict' })
  })

  test('[D9] only members take space in a room', async () => {
    const { kitchen, ana, bo, chidi } = await aKitchen()
    expect(await table().reserve(aReservation(kitchen, chidi))).toMatchObject({ code: 'forbidden' })
    await harness.store.commit([remove(kitchen, ana, bo)])
    expect(await table().reserve(aReservation(kitchen, bo))).toMatchObject({ code: 'forbidden' })
    await harness.store.revokeToken(ana.tokenHash)
    expect(await table().reserve(aReservation(kitchen, ana))).toMatchObject({ code: 'forbidden' })
  })

  test('space is counted for an identity, a room and in all, and given back', async () => {
    const { kitchen, harbour, ana, bo } = await aKitchen()
    const before = await table().readSpaceTaken()
    const mine = { ...PLENTY, ofIdentity: 2_500 }
    const first = aReservation(kitchen, ana, { space: mine })
    await table().reserve(first)
    await table().reserve(aReservation(harbour, ana, { space: mine }))
    expect(await table().reserve(aReservation(harbour, ana, { space: mine }))).toMatchObject({
      code: 'your-space-full',
    })
    const rooms = { ...PLENTY, ofRoom: 1_500 }
    expect(await table().reserve(aReservation(kitchen, bo, { space: rooms }))).toMatchObject({
      code: 'room-space-full',
    })
    const inAll = { ...PLENTY, inAll: before + 2_999 }
    expect(await table().reserve(aReservation(kitchen, bo, { space: inAll }))).toMatchObject({
      code: 'server-space-full',
    })
    expect(await table().readSpaceTaken()).toBe(before + 2_000)
    await discard(first, ana)
    expect(await table().readSpaceTaken()).toBe(before + 1_000)
    expect(await table().reserve(aReservation(kitchen, bo, { space: rooms }))).toMatchObject({
      outcome: 'done',
    })
  })

  test('[A54] of many who ask for the last space at once, as many get it as it holds', async () => {
    const { kitchen, ana } = await aKitchen()
    const space = { ...PLENTY, ofIdentity: 7_000 }
    const asked = Array.from({ length: 40 }, () => table().reserve(aReservation(kitchen, ana, { space })))
    const answers = await Promise.all(asked)
    expect(answers.filter(({ outcome }) => outcome === 'done')).toHaveLength(7)
  })

  test('a file that is ready says so to its sender, and counts as what it takes', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const before = await table().readSpaceTaken()
    const photo = aReservation(kitchen, ana)
    await table().reserve(photo)
    expect(await finish(photo)).toMatchObject({ outcome: 'done', file: { state: 'ready' } })
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toEqual({
      fileId: photo.fileId,
      state: 'ready',
      storageKey: expect.stringMatching(/^bytes-/),
      announced: photo.announced,
      record: recordOf(photo),
      refusal: null,
    })
    expect(await table().findUpload(photo.fileId, bo.tokenHash)).toBeNull()
    expect(await table().readSpaceTaken()).toBe(before + 900)
    // Once more, by another node that was sent the bytes as well.
    expect(await finish(photo, 5_000)).toMatchObject({ outcome: 'done', file: { state: 'ready' } })
    expect(await table().readSpaceTaken()).toBe(before + 900)
    await harness.reopen()
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toMatchObject({ state: 'ready' })
  })

  test('one that grew needs the space for it', async () => {
    const { kitchen, ana } = await aKitchen()
    const photo = aReservation(kitchen, ana, { space: { ...PLENTY, ofIdentity: 1_200 } })
    await table().reserve(photo)
    expect(await finish(photo, 1_300)).toEqual({ outcome: 'refused', code: 'your-space-full' })
    expect(await finish(photo, 1_200)).toMatchObject({ outcome: 'done' })
  })

  test('who takes an upload back ends it, and nobody else', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const photo = aReservation(kitchen, ana)
    await table().reserve(photo)
    expect(await discard(photo, bo)).toBeNull()
    expect(await discard(photo, ana)).toMatchObject({ state: 'erasing', storageKey: photo.storageKey })
    expect(await discard(photo, ana)).toBeNull()
    expect(await finish(photo)).toEqual({ outcome: 'refused', code: 'gone' })
    expect(await table().reserve(photo)).toMatchObject({ outcome: 'done', file: { state: 'erasing' } })
  })

  test('of bytes that are stored twice those count that were first ready, and the others are to be erased', async () => {
    const { kitchen, ana } = await aKitchen()
    const photo = aReservation(kitchen, ana)
    await table().reserve(photo)
    expect(await expectBytes(photo, 'one')).toMatchObject({ state: 'reserved' })
    expect(await expectBytes(photo, 'other')).toMatchObject({ state: 'reserved' })
    expect(await finishWith(photo, 'other')).toMatchObject({ outcome: 'done', file: { storageKey: 'other' } })
    expect(await finishWith(photo, 'one')).toMatchObject({ outcome: 'done', file: { storageKey: 'other' } })
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toMatchObject({ storageKey: 'other' })
    expect(await expectBytes(photo, 'third')).toMatchObject({ state: 'ready', storageKey: 'other' })
    const due = (await table().readDue(8_000, 1_000)).filter(({ storageKey }) =>
      ['one', 'other', 'third'].includes(storageKey),
    )
    // The upload itself, and what lies under the other key.
    expect(due.map(({ storageKey, state }) => [storageKey, state])).toEqual([
      ['other', 'ready'],
      ['one', 'erasing'],
    ])
    await table().forget(due.map(({ fileId }) => fileId))
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toMatchObject({ state: 'ready' })
  })

  test('bytes that nobody expects any more are no file', async () => {
    const { kitchen, ana } = await aKitchen()
    const photo = aReservation(kitchen, ana)
    await table().reserve(photo)
    await expectBytes(photo, 'late')
    const due = await table().readDue(8_000, 1_000)
    await table().forget(due.flatMap(({ fileId, storageKey }) => (storageKey === 'late' ? fileId : [])))
    expect(await finishWith(photo, 'late')).toEqual({ outcome: 'refused', code: 'unavailable' })
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toMatchObject({ state: 'reserved' })
    expect(await finish(photo)).toMatchObject({ outcome: 'done' })
  })

  test('what is due is discarded only if it is due yet', async () => {
    const { kitchen, ana } = await aKitchen()
    const photo = aReservation(kitchen, ana, { dueAt: 2_000 })
    await table().reserve(photo)
    const overdue = (overdueAt: number) =>
      table().discard({ fileId: photo.fileId, tokenHash: null, overdueAt, refusal: null, dueAt: 9_000 })
    expect(await overdue(1_999)).toBeNull()
    await finish(photo)
    expect(await overdue(2_000)).toBeNull()
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toMatchObject({ state: 'ready' })
    expect(await overdue(5_000)).toMatchObject({ state: 'erasing' })
  })

  test('what is due is found, the oldest first, and only what is to be erased is forgotten', async () => {
    const { kitchen, ana } = await aKitchen()
    // Of long ago, so that what other tests left comes after.
    const [late, early, far] = [-10, -20, 1e15].map((dueAt) => aReservation(kitchen, ana, { dueAt }))
    if (!late || !early || !far) throw new Error('three were made')
    for (const each of [late, early, far]) await table().reserve(each)
    const due = async () => (await table().readDue(0, 2)).map(({ fileId }) => fileId)
    expect(await due()).toEqual([early.fileId, late.fileId])
    await table().forget([early.fileId])
    expect(await due()).toEqual([early.fileId, late.fileId])
    await table().discard({ fileId: early.fileId, tokenHash: null, refusal: 'unreadable', dueAt: -30 })
    expect(await table().findUpload(early.fileId, ana.tokenHash)).toMatchObject({
      state: 'erasing',
      refusal: 'unreadable',
    })
    await table().forget([early.fileId, late.fileId])
    expect(await table().findUpload(early.fileId, ana.tokenHash)).toBeNull()
    expect(await due()).toEqual([late.fileId])
    await discard(late, null)
    expect(await due()).toEqual([])
  })

  test('what is not posted is in no room', async () => {
    const { kitchen, ana, chidi } = await aKitchen()
    const photo = aReservation(kitchen, ana)
    await table().reserve(photo)
    await finish(photo)
    expect(await table().findPosted(photo.fileId)).toBeNull()
    expect(await table().readPosted(kitchen.roomId, [photo.fileId], ana.tokenHash)).toEqual([])
    expect(await table().readPosted(kitchen.roomId, [photo.fileId], chidi.tokenHash)).toBeNull()
  })

  test('the key for links stays the same', async () => {
    const key = await table().readLinkKey()
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    await harness.reopen()
    expect(await table().readLinkKey()).toBe(key)
  })
}
