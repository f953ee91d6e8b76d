import type { Person } from '@confab/client'
import type { ConfabRecord, MemberId, Sequence } from '@confab/protocol'
import { fold } from '../../ui/fold.ts'

/** Somebody who can be mentioned. */
export type Mentionable = Person & { readonly isHere: boolean; readonly spokeAt: Sequence }

/** All who are here, and all who are known from what is in the window; not oneself. */
export function mentionable(
  here: readonly Person[],
  records: readonly ConfabRecord[],
  me: MemberId | null,
): Mentionable[] {
  const people = new Map<MemberId, Mentionable>()
  const know = (memberId: MemberId, fields: Partial<Mentionable> & { name: string }) => {
    const known = people.get(memberId) ?? { memberId, name: '', isHere: false, spokeAt: 0 }
    people.set(memberId, { ...known, ...fields })
  }
  const removed = new Set<MemberId>()
  for (const record of records) {
    if (record.kind === 'message')
      know(record.authorId, { name: record.authorName, spokeAt: record.sequence })
  }
  // The name of a message is the one of that day; a member's is the one of now.
  for (const record of records) {
    if (record.kind !== 'member') continue
    know(record.memberId, { name: record.name })
    if (record.role === 'removed') removed.add(record.memberId)
  }
  for (const { memberId, name } of here) know(memberId, { name, isHere: true })
  return [...people.values()].filter(({ memberId }) => memberId !== me && !removed.has(memberId))
}

/** Whom a query means: names that begin so before those that hold it somehow; among equals who is here, then who spoke last. */
export function findPeople(people: readonly Mentionable[], query: string, max: number): Mentionable[] {
  const wanted = fold(query)
  return people
    .map((person) => ({ person, rank: rankOf(fold(person.name), wanted) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        Number(b.person.isHere) - Number(a.person.isHere) ||
        b.person.spokeAt - a.person.spokeAt ||
        a.person.name.localeCompare(b.person.name),
    )
    .slice(0, max)
    .map(({ person }) => person)
}

const NO_MATCH = 3

function rankOf(name: string, wanted: string): number {
  if (name.startsWith(wanted)) return 0
  if (name.split(/\s+/).some((word) => word.startsWith(wanted))) return 1
  // Behind a space the sentence goes on, unless it is the name that does.
  return !wanted.includes(' ') && holdsInOrder(name, wanted) ? 2 : NO_MATCH
}

function holdsInOrder(name: string, wanted: string): boolean {
  let at = 0
  for (const letter of wanted) {
    const found = name.indexOf(letter, at)
    if (found < 0) return false
    at = found + letter.length
  }
  return true
}
