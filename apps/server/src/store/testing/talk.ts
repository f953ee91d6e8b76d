import type { ConfabRecord } from '@confab/protocol'
import { expect } from 'vitest'
import type { Change, Outcome } from '../store.ts'
import { aCast, applied, create, join, type Person, type Place, pageFor, post } from './cast.ts'
import type { Harness } from './harness.ts'

/** The record of a change that has one; anything else is a failure of the test. */
export function one(outcome: Outcome | undefined): ConfabRecord {
  const [record, ...more] = applied(outcome)
  if (!record || more.length > 0) throw new Error('Not one record.')
  return record
}

/** What tests about messages begin with. */
export function aTalk(harness: Harness) {
  const commit = (...changes: Change[]) => harness.store.commit(changes)

  return {
    commit,

    async aRoomWithAMessage(body = 'hello') {
      const cast = aCast()
      const { kitchen, ana, bo } = cast
      const message = post(kitchen, bo, body)
      await commit(create(kitchen, ana), join(kitchen, bo), message)
      return { ...cast, message }
    },

    /** [D8] What is fetched anew is what the changes said. */
    async expectFetchedAnew(place: Place, person: Person, records: readonly ConfabRecord[]) {
      const { page } = await pageFor(person, harness.store, place, { before: 10_000 }, 50)
      for (const record of records) expect(page.records).toContainEqual(record)
      const { records: changes, upTo } = await harness.store.readChanges(place.roomId, 0, 500)
      for (const record of records) expect(changes).toContainEqual(record)
      expect(upTo).toBe(page.head)
      const versions = changes.map(({ version }) => version)
      expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    },
  }
}
