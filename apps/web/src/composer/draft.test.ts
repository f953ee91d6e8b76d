import type { RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import type { Draft } from '../storage/app-storage.ts'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import { DraftKeeper } from './draft.ts'

const kitchen = anId<RoomId>('kitchen')

/** A disk that takes its time: what it is asked to write is written when the test says so. */
class SlowStorage extends MemoryAppStorage {
  saves = 0
  #written: (() => void) | null = null

  override async saveDraft(roomId: RoomId, draft: Draft | null): Promise<void> {
    this.saves += 1
    await super.saveDraft(roomId, draft)
    await new Promise<void>((resolve) => {
      this.#written = resolve
    })
  }

  async isDone(): Promise<void> {
    this.#written?.()
    await new Promise((resolve) => setTimeout(resolve))
  }
}

function aKeeper() {
  const storage = new SlowStorage()
  const keeper = new DraftKeeper(storage, kitchen)
  const kept = async () => (await storage.loadDraft(kitchen))?.text ?? null
  return { storage, keeper, kept }
}

test('[D7] the first letter is kept at once, the last as soon as the disk can, and not every one by itself', async () => {
  const { storage, keeper, kept } = aKeeper()
  keeper.change({ text: 's', caret: 1 })
  expect(await kept()).toBe('s')
  for (const text of ['so', 'sou', 'soup']) keeper.change({ text, caret: text.length })
  expect(await kept()).toBe('s')
  await storage.isDone()
  expect(await kept()).toBe('soup')
  expect(storage.saves).toBe(2)
  await storage.isDone()
  expect(storage.saves).toBe(2)

  keeper.change({ text: 'soups', caret: 5 })
  expect(await kept()).toBe('soups')
})

test('[D7] a page that goes waits for no disk, and what was posted is not kept after all', async () => {
  const { storage, keeper, kept } = aKeeper()
  keeper.change({ text: 'soup', caret: 4 })
  keeper.change({ text: 'soup!', caret: 5 })
  keeper.flush()
  expect(await kept()).toBe('soup!')

  keeper.change({ text: 'soup!!', caret: 6 })
  keeper.clear()
  await storage.isDone()
  expect(await kept()).toBeNull()
})
