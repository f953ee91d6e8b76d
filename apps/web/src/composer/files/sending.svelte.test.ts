import '../../styles/tokens.css'
import '../../styles/reset.css'
import '../../styles/base.css'
import '../../words/testing/english.ts'
import { FILES_PER_MESSAGE_MAX, type FileId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../../gallery/fake-client.ts'
import { FakeRoom } from '../../room/testing/fake-room.ts'
import RoomStage from '../../room/testing/RoomStage.svelte'
import { MemoryAppStorage } from '../../storage/memory-app-storage.ts'
import { enterHabit } from '../enter-habit.svelte.ts'

const box = () => page.getByRole('textbox', { name: 'Message' })
const chips = () =>
  [...(document.querySelectorAll('ul[aria-label="Files to send"] li') ?? [])].map((chip) =>
    chip.querySelector('.name')?.getAttribute('title'),
  )
const long = 'word '.repeat(900)
const remove = (name: string) => page.getByRole('button', { name: `Remove ${name}` })
const row = () => page.getByRole('article').last()

beforeEach(() => {
  localStorage.clear()
  enterHabit.entersPost = true
})

async function inKitchen({ storage = new MemoryAppStorage(), fileBytesMax = 1_000 as number | null } = {}) {
  const room = new FakeRoom()
  room.joins('Bo')
  room.says('Bo', 'hello')
  const client = new FakeClient()
  client.fileBytesMax = fileBytesMax
  const { unmount } = await render(RoomStage, { room, client, storage })
  await expect.element(page.getByRole('button', { name: /Attach files|takes no files/ })).toBeInTheDocument()
  return { room, storage, unmount }
}

const aFile = (name: string, bytes = 3, type = 'text/plain') => new File(['x'.repeat(bytes)], name, { type })

async function aPicture(name: string, width = 30, height = 20): Promise<File> {
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.fillRect(0, 0, width, height)
  return new File([await canvas.convertToBlob()], name, { type: 'image/png' })
}

function give(
  files: readonly File[],
  by: 'paste' | 'drop' | 'dragenter',
  words?: string,
  to = document.body,
) {
  const data = new DataTransfer()
  for (const file of files) data.items.add(file)
  if (words !== undefined) data.setData('text/plain', words)
  const init = { bubbles: true, cancelable: true }
  to.dispatchEvent(
    by === 'paste'
      ? new ClipboardEvent('paste', { ...init, clipboardData: data })
      : new DragEvent(by, { ...init, dataTransfer: data }),
  )
}

test('files are chosen, one is taken out again, and the others go with what is written', async () => {
  const { room } = await inKitchen()
  const input = document.querySelector<HTMLInputElement>('input[type=file]')
  await userEvent.upload(input as HTMLElement, [aFile('a.txt'), aFile('b.txt'), aFile('c.txt')])
  await expect.poll(chips).toEqual(['a.txt', 'b.txt', 'c.txt'])
  await remove('b.txt').click()
  // Who goes through them by keyboard is at the next one.
  await expect.element(remove('c.txt')).toHaveFocus()
  await box().fill('look')
  await userEvent.keyboard('{Enter}')
  expect(room.asked).toContain('post look a.txt c.txt')
  expect(chips()).toEqual([])
})

test('a picture is pasted anywhere and seen at once, with its size, and goes without a word', async () => {
  const { room } = await inKitchen()
  give([await aPicture('shot.png')], 'paste')
  await expect.poll(chips).toEqual(['shot.png'])
  const image = () => document.querySelector<HTMLImageElement>('ul img')
  await expect.poll(() => image()?.naturalWidth).toBe(30)
  await box().click()
  await userEvent.keyboard('{Enter}')
  expect(room.asked).toContain('post  shot.png')
  expect(room.view.timeline.pending.at(-1)?.attachments).toMatchObject([
    { width: 30, height: 20, bytes: expect.any(Number) },
  ])
})

test('what is dropped anywhere comes along, with a veil over the page until then', async () => {
  await inKitchen()
  give([aFile('a.txt')], 'dragenter')
  await expect.element(page.getByText('Drop files to add them')).toBeVisible()
  give([aFile('a.txt'), aFile('b.txt')], 'drop')
  await expect.poll(chips).toEqual(['a.txt', 'b.txt'])
  await expect.element(page.getByText('Drop files to add them')).not.toBeInTheDocument()
})

test('what cannot go is said before anything is sent', async () => {
  await inKitchen()
  give([aFile('film.mp4', 1_001), aFile('nothing.txt', 0), aFile('ok.txt')], 'paste')
  await expect.poll(chips).toEqual(['ok.txt'])
  await expect.element(page.getByRole('alert')).toBeVisible()
  await expect.element(page.getByText(/film.mp4 is too large. Files may have 1 kB./)).toBeVisible()
  await expect.element(page.getByText(/nothing.txt is empty./)).toBeVisible()
  give(
    Array.from({ length: FILES_PER_MESSAGE_MAX }, (_, index) => aFile(`${index}`)),
    'paste',
  )
  await expect.element(page.getByText(/One message takes 10 files./)).toBeVisible()
  expect(chips()).toHaveLength(FILES_PER_MESSAGE_MAX)
})

test('a server without files says so at the button', async () => {
  await inKitchen({ fileBytesMax: null })
  await expect.element(page.getByRole('button', { name: 'This server takes no files' })).toBeDisabled()
  give([], 'paste', long, page.getByRole('log').element() as HTMLElement)
  await expect.element(box()).toHaveValue(long)
  expect(page.getByText(/^A long text/).elements()).toEqual([])
})

test('[D7] a draft keeps its files over a reload, and gives them up when it is sent', async () => {
  const { storage, unmount, room } = await inKitchen()
  give([aFile('a.txt'), await aPicture('shot.png')], 'paste')
  await box().fill('half a thought')
  await expect.poll(chips).toHaveLength(2)
  unmount()
  const { room: again } = await inKitchen({ storage })
  await expect.poll(chips).toEqual(['a.txt', 'shot.png'])
  await expect.element(box()).toHaveValue('half a thought')
  await box().click()
  await userEvent.keyboard('{Enter}')
  expect(again.asked).toContain('post half a thought a.txt shot.png')
  expect(await storage.loadDraft(room.roomId)).toBeNull()
})

test('a long paste becomes a file among the others', async () => {
  const { room } = await inKitchen({ fileBytesMax: 100_000 })
  await import('../aids.ts')
  await box().fill('see ')
  give([], 'paste', long, page.getByRole('log').element() as HTMLElement)
  await page.getByRole('button', { name: 'Send as a file' }).click()
  await expect.poll(chips).toEqual(['text.txt'])
  await expect.element(box()).toHaveValue('see ')
  await userEvent.keyboard('{Enter}')
  expect(room.asked).toContain('post see text.txt')
})

test('own files on their way show how far they are, and can be stopped', async () => {
  const { room } = await inKitchen()
  give([await aPicture('shot.png'), aFile('notes.txt', 200)], 'paste')
  await expect.poll(chips).toHaveLength(2)
  await box().click()
  await userEvent.keyboard('{Enter}')
  room.filesFare({ 'notes.txt': { state: 'sending', sentBytes: 50 }, 'shot.png': { state: 'ready' } })
  await expect
    .element(page.getByRole('progressbar', { name: 'Sending notes.txt' }))
    .toHaveAttribute('aria-valuenow', '25')
  await expect.element(row().getByRole('img', { name: 'shot.png' })).toBeVisible()
  await row().getByRole('button', { name: 'Do not send notes.txt' }).click()
  expect(room.asked).toContain('cancel file')
})

test('a file that is refused says why, and the post goes back to the box with its files', async () => {
  const { room, storage } = await inKitchen()
  give([aFile('a.heic'), aFile('b.txt')], 'paste')
  await expect.poll(chips).toHaveLength(2)
  await box().fill('look')
  await userEvent.keyboard('{Enter}')
  for (const { fileId } of room.view.timeline.pending[0]?.attachments ?? [])
    await storage.saveFile({ roomId: room.roomId, fileId, blob: new Blob(['xxx']) })
  room.filesFare({ 'a.heic': { state: 'refused', refusal: 'type-refused' } })
  room.refuses('file-refused')
  await expect.element(row().getByText('This kind of file is not taken here.')).toBeVisible()
  await expect.element(page.getByText('A file of it cannot be sent.')).toBeVisible()
  await expect.element(page.getByText('a.heic was not sent')).toBeInTheDocument()
  await row().getByRole('button', { name: 'Edit', exact: true }).click()
  await expect.poll(chips).toEqual(['a.heic', 'b.txt'])
  await expect.element(box()).toHaveValue('look')
  expect(room.view.timeline.pending).toEqual([])
})

test('a browser without space says that files live as long as the page', async () => {
  const { storage } = await inKitchen()
  give([aFile('a.txt')], 'paste')
  await expect.element(page.getByText(/^This browser has no space left/)).toBeVisible()
  expect(await storage.loadFile(anId<FileId>('other'))).toBeNull()
})
