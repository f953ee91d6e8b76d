import type { MemberId } from '@confab/protocol'
import { aMember, aMessage, anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { findPeople, mentionable } from './people.ts'

const person = (name: string, isHere: boolean, spokeAt: number) => ({
  memberId: anId<MemberId>(name.toLowerCase()),
  name,
  isHere,
  spokeAt,
})

const people = [
  person('Ána', false, 9),
  person('Bo', true, 3),
  person('Chidi', true, 7),
  person('Ana 2', true, 0),
]

test.each([
  ['nothing typed: who is here, the last speaker first', '', ['Chidi', 'Bo', 'Ana 2', 'Ána']],
  ['a beginning, with or without accents', 'an', ['Ana 2', 'Ána']],
  ['with an accent too', 'Á', ['Ana 2', 'Ána']],
  ['letters in order, somewhere in it', 'hd', ['Chidi']],
  ['a name that goes on behind a space', 'ana 2', ['Ana 2']],
  ['the next word of the sentence', 'bo i', []],
])('%s', (_case, query, names) => {
  expect(findPeople(people, query, 8).map(({ name }) => name)).toEqual(names)
})

test('a beginning comes before letters somewhere, whoever is here', () => {
  const both = [person('Chidi', true, 9), person('Ida', false, 0)]
  expect(findPeople(both, 'i', 8).map(({ name }) => name)).toEqual(['Ida', 'Chidi'])
})

test('known are who is here and who spoke, under their name of now; who was removed and oneself are not', () => {
  const ana = anId<MemberId>('ana')
  const bo = anId<MemberId>('bo')
  const chidi = anId<MemberId>('chidi')
  const records = [
    aMember({ sequence: 1, memberId: ana, name: 'Ana' }),
    aMessage({ authorId: bo, authorName: 'Bob', sequence: 4 }),
    aMember({ sequence: 2, memberId: bo, name: 'Bo' }),
    aMember({ sequence: 3, memberId: chidi, name: 'Chidi', role: 'removed' }),
  ]
  expect(mentionable([], records, ana)).toEqual([{ memberId: bo, name: 'Bo', isHere: false, spokeAt: 4 }])
})
