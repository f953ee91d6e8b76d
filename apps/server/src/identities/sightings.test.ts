import { expect, test, vi } from 'vitest'
import { SIGHTING_REST_MS, SIGHTINGS_HELD_MS, SIGHTINGS_STEP_MAX } from '../limits.ts'
import type { DeviceNote, Store, TokenHash } from '../store/store.ts'
import { aClock } from '../testing/clock.ts'
import { Sightings } from './sightings.ts'

function aNode() {
  const clock = aClock()
  const written: (readonly DeviceNote[])[] = []
  const note = vi.fn(async (notes: readonly DeviceNote[]) => void written.push(notes))
  const sightings = new Sightings({ store: { devices: { note } } as unknown as Store, clock })
  return { clock, sightings, written, note }
}
const token = (name: string) => name as TokenHash

test('who is seen is written down a little later, all at once, and not again for an hour', async () => {
  const { clock, sightings, written } = aNode()
  for (const name of ['a', 'b', 'a', 'a']) sightings.see(token(name), 'Firefox · Linux')
  expect(written).toEqual([])
  clock.advance(SIGHTINGS_HELD_MS)
  expect(written).toMatchObject([[{ tokenHash: 'a', label: 'Firefox · Linux' }, { tokenHash: 'b' }]])
  sightings.see(token('a'), '')
  clock.advance(SIGHTINGS_HELD_MS)
  expect(written).toHaveLength(1)
  clock.advance(SIGHTING_REST_MS)
  sightings.see(token('a'), '')
  clock.advance(SIGHTINGS_HELD_MS)
  expect(written).toHaveLength(2)
})

test('a crowd is written in portions', async () => {
  const { clock, sightings, written } = aNode()
  for (let i = 0; i < SIGHTINGS_STEP_MAX + 1; i++) sightings.see(token(`${i}`), '')
  clock.advance(SIGHTINGS_HELD_MS)
  clock.advance(SIGHTINGS_HELD_MS)
  expect(written.map(({ length }) => length)).toEqual([SIGHTINGS_STEP_MAX, 1])
})

test('what a store could not write is written when it is seen again', async () => {
  const { clock, sightings, note } = aNode()
  note.mockRejectedValueOnce(new Error('away'))
  sightings.see(token('a'), '')
  clock.advance(SIGHTINGS_HELD_MS)
  await Promise.resolve()
  await Promise.resolve()
  sightings.see(token('a'), '')
  clock.advance(SIGHTINGS_HELD_MS)
  expect(note).toHaveBeenCalledTimes(2)
})

test('nothing is written once it is closed', () => {
  const { clock, sightings, written } = aNode()
  sightings.see(token('a'), '')
  sightings.close()
  clock.advance(SIGHTINGS_HELD_MS)
  expect(written).toEqual([])
})
