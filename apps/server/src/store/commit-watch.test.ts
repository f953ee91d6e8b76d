import { createFakeClock, settle } from '@confab/client/testing'
import { expect, test } from 'vitest'
import { watchCommits } from './commit-watch.ts'
import { type Store, StoreUnavailable } from './store.ts'

/** A store whose disk can be full. */
function storeOnDisk() {
  const disk = { isFull: false, commits: 0 }
  const commit = async () => {
    disk.commits += 1
    if (disk.isFull) throw new StoreUnavailable('full')
    return []
  }
  return { disk, store: { commit } as unknown as Store }
}

test('a commit that fails degrades, one that succeeds heals', async () => {
  const { disk, store } = storeOnDisk()
  const watch = watchCommits(store, createFakeClock())
  await watch.store.commit([])
  expect(watch.isDegraded()).toBe(false)
  disk.isFull = true
  await expect(watch.store.commit([])).rejects.toThrow(StoreUnavailable)
  expect(watch.isDegraded()).toBe(true)
  disk.isFull = false
  await watch.store.commit([])
  expect(watch.isDegraded()).toBe(false)
})

test('a disk with room again is noticed without anybody posting', async () => {
  const { disk, store } = storeOnDisk()
  const clock = createFakeClock()
  const watch = watchCommits(store, clock)
  disk.isFull = true
  await watch.store.commit([]).catch(() => {})
  await clock.run(5_000)
  expect(watch.isDegraded()).toBe(true)
  expect(disk.commits).toBeGreaterThan(1)
  disk.isFull = false
  await clock.run(5_000)
  expect(watch.isDegraded()).toBe(false)
  expect(clock.waiting).toBe(0)
})

test('a healthy store is not probed, nor one that is closed', async () => {
  const { disk, store } = storeOnDisk()
  const clock = createFakeClock()
  const watch = watchCommits(store, clock)
  await watch.store.commit([])
  expect(clock.waiting).toBe(0)
  disk.isFull = true
  await watch.store.commit([]).catch(() => {})
  watch.stop()
  await settle()
  expect(clock.waiting).toBe(0)
})

test('a shared store that is out of reach is noticed without anybody posting, and so is its return', async () => {
  const { disk, store } = storeOnDisk()
  const clock = createFakeClock()
  const watch = watchCommits(store, clock, { isShared: true })
  await clock.run(10_000)
  expect(watch.isDegraded()).toBe(false)
  disk.isFull = true
  await clock.run(5_000)
  expect(watch.isDegraded()).toBe(true)
  disk.isFull = false
  await clock.run(5_000)
  expect(watch.isDegraded()).toBe(false)
  watch.stop()
  expect(clock.waiting).toBe(0)
})

test('a commit that does not end degrades as one that fails does', async () => {
  const { promise, resolve } = Promise.withResolvers<[]>()
  const clock = createFakeClock()
  const watch = watchCommits({ commit: () => promise } as unknown as Store, clock)
  const committing = watch.store.commit([])
  await clock.run(1_000)
  expect(watch.isDegraded()).toBe(false)
  await clock.run(5_000)
  expect(watch.isDegraded()).toBe(true)
  resolve([])
  await committing
  expect(watch.isDegraded()).toBe(false)
})
