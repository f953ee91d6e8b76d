import '../styles/tokens.css'
import '../styles/reset.css'
import '../styles/base.css'
import '../words/testing/english.ts'
import type { FileId, MemberId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { FakeClient } from '../gallery/fake-client.ts'
import { FakeRoom } from '../room/testing/fake-room.ts'
import RoomStage from '../room/testing/RoomStage.svelte'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'

// On a slow line what helps with writing comes after everything else.
vi.mock('./aids.ts', async (importOriginal) => {
  await new Promise((resolve) => setTimeout(resolve, 800))
  return importOriginal()
})

test('[D7] a draft with a file and a mention is there whole, whichever of what it needs comes first', async () => {
  const room = new FakeRoom()
  room.joins('Bo')
  const { roomId } = room
  const storage = new MemoryAppStorage()
  const fileId = anId<FileId>('soup')
  await storage.saveFile({ roomId, fileId, blob: new Blob(['soup']) })
  const draft = {
    text: '@Bo the recipe',
    caret: 14,
    mentions: [{ memberId: anId<MemberId>('bo'), from: 0, to: 3 }],
    files: [{ fileId, name: 'soup.txt', mediaType: 'text/plain', bytes: 4 }],
  }
  await storage.saveDraft(roomId, draft)
  await render(RoomStage, { room, client: new FakeClient(), storage })
  await expect.element(page.getByText('soup.txt').first()).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Message' })).toHaveValue(draft.text)
  expect(await storage.loadDraft(roomId)).toMatchObject(draft)
})
