import {
  type ConfabRecord,
  LOOKED_UP_MAX,
  type MemberId,
  type MemberRecord,
  type MessageId,
  type MessageRecord,
} from '@confab/protocol'

/** Ids of one asking. */
export type Batch = { readonly messageIds: MessageId[]; readonly memberIds: MemberId[] }

/**
 * A bounded memory of a room's messages and members by their ids, wherever they are placed, each in the newest version heard of, and of which
 * are wanted. No clock and no network.
 */
export interface Lookups {
  /** The record, null when there is none; undefined when it is not known. What is not known, or may have changed, is wanted from now on. */
  message(messageId: MessageId): MessageRecord | null | undefined
  member(memberId: MemberId): MemberRecord | null | undefined
  /** What is known of a message, wanting nothing. */
  known(messageId: MessageId): MessageRecord | null
  /** Records of any kind that are so now. Answers whether any of them was known less well. */
  learn(records: Iterable<ConfabRecord>): boolean
  /** What to ask for next. It stays wanted until it is learned or missed. Null when nothing is. */
  next(): Batch | null
  /** Of what was asked for and not learned there is nothing. Answers whether that is news. */
  miss(batch: Batch): boolean
  /** What was not there may be there for the next connection. */
  forgetMissing(): void
  /** Changes may have gone unheard: what is known is shown, and asked for again when somebody looks. */
  doubt(): void
  /** Another history: nothing known is of it. */
  clear(): void
}

/** Records remembered: a window's three times over. */
export const LOOKUPS_MAX = 1_000

/** Records wanted at once; past it those that wait longest are let go, and wanted again when somebody looks. */
export const WANTED_MAX = 500

/** One kind of record by its id; what was used last is last. */
type Shelf<Id extends string, One extends { version: number }> = {
  look(id: Id): One | null | undefined
  peek(id: Id): One | null
  learn(id: Id, record: One): boolean
  next(): Id[]
  miss(ids: readonly Id[]): boolean
  forgetMissing(): void
  doubt(): void
  clear(): void
}

function createShelf<Id extends string, One extends { version: number }>(): Shelf<Id, One> {
  const entries = new Map<Id, { record: One | null; isDoubted: boolean }>()
  const wanted = new Set<Id>()

  function put(id: Id, record: One | null): void {
    entries.delete(id)
    entries.set(id, { record, isDoubted: false })
    dropFirst(entries, LOOKUPS_MAX)
  }

  return {
    look(id) {
      const entry = entries.get(id)
      if (entry) {
        entries.delete(id)
        entries.set(id, entry)
      }
      if ((!entry || entry.isDoubted) && !wanted.has(id)) {
        wanted.add(id)
        dropFirst(wanted, WANTED_MAX)
      }
      return entry?.record
    },
    peek: (id) => entries.get(id)?.record ?? null,
    learn(id, record) {
      const known = entries.get(id)?.record
      const isNewer = !known || record.version > known.version
      wanted.delete(id)
      put(id, isNewer ? record : known)
      return isNewer
    },
    next: () => [...wanted].slice(0, LOOKED_UP_MAX),
    miss(ids) {
      const missing = ids.filter((id) => wanted.delete(id))
      for (const id of missing) put(id, null)
      return missing.length > 0
    },
    forgetMissing() {
      for (const [id, { record }] of entries) if (!record) entries.delete(id)
    },
    doubt() {
      for (const [id, { record }] of entries)
        if (record) entries.set(id, { record, isDoubted: true })
        else entries.delete(id)
    },
    clear() {
      entries.clear()
      wanted.clear()
    },
  }
}

/** Keeps the newest of what a bound leaves room for. */
function dropFirst<Id>(
  held: { readonly size: number; keys(): Iterable<Id>; delete(id: Id): boolean },
  max: number,
): void {
  if (held.size <= max) return
  for (const first of held.keys()) {
    held.delete(first)
    return
  }
}

/** Makes a memory with nothing in it. */
export function createLookups(): Lookups {
  const messages = createShelf<MessageId, MessageRecord>()
  const members = createShelf<MemberId, MemberRecord>()
  const both = [messages, members] as const
  return {
    message: messages.look,
    member: members.look,
    known: messages.peek,
    learn(records) {
      let isNews = false
      for (const record of records) {
        if (record.kind === 'message') isNews = messages.learn(record.messageId, record) || isNews
        if (record.kind === 'member') isNews = members.learn(record.memberId, record) || isNews
      }
      return isNews
    },
    next() {
      const batch = { messageIds: messages.next(), memberIds: members.next() }
      return batch.messageIds.length + batch.memberIds.length > 0 ? batch : null
    },
    miss({ messageIds, memberIds }) {
      const missed = [messages.miss(messageIds), members.miss(memberIds)]
      return missed.includes(true)
    },
    forgetMissing() {
      for (const shelf of both) shelf.forgetMissing()
    },
    doubt() {
      for (const shelf of both) shelf.doubt()
    },
    clear() {
      for (const shelf of both) shelf.clear()
    },
  }
}
