import '../../../styles/tokens.css'
import '../../../styles/reset.css'
import '../../../styles/base.css'
import type { FileId, FileLink } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../../../gallery/fake-client.ts'
import { FakeRoom } from '../../../room/testing/fake-room.ts'
import RoomStage from '../../../room/testing/RoomStage.svelte'
import { MemoryAppStorage } from '../../../storage/memory-app-storage.ts'
import '../../../words/testing/english.ts'
import { aPicture, aTone, fileIn, paperIn, pictureIn } from './testing/media.ts'

// A busy machine takes its time to fetch a file.
const SOON = { timeout: 15_000 }

async function open(room: FakeRoom) {
  await render(RoomStage, { room, client: new FakeClient(), lastRead: 0 })
  return page.getByRole('log').element() as HTMLElement
}

const images = () => [...document.querySelectorAll<HTMLImageElement>('.files img')]
const areDrawn = () =>
  images().length > 0 && images().every((image) => image.complete && image.naturalWidth > 0)
const heights = () =>
  [...document.querySelectorAll<HTMLElement>('li[data-anchor]')].map(
    (row) => row.getBoundingClientRect().height,
  )

// The first one here: the library comes once in the life of a page.
test('a row is as high before its pictures as with them, whatever their number and shape', {
  timeout: 40_000,
}, async () => {
  const room = new FakeRoom()
  const sizes: [number, number][] = [
    [1600, 900],
    [600, 1800],
    [40, 30],
    [3000, 200],
  ]
  for (const [width, height] of sizes) room.says('Bo', '', { files: [await pictureIn(room, width, height)] })
  for (const count of [2, 3, 4, 7]) {
    const files = await Promise.all(
      Array.from({ length: count }, (_, i) => pictureIn(room, 800, 600, i * 40)),
    )
    room.says('Bo', `${count} of them`, { files })
  }
  room.says('Bo', '', {
    files: [paperIn(room, { name: 'plan.pdf', mediaType: 'application/pdf' }, aTone(1))],
  })
  room.says('Bo', '', { files: [paperIn(room, { name: 'tone.wav', mediaType: 'audio/wav' }, aTone(2))] })
  const list = await open(room)
  const before = heights()
  expect(before.length).toBe(10)
  expect(document.querySelector('.files img, .files a, .files audio')).toBeNull()

  await expect.poll(() => document.querySelector('.files audio'), SOON).not.toBeNull()
  await expect.poll(areDrawn, SOON).toBe(true)
  expect(heights()).toEqual(before)

  while (list.scrollTop > 0) {
    list.scrollTop -= 400
    await new Promise((next) => setTimeout(next, 30))
  }
  await expect.poll(() => images().length, SOON).toBe(4 + 2 + 3 + 4 + 4)
  await expect.poll(areDrawn, SOON).toBe(true)
  expect(heights()).toEqual(before)
})

test('links of all that is seen are asked for at once', async () => {
  const room = new FakeRoom()
  for (let i = 0; i < 3; i++)
    room.says('Bo', '', { files: [await pictureIn(room, 300, 200), await pictureIn(room, 300, 200)] })
  await open(room)
  await expect.poll(() => images().length, SOON).toBe(6)
  expect(room.asked.filter((asked) => asked.startsWith('links'))).toEqual(['links 6'])
})

test('a picture is never drawn larger than it is', async () => {
  const room = new FakeRoom()
  room.says('Bo', '', { files: [await pictureIn(room, 32, 16)] })
  room.says('Bo', '', { files: [await pictureIn(room, 32, 16), await pictureIn(room, 900, 900)] })
  await open(room)
  await expect.poll(areDrawn, SOON).toBe(true)
  const fits = images().map((image) => getComputedStyle(image).objectFit)
  expect(fits).toEqual(['scale-down', 'scale-down', 'cover'])
})

test('a file that is gone says so; one whose link has ended is asked for again, once', async () => {
  const room = new FakeRoom()
  const gone = fileIn(room, { name: 'gone.jpg' })
  const broken = fileIn(room, { name: 'broken.jpg' }, 'data:image/png;base64,AAAA')
  room.says('Bo', '', { files: [gone] })
  room.says('Bo', '', { files: [broken] })
  await open(room)
  await expect.element(page.getByText('No longer there')).toBeVisible()
  await expect.element(page.getByText('Could not be loaded')).toBeVisible()
  expect(room.asked.filter((asked) => asked.startsWith('links'))).toEqual(['links 2', 'links 1'])

  room.fileAddresses.set(
    broken.fileId,
    room.fileAddresses.get((await pictureIn(room, 400, 300)).fileId) ?? '',
  )
  await page.getByText('Try again').click()
  await expect.poll(areDrawn, SOON).toBe(true)
})

test('sound is played, a paper taken along under its name', async () => {
  const room = new FakeRoom()
  room.says('Bo', '', { files: [paperIn(room, { name: 'tone.wav', mediaType: 'audio/wav' }, aTone(2))] })
  room.says('Bo', '', {
    files: [paperIn(room, { name: 'minutes.pdf', mediaType: 'application/pdf', bytes: 1_234_567 }, aTone(1))],
  })
  await open(room)
  await expect.poll(() => document.querySelector('audio')?.duration, SOON).toBeCloseTo(2, 1)
  const link = page.getByRole('link', { name: 'Download minutes.pdf PDF · 1.2 MB' })
  await expect.element(link).toHaveAttribute('download', 'minutes.pdf')
})

test('[D7] an own picture stays in sight from the moment it is posted until the one the server has is there', async () => {
  const room = new FakeRoom()
  const storage = new MemoryAppStorage()
  const fileId = anId<FileId>('own')
  const blob = await (await fetch(await aPicture(400, 300))).blob()
  await storage.saveFile({ fileId, roomId: room.roomId, blob })
  await render(RoomStage, { room, client: new FakeClient(), storage, lastRead: 0 })
  room.post('', {
    attachments: [{ fileId, name: 'own.png', mediaType: 'image/png', blob, width: 400, height: 300 }],
  })
  await expect.poll(areDrawn, SOON).toBe(true)
  const height = heights().at(-1)

  // The server has nothing to show yet.
  const there = Promise.withResolvers<{ links: FileLink[]; endsAt: number }>()
  room.fetchFileLinks = async () => ({ ok: true, value: await there.promise })
  room.confirms()
  await expect.element(page.getByRole('button', { name: 'Open own.png' })).toBeInTheDocument()
  await expect.poll(areDrawn, SOON).toBe(true)
  expect(images().map(({ alt }) => alt)).toEqual([''])
  expect(heights().at(-1)).toBe(height)

  there.resolve({ links: [{ fileId, path: await aPicture(400, 300, 30) }], endsAt: Date.now() + 900_000 })
  await expect.poll(() => images().map(({ alt }) => alt), SOON).toEqual(['own.png'])
})

test('of a deleted message nothing is left to see', async () => {
  const room = new FakeRoom()
  room.says('Bo', '', { files: [await pictureIn(room, 400, 300)] })
  await open(room)
  await expect.poll(areDrawn, SOON).toBe(true)
  const message = room.history.at(-1)
  if (message?.kind !== 'message') throw new Error('Nothing was said.')
  room.deleteMessage(message.messageId)
  await expect.element(page.getByText(/deleted/)).toBeVisible()
  expect(images()).toEqual([])
})
