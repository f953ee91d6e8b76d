import '../../../../styles/tokens.css'
import '../../../../styles/reset.css'
import '../../../../styles/base.css'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../../../../gallery/fake-client.ts'
import { FakeRoom } from '../../../../room/testing/fake-room.ts'
import RoomStage from '../../../../room/testing/RoomStage.svelte'
import '../../../../words/testing/english.ts'
import { pictureIn } from '../testing/media.ts'

// A busy machine takes its time to fetch a file.
const SOON = { timeout: 15_000 }

async function withPictures(...sizes: [number, number][]): Promise<FakeRoom> {
  const room = new FakeRoom()
  for (const [width, height] of sizes) room.says('Bo', '', { files: [await pictureIn(room, width, height)] })
  await render(RoomStage, { room, client: new FakeClient(), lastRead: 0 })
  return room
}

const tile = (name: string) => page.getByRole('button', { name: `Open ${name}` })
const dialog = (name: string) => page.getByRole('dialog', { name })
const seen = () => document.querySelector<HTMLImageElement>('dialog img')
const width = () => Math.round(seen()?.getBoundingClientRect().width ?? 0)

test('a picture opens over the room as a whole, grows by keys and goes back; Escape gives the focus back', async () => {
  await withPictures([3000, 1500])
  await tile('picture 3000x1500.png').click()
  await expect.element(dialog('picture 3000x1500.png')).toBeVisible()
  await expect.poll(() => seen()?.naturalWidth, SOON).toBe(3000)
  const fitting = width()
  expect(fitting).toBeLessThanOrEqual(innerWidth)
  expect(fitting).toBeGreaterThan(innerWidth / 2)
  await userEvent.keyboard('+')
  await expect.poll(width).toBe(Math.round(fitting * 1.5))
  await userEvent.keyboard('-')
  await userEvent.keyboard('-')
  await expect.poll(width).toBe(fitting)
  await userEvent.keyboard('++0')
  await expect.poll(width).toBe(fitting)
  await userEvent.keyboard('{Escape}')
  await expect.element(dialog('picture 3000x1500.png')).not.toBeInTheDocument()
  expect(document.activeElement?.getAttribute('aria-label')).toBe('Open picture 3000x1500.png')
})

test('a small one is shown no larger than it is; a wheel turned over a place brings that nearer', async () => {
  await withPictures([64, 48])
  await tile('picture 64x48.png').click()
  await expect.poll(width, SOON).toBe(64)
  const stage = document.querySelector('dialog .stage')
  stage?.dispatchEvent(new WheelEvent('wheel', { deltaY: -400, bubbles: true, cancelable: true }))
  await expect.poll(width).toBeGreaterThan(100)
  stage?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }))
  await expect.poll(width).toBe(64)
})

test('left and right lead through the pictures of the conversation, and stop at its ends', async () => {
  await withPictures([300, 200], [310, 200], [320, 200])
  await tile('picture 310x200.png').click()
  await expect.element(dialog('picture 310x200.png')).toBeVisible()
  await userEvent.keyboard('{ArrowLeft}')
  await expect.element(dialog('picture 300x200.png')).toBeVisible()
  await expect.element(page.getByRole('status').filter({ hasText: '1 of 3' })).toBeVisible()
  await userEvent.keyboard('{ArrowLeft}{ArrowRight}{ArrowRight}{ArrowRight}')
  await expect.element(dialog('picture 320x200.png')).toBeVisible()
  await page.getByRole('button', { name: 'Previous picture' }).click()
  await expect.element(dialog('picture 310x200.png')).toBeVisible()
  expect(page.getByRole('link', { name: /^Download picture 310x200/ }).element()).toHaveProperty(
    'download',
    'picture 310x200.png',
  )
})

test('the back button closes it and stays on the page', async () => {
  await withPictures([300, 200])
  const address = location.href
  await tile('picture 300x200.png').click()
  await expect.element(dialog('picture 300x200.png')).toBeVisible()
  history.back()
  await expect.element(dialog('picture 300x200.png')).not.toBeInTheDocument()
  expect(location.href).toBe(address)
})

test('one that is deleted while it is looked at is gone', async () => {
  const room = await withPictures([300, 200])
  await tile('picture 300x200.png').click()
  await expect.poll(width, SOON).toBe(300)
  const message = room.history.at(-1)
  if (message?.kind === 'message') room.deleteMessage(message.messageId)
  await expect.element(dialog('picture 300x200.png').getByText('No longer there')).toBeVisible()
  expect(seen()).toBeNull()
})
