import type { RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Draft } from '../storage/app-storage.ts'
import { MemoryAppStorage } from '../storage/memory-app-storage.ts'
import { DraftKeeper } from './draft.ts'

const kitchen = anId<RoomId>('kitchen')

class CountingStorage extends MemoryAppStorage {
  saves = 0
  override saveDraft(roomId: RoomId, draft: Draft | null): Promise<void> {
    this.saves += 1
    return super.saveDraft(roomId, draft)
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('[D7] the first letter is kept at once, the last within a moment, and not every one by itself', async () => {
  const storage = new CountingStorage()
  const keeper = new DraftKeeper(storage, kitchen)
  const kept = async () => (await storage.loadDraft(kitchen))?.text ?? null
  keeper.change({ text: 's', caret: 1 })
  expect(await kept()).toBe('s')
  for (const text of ['so', 'sou', 'soup']) keeper.change({ text, caret: text.length })
  expect(await kept()).toBe('s')
  vi.advanceTimersByTime(300)
  expect(await kept()).toBe('soup')
  expect(storage.saves).toBe(2)

  keeper.change({ text: 'soup!', caret: 5 })
  keeper.flush()
  expect(await kept()).toBe('soup!')
  keeper.change({ text: 'soup!!', caret: 6 })
  keeper.clear()
  vi.advanceTimersByTime(1_000)
  expect(await kept()).toBeNull()
})
