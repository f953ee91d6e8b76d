import { type ConfabRecord, recordKey, type Sequence } from '@confab/protocol'
import { expect, test } from 'vitest'
import type { Change } from './store.ts'
import {
  aCast,
  create,
  join,
  type Person,
  type Place,
  pageFor,
  post,
  remove,
  retitle,
} from './testing/cast.ts'
import type { Harness } from './testing/harness.ts'

/** That a long, random history reads the same from whichever end. */
export function historyContract(harness: Harness): void {
  test('[D8] whatever happens, changes and pages show the records as the commits answered them', async () => {
    const { kitchen, harbour, ana, bo, chidi } = aCast()
    const random = seeded(7)
    const places = [kitchen, harbour]
    const people = [ana, bo, chidi]
    const known = new Map(places.map((place) => [place, new Map<string, ConfabRecord>()]))
    const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T

    const anyChange = (step: number): Change => {
      const [place, person] = [pick(places), pick(people)]
      const roll = random()
      if (roll < 0.6) return post(place, person, `message ${Math.floor(step * (0.8 + random() / 5))}`)
      return roll < 0.8
        ? join(place, person, { name: `${person.name} ${Math.floor(random() * 4)}` })
        : roll < 0.95
          ? retitle(place, person, `title ${Math.floor(random() * 4)}`)
          : remove(place, place === kitchen ? ana : bo, person)
    }
    const batches: Change[][] = [[create(kitchen, ana), create(harbour, bo)]]
    for (let step = 0; step < 300; step++) {
      if (random() < 0.3) batches.push([])
      batches.at(-1)?.push(anyChange(step))
    }
    for (const batch of batches)
      for (const [i, outcome] of (await harness.store.commit(batch)).entries())
        if (outcome.outcome === 'applied')
          for (const record of outcome.records)
            known
              .get(places.find(({ roomId }) => roomId === batch[i]?.roomId) ?? kitchen)
              ?.set(recordKey(record), record)

    for (const place of places) {
      const records = [...(known.get(place)?.values() ?? [])]
      expect(records.length).toBeGreaterThan(40)
      const byVersion = records.toSorted((a, b) => a.version - b.version)
      const byPlace = records.toSorted((a, b) => a.sequence - b.sequence)
      const head = byVersion.at(-1)?.version ?? 0
      for (let after = 0; after <= head; after += 7)
        expect((await harness.store.readChanges(place.roomId, after, 1_000)).records).toEqual(
          byVersion.filter((record) => record.version > after),
        )
      expect(await pagesUp(place, place === kitchen ? ana : bo, head)).toEqual(byPlace)
      expect(await pagesDown(place, place === kitchen ? ana : bo, head)).toEqual(byPlace)
    }
  })

  async function pagesUp(place: Place, person: Person, head: Sequence): Promise<ConfabRecord[]> {
    const records: ConfabRecord[] = []
    for (let after = 0; after < head; ) {
      const { page } = await pageFor(person, harness.store, place, { after }, 7)
      expect(page.from).toBe(after)
      records.push(...page.records)
      after = page.to
    }
    return records
  }

  async function pagesDown(place: Place, person: Person, head: Sequence): Promise<ConfabRecord[]> {
    const records: ConfabRecord[] = []
    for (let upTo = head; upTo > 0; ) {
      const { page } = await pageFor(person, harness.store, place, { before: upTo + 1 }, 7)
      expect(page.to).toBe(upTo)
      records.unshift(...page.records)
      upTo = page.from
    }
    return records
  }
}

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
