import type { FileId, FileRecord, MessageId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import {
  aCast,
  applied,
  create,
  erase,
  join,
  type Person,
  type Place,
  post,
  refused,
  remove,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'
import { SPACE, uploaded } from './testing/uploads.ts'

/** What a store does with messages that have files: as part of its contract. */
export function postedFilesContract(harness: Harness): void {
  const table = () => harness.store.files

  async function aKitchen() {
    const cast = aCast()
    const { kitchen, harbour, ana, bo } = cast
    await harness.store.commit([create(kitchen, ana), join(kitchen, bo), create(harbour, ana)])
    return cast
  }

  const anUpload = (place: Place, person: Person) => uploaded(harness, place, person)
  const idsOf = (files: readonly FileRecord[]) => files.map(({ fileId }) => fileId)

  test('a message brings its files along, in their order, and again after a restart', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const [first, second] = [await anUpload(kitchen, ana), await anUpload(kitchen, ana)]
    const fileIds = idsOf([second, first])
    const [outcome] = await harness.store.commit([
      post(kitchen, ana, '', { messageId: anId('m'), files: fileIds }),
    ])
    expect(applied(outcome)).toMatchObject([{ kind: 'message', body: '', files: [second, first] }])
    await harness.reopen()
    const { records } = await harness.store.readChanges(kitchen.roomId, 3, 10)
    expect(records).toEqual(applied(outcome))
    const posted = await table().readPosted(kitchen.roomId, fileIds, bo.tokenHash)
    expect(posted?.map(({ name }) => name).sort()).toEqual([first.name, second.name].sort())
    expect(await table().findPosted(first.fileId)).toMatchObject({ state: 'posted', record: first })
    expect(await table().readDue(2e15, 1_000)).not.toContainEqual(
      expect.objectContaining({ fileId: first.fileId }),
    )
  })

  test('[D3] the same post again is a repeat, with other files it is refused', async () => {
    const { kitchen, ana } = await aKitchen()
    const [photo, other] = [await anUpload(kitchen, ana), await anUpload(kitchen, ana)]
    const messageId = anId<MessageId>('m')
    const posted = post(kitchen, ana, 'look', { messageId, files: [photo.fileId] })
    const [first] = await harness.store.commit([posted])
    expect(await harness.store.commit([posted])).toEqual([{ outcome: 'repeated', records: applied(first) }])
    expect(
      await harness.store.commit([
        post(kitchen, ana, 'look', { messageId }),
        post(kitchen, ana, 'look', { messageId, files: [other.fileId] }),
        post(kitchen, ana, 'look', { messageId, files: [photo.fileId, other.fileId] }),
        post(kitchen, ana, 'see', { messageId, files: [photo.fileId] }),
      ]),
    ).toEqual(Array(4).fill(refused('id-conflict')))
    expect(await table().findUpload(other.fileId, ana.tokenHash)).toMatchObject({ state: 'ready' })
  })

  test('what is not one’s own, not ready, of another room or posted already is missing', async () => {
    const { kitchen, harbour, ana, bo } = await aKitchen()
    const [hers, elsewhere, once] = [
      await anUpload(kitchen, ana),
      await anUpload(harbour, ana),
      await anUpload(kitchen, ana),
    ]
    const dropped = await anUpload(kitchen, ana)
    await table().discard({ fileId: dropped.fileId, tokenHash: null, refusal: null, dueAt: 0 })
    const half = { ...hers, fileId: anId<FileId>('half') }
    const reservation = {
      roomId: kitchen.roomId,
      tokenHash: ana.tokenHash,
      announced: '{}',
      storageKey: 'half',
    }
    await table().reserve({ fileId: half.fileId, ...reservation, bytes: 1, dueAt: 1e15, space: SPACE })
    await harness.store.commit([post(kitchen, ana, 'once', { files: [once.fileId] })])
    const posts = [
      post(kitchen, bo, 'not mine', { files: [hers.fileId] }),
      post(kitchen, ana, 'elsewhere', { files: [elsewhere.fileId] }),
      post(kitchen, ana, 'twice', { files: [once.fileId] }),
      post(kitchen, ana, 'dropped', { files: [dropped.fileId] }),
      post(kitchen, ana, 'half', { files: [half.fileId] }),
      post(kitchen, ana, 'one of two', { files: [hers.fileId, anId<FileId>('nowhere')] }),
    ]
    expect(await harness.store.commit(posts)).toEqual(posts.map(() => refused('files-missing')))
    // A refused post takes nothing with it.
    expect(await table().findUpload(hers.fileId, ana.tokenHash)).toMatchObject({ state: 'ready' })
    // Of two posts in one commit the first gets it.
    const both = ['first', 'second'].map((body) => post(kitchen, ana, body, { files: [hers.fileId] }))
    expect((await harness.store.commit(both)).map(({ outcome }) => outcome)).toEqual(['applied', 'refused'])
  })

  test('[D9] who was removed posts no files', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const photo = await anUpload(kitchen, bo)
    await harness.store.commit([remove(kitchen, ana, bo)])
    expect(await harness.store.commit([post(kitchen, bo, 'bye', { files: [photo.fileId] })])).toEqual([
      refused('forbidden'),
    ])
    expect(await table().readPosted(kitchen.roomId, [photo.fileId], bo.tokenHash)).toBeNull()
  })

  test('a message that is deleted leaves files to erase, which nobody gets any more', async () => {
    const { kitchen, ana, bo } = await aKitchen()
    const before = await table().readSpaceTaken()
    const photo = await anUpload(kitchen, ana)
    const posted = post(kitchen, ana, 'look', { messageId: anId('m'), files: [photo.fileId] })
    await harness.store.commit([posted])
    expect(await table().readSpaceTaken()).toBe(before + 500)
    const [outcome] = await harness.store.commit([erase(kitchen, ana, posted)])
    expect(applied(outcome)[0]).not.toHaveProperty('files')
    expect(await table().findPosted(photo.fileId)).toBeNull()
    expect(await table().readPosted(kitchen.roomId, [photo.fileId], bo.tokenHash)).toEqual([])
    expect(await table().readSpaceTaken()).toBe(before)
    await harness.reopen()
    expect(await table().readDue(0, 1_000)).toContainEqual(
      expect.objectContaining({
        fileId: photo.fileId,
        state: 'erasing',
        storageKey: `bytes-of-${photo.fileId}`,
      }),
    )
    // Posting it again answers with what is left of it (D3).
    expect(await harness.store.commit([posted])).toMatchObject([{ outcome: 'repeated' }])
    await table().forget([photo.fileId])
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toBeNull()
  })

  test('a message that comes and goes in one commit leaves its files to erase', async () => {
    const { kitchen, ana } = await aKitchen()
    const photo = await anUpload(kitchen, ana)
    const posted = post(kitchen, ana, 'look', { messageId: anId('m'), files: [photo.fileId] })
    await harness.store.commit([posted, erase(kitchen, ana, posted)])
    expect(await table().findUpload(photo.fileId, ana.tokenHash)).toMatchObject({ state: 'erasing' })
  })
}
