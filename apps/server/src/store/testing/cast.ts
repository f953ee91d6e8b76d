import type { ConfabRecord, Epoch, MemberId, MessageId, RoomCode, RoomId, RoomRecord } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import type { PageWhere } from '../page.ts'
import type { Change, Outcome, Store, TokenHash } from '../store.ts'

/** A room in a contract's test. */
export type Place = { roomId: RoomId; code: RoomCode; epoch: Epoch }

/** Somebody in a contract's test, with one identity and a membership in each room they join. */
export type Person = { name: string; tokenHash: TokenHash; memberIn(place: Place): MemberId }

type Fields<Kind extends Change['kind']> = Partial<Extract<Change, { kind: Kind }>>

const NOON = 1_700_000_000_000
let casts = 0

/** Rooms and people nobody has met before, so that tests may share a store. */
export function aCast() {
  const play = ++casts
  const place = (name: string): Place => ({
    roomId: anId<RoomId>(`${name}-${play}`),
    code: `${name.slice(0, 3)}${String(play).padStart(7, '0')}` as RoomCode,
    epoch: anId<Epoch>(`epoch-${name}-${play}`),
  })
  const person = (name: string): Person => ({
    name,
    // Ended by a dash, or the first would be the tenth once zeros follow.
    tokenHash: `${name}-${play}-`.padEnd(64, '0') as TokenHash,
    memberIn: ({ roomId }) => anId<MemberId>(`${name}-${roomId.slice(0, 12)}`),
  })
  return {
    kitchen: place('kitchen'),
    harbour: place('harbour'),
    ana: person('Ana'),
    bo: person('Bo'),
    chidi: person('Chidi'),
  }
}

export function create(place: Place, person: Person, fields: Fields<'create-room'> = {}): Change {
  const { name, tokenHash } = person
  const memberId = person.memberIn(place)
  const nameSkeleton = name.toLowerCase()
  return { kind: 'create-room', ...place, tokenHash, memberId, name, nameSkeleton, at: NOON, ...fields }
}

export function join({ roomId }: Place, person: Person, fields: Fields<'join-room'> = {}): Change {
  const name = fields.name ?? person.name
  const nameSkeleton = name.toLowerCase()
  const memberId = person.memberIn({ roomId } as Place)
  const { tokenHash } = person
  return { kind: 'join-room', roomId, tokenHash, memberId, nameSkeleton, at: NOON, ...fields, name }
}

export function post(
  place: Place,
  person: Person,
  body: string,
  fields: Fields<'post-message'> = {},
): Change {
  const messageId = anId<MessageId>(body.slice(0, 20).replaceAll(' ', '-'))
  const authorId = person.memberIn(place)
  return { kind: 'post-message', roomId: place.roomId, messageId, authorId, body, at: NOON, ...fields }
}

/** What somebody does with a message that is there already. */
export function edit(place: Place, person: Person, message: Change, body: string): Change {
  return { kind: 'edit-message', ...about(place, person, message), body }
}

export function erase(place: Place, person: Person, message: Change): Change {
  return { kind: 'delete-message', ...about(place, person, message) }
}

export function react(place: Place, person: Person, message: Change, emoji: string, isOn = true): Change {
  return { kind: 'react', ...about(place, person, message), emoji, isOn }
}

export function pin(place: Place, person: Person, message: Change, isPinned = true): Change {
  return { kind: 'pin-message', ...about(place, person, message), isPinned }
}

/** The id of what was posted. */
export function idOf(message: Change): MessageId {
  if (message.kind !== 'post-message') throw new Error('That is no post.')
  return message.messageId
}

function about({ roomId }: Place, person: Person, message: Change) {
  return { roomId, messageId: idOf(message), memberId: person.memberIn({ roomId } as Place), at: NOON }
}

export function retitle(place: Place, person: Person, title: string): Change {
  return { kind: 'change-room', roomId: place.roomId, memberId: person.memberIn(place), title, at: NOON }
}

/** The owner puts somebody out of the room. */
export function remove(place: Place, owner: Person, person: Person): Change {
  const { roomId } = place
  const [memberId, ownerId] = [person.memberIn(place), owner.memberIn(place)]
  return { kind: 'remove-member', roomId, memberId, ownerId, at: NOON }
}

/** A page as a member is given it; none is a failure of the test. */
export async function pageFor(
  { tokenHash }: Person,
  store: Store,
  { roomId }: Place,
  where: PageWhere,
  limit: number,
) {
  const found = await store.readPage(roomId, where, limit, tokenHash)
  if (!found) throw new Error('No page for somebody who is no member.')
  return found
}

/** The records of an outcome that was applied; anything else is a failure of the test. */
export function applied(outcome: Outcome | undefined): ConfabRecord[] {
  if (outcome?.outcome !== 'applied') throw new Error(`Not applied: ${JSON.stringify(outcome)}`)
  return outcome.records
}

export const refused = (code: string) => ({ outcome: 'refused', code })

/** What records show, in one line each: enough to compare an order. */
export function shown(records: readonly ConfabRecord[]): string[] {
  return records.map(line)
}

function line(record: ConfabRecord): string {
  switch (record.kind) {
    case 'message':
      return `${record.authorName}: ${record.body}`
    case 'member':
      return `${record.name} ${record.role === 'removed' ? 'was removed' : 'joined'}`
    case 'room':
      return `room "${record.title}"`
    case 'reactions':
      return record.reactions.map(({ emoji, count }) => `${emoji} ${count}`).join(' ')
  }
}

export function theRoom(records: readonly ConfabRecord[]): RoomRecord {
  const room = records.find((record) => record.kind === 'room')
  if (!room) throw new Error('No room among the records.')
  return room
}
