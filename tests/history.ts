import { isDeepStrictEqual } from 'node:util'
import type { ConfabRecord, MemberId, MessageId, MessageRecord, ReactionsRecord } from '@confab/protocol'

/** What one person did and was told, as it was seen from outside: the same in the simulation, with processes and in browsers. */
export type PersonHistory = {
  name: string
  /** Posts in the order they were made. */
  posted: { messageId: MessageId; body: string }[]
  /** Own messages the server told this person of: their acks. */
  acked: Set<MessageId>
  /** Posts that were refused for good, visibly. */
  refused: Set<MessageId>
  /** Posts still waiting when all was over. */
  waiting: MessageId[]
  /** What this person wanted to become of messages, in the order of wanting. */
  wishes: Wish[]
  /** Changes still waiting when all was over, and those that were refused for good, visibly, by the ids of their messages. */
  waitingChanges: number
  refusedChanges: Set<MessageId>
  /** Every message this person was ever told of, with the place it was told at. */
  told: { messageId: MessageId; sequence: number }[]
  /** What this person sees when all is over, in the order it is seen. */
  seen: readonly ConfabRecord[]
  /** Who this person sees here when all is over; null where nobody looked. */
  sees: { here: MemberId[]; count: number; isComplete: boolean } | null
  /** Typing signs this person was told of: those of others, and of themselves, of which there should be none. */
  typing: { own: number; others: number }
  /** How far this person has seen the room when all is over, as their screen has it; null where nobody looked. */
  lastRead: number | null
  /** This person went away before all was over. */
  hasGone: boolean
  /** Who this person is in the room, where it is known. */
  memberId?: MemberId
  /** Whether this person was removed, as far as they know, when all was over. Then they see no more than was said until then. */
  isRemoved?: boolean
}

/** What somebody wants to become of a message of their own, or how they answer one. */
export type Wish = { messageId: MessageId } & (
  | { kind: 'edit'; body: string }
  | { kind: 'delete' }
  | { kind: 'react'; emoji: string; isOn: boolean }
)

/** The history of somebody who did nothing yet. */
export function emptyHistory(name: string): PersonHistory {
  return {
    name,
    posted: [],
    acked: new Set(),
    refused: new Set(),
    waiting: [],
    wishes: [],
    waitingChanges: 0,
    refusedChanges: new Set(),
    told: [],
    seen: [],
    sees: null,
    typing: { own: 0, others: 0 },
    lastRead: null,
    hasGone: false,
  }
}

/** Stretches of a room's sequences in which somebody was no member: above the removal, up to but without the coming back, if any. */
export type Absence = { memberId: MemberId; after: number; before: number | null }

/** Everything that happened in one room, and what the store holds of it in the end. */
export type History = {
  people: PersonHistory[]
  stored: readonly ConfabRecord[]
  head: number
  /** Who is here in truth when all is over; left out where nobody looked. */
  here?: readonly MemberId[]
  /** How far the store says that members have seen the room; left out where nobody looked. */
  lastReads?: ReadonlyMap<MemberId, number>
  /** Left out where nobody was removed. */
  absences?: readonly Absence[]
}

/** One broken promise, with the rule it breaks. */
export type Breach = { rule: string; what: string }

const messagesOf = (records: readonly ConfabRecord[]) =>
  records.filter((record): record is MessageRecord => record.kind === 'message')

/** Judges a history by the rules. An empty answer is the promise kept. */
export function judge(history: History): Breach[] {
  return [
    ...judgeStore(history),
    ...judgePresence(history),
    ...history.people.flatMap((person) => [
      ...judgeAcks(person, history),
      ...judgeWishes(person, history),
      ...judgeTold(person, history),
      ...judgeSenderOrder(person, history),
      ...judgeRemoval(person, history),
      ...judgeSeen(person, history),
      ...judgeRead(person, history),
    ]),
  ]
}

function judgeStore({ stored, head }: History): Breach[] {
  const breaches: Breach[] = []
  const places = new Map<number, string>()
  const ids = new Map<MessageId, number>()
  for (const record of stored) {
    // They stand beside their message, which has the place.
    if (record.kind === 'reactions') continue
    const other = places.get(record.sequence)
    const key = record.kind === 'message' ? record.messageId : record.kind
    if (other !== undefined)
      breaches.push({ rule: 'D2', what: `${key} and ${other} are both at ${record.sequence}` })
    places.set(record.sequence, key)
    if (record.version > head)
      breaches.push({ rule: 'D2', what: `${key} has version ${record.version}, above the head ${head}` })
    if (record.kind !== 'message') continue
    if (ids.has(record.messageId))
      breaches.push({
        rule: 'D3',
        what: `${record.messageId} is stored at ${ids.get(record.messageId)} and ${record.sequence}`,
      })
    ids.set(record.messageId, record.sequence)
  }
  const versions = new Set(stored.map((record) => record.version))
  for (let sequence = 1; sequence <= head; sequence++)
    if (!places.has(sequence) && !versions.has(sequence) && !isChangedAgain(stored, sequence))
      breaches.push({ rule: 'D2', what: `nothing is at ${sequence} of ${head}` })
  return breaches
}

/** A change whose record was changed again leaves its number behind. */
function isChangedAgain(stored: readonly ConfabRecord[], sequence: number): boolean {
  return stored.some((record) => record.sequence < sequence && record.version > sequence)
}

/** What somebody wanted last is so, unless it was refused, or the message is gone. Who was removed for a while may have wanted in vain. */
function judgeWishes(person: PersonHistory, { stored, absences = [] }: History): Breach[] {
  if (person.waitingChanges > 0)
    return [{ rule: 'D7', what: `${person.waitingChanges} changes of ${person.name} still wait` }]
  if (person.hasGone || absences.some(({ memberId }) => memberId === person.memberId)) return []
  const messages = new Map(messagesOf(stored).map((message) => [message.messageId, message]))
  const reactions = new Map(
    stored.flatMap((record) => (record.kind === 'reactions' ? [[record.messageId, record] as const] : [])),
  )
  const last = new Map(
    person.wishes.map((wish) => [`${wish.messageId} ${wish.kind === 'react' ? wish.emoji : ''}`, wish]),
  )
  return [...last.values()].flatMap((wish) => {
    const message = messages.get(wish.messageId)
    if (!message || message.deletedAt !== undefined || person.refusedChanges.has(wish.messageId)) return []
    if (isSo(wish, person, message, reactions.get(wish.messageId))) return []
    return [{ rule: 'D7', what: `${person.name} wanted ${JSON.stringify(wish)}, which is not so` }]
  })
}

function isSo(
  wish: Wish,
  { memberId }: PersonHistory,
  message: MessageRecord,
  reactions: ReactionsRecord | undefined,
): boolean {
  switch (wish.kind) {
    case 'edit':
      return message.body === wish.body
    case 'delete':
      return false
    case 'react': {
      const reaction = reactions?.reactions.find(({ emoji }) => emoji === wish.emoji)
      return (memberId !== undefined && reaction?.members.includes(memberId) === true) === wish.isOn
    }
  }
}

function judgeAcks(person: PersonHistory, { stored }: History): Breach[] {
  const ids = new Set(messagesOf(stored).map((message) => message.messageId))
  const breaches: Breach[] = []
  for (const messageId of person.acked)
    if (!ids.has(messageId))
      breaches.push({ rule: 'D1', what: `${person.name}'s acked ${messageId} is not stored` })
  for (const { messageId } of person.posted)
    if (!ids.has(messageId) && !person.refused.has(messageId))
      breaches.push({ rule: 'D7', what: `${person.name}'s ${messageId} is neither stored nor refused` })
  for (const messageId of person.waiting)
    breaches.push({ rule: 'D7', what: `${person.name}'s ${messageId} still waits` })
  return breaches
}

function judgeTold(person: PersonHistory, { stored }: History): Breach[] {
  const placeOf = new Map(messagesOf(stored).map((message) => [message.messageId, message.sequence]))
  return person.told
    .filter(({ messageId, sequence }) => placeOf.get(messageId) !== sequence)
    .map(({ messageId, sequence }) => ({
      rule: 'D1',
      what: `${person.name} was told of ${messageId} at ${sequence}, stored is ${placeOf.get(messageId)}`,
    }))
}

function judgeSenderOrder(person: PersonHistory, { stored }: History): Breach[] {
  const placeOf = new Map(messagesOf(stored).map((message) => [message.messageId, message.sequence]))
  const breaches: Breach[] = []
  let before = 0
  for (const { messageId } of person.posted) {
    const place = placeOf.get(messageId)
    if (place === undefined) continue
    if (place < before)
      breaches.push({ rule: 'D3', what: `${person.name}'s ${messageId} overtook an earlier post` })
    before = place
  }
  return breaches
}

/** Everybody sees exactly those who are here, and knows that they do; nobody is told of their own typing. */
export function judgePresence({ here, people }: Pick<History, 'here' | 'people'>): Breach[] {
  const breaches: Breach[] = []
  const truth = here && [...here].sort().join(' ')
  for (const { name, sees, hasGone, isRemoved, typing } of people) {
    if (typing.own > 0) breaches.push({ rule: 'typing', what: `${name} was told of their own typing` })
    if (truth === undefined || !sees || hasGone || isRemoved) continue
    const seen = [...sees.here].sort().join(' ')
    if (seen !== truth)
      breaches.push({ rule: 'presence', what: `${name} sees ${seen} here, in truth it is ${truth}` })
    else if (sees.count !== here?.length || !sees.isComplete)
      breaches.push({
        rule: 'presence',
        what: `${name} is told of ${sees.count} of ${here?.length}, or not of all`,
      })
  }
  return breaches
}

/**
 * Nothing above a removal was told to whom it removed (D9), unless they were a member again by then: `told` is in the order of telling,
 * and whoever is back may read all there was. So it is judged for those who never came back; and nothing they wrote in between is stored.
 */
function judgeRemoval(person: PersonHistory, { absences = [], stored }: History): Breach[] {
  const breaches: Breach[] = []
  for (const { memberId, after, before } of absences) {
    if (memberId !== person.memberId) continue
    if (before === null)
      for (const { messageId, sequence } of person.told)
        if (sequence > after)
          breaches.push({
            rule: 'D9',
            what: `${person.name} was removed at ${after} and told of ${messageId} at ${sequence}`,
          })
    for (const { authorId, messageId, sequence } of messagesOf(stored))
      if (authorId === memberId && sequence > after && sequence < (before ?? Infinity))
        breaches.push({
          rule: 'D9',
          what: `${person.name} was removed at ${after}, and ${messageId} of theirs is stored at ${sequence}`,
        })
  }
  return breaches
}

/** Records applied = records fetched anew (D8); which also finds holes, repeats and a wrong order (D4, D5, D6). */
function judgeSeen({ name, seen, hasGone, isRemoved = false }: PersonHistory, { stored }: History): Breach[] {
  // Who was removed sees what they had when they went; that it is not too much is judged by what they were told.
  if (hasGone || isRemoved) return []
  const length = Math.max(seen.length, stored.length)
  for (let i = 0; i < length; i++) {
    const [one, other] = [seen[i], stored[i]]
    if (one !== other && (!one || !other || !isSame(one, other)))
      return [
        {
          rule: 'D8',
          what: `${name} sees ${JSON.stringify(one)} as record ${i + 1}, stored is ${JSON.stringify(other)}`,
        },
      ]
  }
  return []
}

/** The store never claims that somebody has seen more than they have, or what was never there. The last moments of it may be lost. */
function judgeRead(person: PersonHistory, { lastReads, head }: History): Breach[] {
  const { name, memberId, lastRead, hasGone, isRemoved } = person
  if (!lastReads || memberId === undefined || lastRead === null || hasGone || isRemoved) return []
  const kept = lastReads.get(memberId)
  if (kept !== undefined && kept <= lastRead && lastRead <= head) return []
  return [{ rule: 'last-read', what: `${name} has seen up to ${lastRead} of ${head}, kept is ${kept}` }]
}

/** Whether all fields are the same, in whatever order they came. */
const isSame = (one: ConfabRecord, other: ConfabRecord): boolean =>
  isDeepStrictEqual({ ...one }, { ...other })
