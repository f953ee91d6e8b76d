import {
  type ConfabRecord,
  can,
  type MemberId,
  type MessageId,
  type MessageRecord,
  mentionsIn,
  type ReactionsRecord,
  type RoomId,
  type RoomRecord,
} from '@confab/protocol'
import {
  EXPORT_EXCERPT_LENGTH,
  EXPORT_PAGE_RECORDS,
  EXPORT_PART_PAGES,
  EXPORT_PART_PICTURE_BYTES,
} from '../limits.ts'
import type { Store, TokenHash } from '../store/store.ts'
import type { ExportCursor } from './export-cursor.ts'
import { isPicture } from './picture.ts'

/** The message that another one answers, as far as it is shown there. */
export type Quoted = Pick<MessageRecord, 'sequence' | 'authorName'> & { excerpt: string }

/** A stretch of a room's history, on its way into a file: what is to be read in it, and what that refers to. */
export type ExportPart = {
  room: RoomRecord
  from: ExportCursor
  /** What there is, in order of place: nothing that was deleted, erased or has expired. */
  records: readonly ConfabRecord[]
  reactions: ReadonlyMap<MessageId, ReactionsRecord['reactions']>
  names: ReadonlyMap<MemberId, string>
  quoted: ReadonlyMap<MessageId, Quoted>
  /** Where the next part begins; null when this is the last. */
  next: ExportCursor | null
}

/** What is asked for. `from` is null at the beginning; `hasPictures` when their bytes come along. */
export type PartAsked = {
  roomId: RoomId
  tokenHash: TokenHash
  from: ExportCursor | null
  now: number
  hasPictures: boolean
}

/** A part, or why there is none. */
export type PartRead = { ok: true; part: ExportPart } | { ok: false; code: 'forbidden' | 'gone' }

/** Reads one part, so much at most that a node can hold many of them. Whether somebody may is asked with each anew (D9). */
export async function readPart(store: Store, asked: PartAsked): Promise<PartRead> {
  const { roomId, tokenHash, now } = asked
  const entry = await store.readEntry(roomId, [tokenHash], null)
  const me = entry?.members.get(tokenHash) ?? null
  if (entry?.by !== 'reset' || !can(me, 'export-room', {}, entry.room))
    return { ok: false, code: 'forbidden' }
  const { epoch, head, room } = entry
  const from = asked.from ?? { epoch, upTo: head, at: now, place: 0, lastAt: 0, lastAuthor: null, count: 0 }
  if (from.epoch !== epoch || from.upTo > head) return { ok: false, code: 'gone' }
  const gathered = new Gathered(from, expiredBefore(room, now), asked.hasPictures)
  for (let pages = 0; pages < EXPORT_PART_PAGES && !gathered.isFull; pages++) {
    const read = await store.readPage(roomId, { after: gathered.place }, EXPORT_PAGE_RECORDS, tokenHash)
    if (read?.epoch !== epoch) return { ok: false, code: read ? 'gone' : 'forbidden' }
    const added = gathered.add(read.page.records, read.page.to)
    const found = await store.readRecords(roomId, gathered.referredTo(added), tokenHash)
    if (!found) return { ok: false, code: 'forbidden' }
    gathered.know(found.records)
  }
  return { ok: true, part: { room, from, ...gathered.result() } }
}

/** What was posted up to then, the room keeps no longer, whether it was erased yet or not. */
const expiredBefore = ({ settings }: RoomRecord, now: number): number =>
  settings?.keptHours === undefined ? Number.NEGATIVE_INFINITY : now - settings.keptHours * 3_600_000

/** What a part has so far. */
class Gathered {
  readonly #from: ExportCursor
  readonly #expiredBefore: number
  readonly #hasPictures: boolean
  readonly #records: ConfabRecord[] = []
  readonly #reactions = new Map<MessageId, ReactionsRecord['reactions']>()
  readonly #names = new Map<MemberId, string>()
  readonly #quoted = new Map<MessageId, Quoted>()
  readonly #shown = new Set<MessageId>()
  #pictureBytes = 0
  #last: MessageRecord | null = null
  #count: number
  place: number

  constructor(from: ExportCursor, before: number, hasPictures: boolean) {
    this.#from = from
    this.#expiredBefore = before
    this.#hasPictures = hasPictures
    this.#count = from.count
    this.place = from.place
  }

  get isFull(): boolean {
    return this.place >= this.#from.upTo || this.#arePicturesFull
  }

  get #arePicturesFull(): boolean {
    return this.#pictureBytes >= EXPORT_PART_PICTURE_BYTES
  }

  /** Takes what is there of a page that reaches `to`, and answers the messages it took. */
  add(records: readonly ConfabRecord[], to: number): MessageRecord[] {
    const messages: MessageRecord[] = []
    for (const record of records) {
      if (record.sequence > this.#from.upTo) break
      // Many pictures are a part of their own: the next one begins with this place.
      if (record.kind === 'message' && this.#arePicturesFull) {
        this.place = record.sequence - 1
        return messages
      }
      if (record.kind === 'reactions') this.#react(record)
      else if (record.kind !== 'message') this.#keep(record)
      else if (record.deletedAt === undefined && record.postedAt > this.#expiredBefore) {
        this.#say(record)
        messages.push(record)
      }
    }
    // Behind the last record there is nothing.
    this.place = to > this.place ? Math.min(to, this.#from.upTo) : this.#from.upTo
    return messages
  }

  #say(message: MessageRecord): void {
    this.#keep(message)
    this.#shown.add(message.messageId)
    this.#last = message
    this.#count += 1
    if (!this.#hasPictures) return
    for (const file of message.files ?? []) if (isPicture(file)) this.#pictureBytes += file.bytes
  }

  #react(record: ReactionsRecord): void {
    if (!this.#shown.has(record.messageId) || record.reactions.length === 0) return
    this.#keep(record)
    this.#reactions.set(record.messageId, record.reactions)
  }

  #keep(record: ConfabRecord): void {
    this.#records.push(record)
    if (record.kind === 'member') this.#names.set(record.memberId, record.name)
  }

  /** Whom and what these messages speak of that is not known yet. */
  referredTo(messages: readonly MessageRecord[]) {
    const memberIds = new Set(messages.flatMap(({ body }) => mentionsIn(body)))
    const messageIds = new Set(messages.flatMap(({ replyTo }) => replyTo ?? []))
    return {
      memberIds: [...memberIds].filter((memberId) => !this.#names.has(memberId)),
      messageIds: [...messageIds].filter((messageId) => !this.#quoted.has(messageId)),
    }
  }

  know(records: readonly ConfabRecord[]): void {
    for (const record of records) {
      if (record.kind === 'member') this.#names.set(record.memberId, record.name)
      if (record.kind !== 'message' || record.deletedAt !== undefined) continue
      if (record.postedAt <= this.#expiredBefore) continue
      const { sequence, authorName, body, files } = record
      const excerpt = body.slice(0, EXPORT_EXCERPT_LENGTH) || (files?.[0]?.name ?? '')
      this.#quoted.set(record.messageId, { sequence, authorName, excerpt })
    }
  }

  result(): Omit<ExportPart, 'room' | 'from'> {
    const { upTo, lastAt, lastAuthor } = this.#from
    const next = {
      ...this.#from,
      place: this.place,
      lastAt: this.#last?.postedAt ?? lastAt,
      lastAuthor: this.#last?.authorId ?? lastAuthor,
      count: this.#count,
    }
    return {
      records: this.#records,
      reactions: this.#reactions,
      names: this.#names,
      quoted: this.#quoted,
      next: this.place < upTo ? next : null,
    }
  }
}
