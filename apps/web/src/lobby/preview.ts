import type { StoredRoom } from '@confab/client'
import {
  type ConfabRecord,
  formatRoomCode,
  type MemberId,
  type MessageRecord,
  mentionsIn,
  type RoomSummary,
} from '@confab/protocol'
import { toldOf } from '../room/told.svelte.ts'
import type { Draft, KnownRoom } from '../storage/app-storage.ts'
import { list } from '../words/formats.ts'
import { moreWords } from '../words/more.svelte.ts'
import type { UnreadCounts } from './known-rooms.svelte.ts'

/** One room as the list shows it. */
export type Preview = {
  room: KnownRoom
  /** Who or what speaks in `words`: a name, oneself or a draft; empty when there is nothing to say. */
  speaker: string
  isDraft: boolean
  words: string
  unreadCount: number
  /** How many of them mention oneself. */
  mentionCount: number
}

/** What a room is called: its title, or its code until it has one. */
export function roomName(room: Pick<KnownRoom, 'title' | 'code'>): string {
  return room.title || formatRoomCode(room.code)
}

/** What the list says of a room: an unfinished draft before the newest message, the server's word before what is stored. */
export function previewOf(
  room: KnownRoom,
  draft: Draft | null,
  stored: StoredRoom | null,
  summary: RoomSummary | null,
  isIgnored: (memberId: MemberId) => boolean = () => false,
): Preview {
  const latest = summary ? summary.latest : newestMessage(stored?.page.records ?? [])
  const unread = summary ? [] : unreadIn(stored?.page.records ?? [], room)
  const unreadCount = summary ? summary.unreadCount : unread.length
  const mentionCount = summary
    ? summary.mentionCount
    : unread.filter(({ body }) => mentionsIn(body).includes(room.memberId)).length
  const counts = { unreadCount, mentionCount }
  if (draft && draft.text !== '')
    return { room, speaker: moreWords().lobby.draft, isDraft: true, words: oneLine(draft.text), ...counts }
  if (!latest) return { room, speaker: '', isDraft: false, words: moreWords().lobby.nothingSaid, ...counts }
  if (isIgnored(latest.authorId))
    return { room, speaker: '', isDraft: false, words: moreWords().ignoring.line(1), ...counts }
  const speaker = latest.authorId === room.memberId ? moreWords().lobby.you : latest.authorName
  return {
    room,
    speaker,
    isDraft: false,
    words: toldOf({ body: beginningOf(latest.body), files: latest.files }),
    ...counts,
  }
}

/** Above 99 the exact number says nothing more. */
export function unreadWords(count: number): string {
  return count > 99 ? moreWords().lobby.unreadMany(99) : moreWords().lobby.unread(count)
}

/** What a badge says to who does not see it: what is new, and what of it mentions them. */
export function badgeWords({ unreadCount, mentionCount }: UnreadCounts): string {
  const unread = unreadWords(unreadCount)
  return mentionCount > 0 ? list([unread, moreWords().reading.mentions(mentionCount)]) : unread
}

function newestMessage(records: readonly ConfabRecord[]): MessageRecord | null {
  return records.findLast((record) => record.kind === 'message') ?? null
}

function unreadIn(records: readonly ConfabRecord[], room: KnownRoom): MessageRecord[] {
  return records.filter(
    (record): record is MessageRecord =>
      record.kind === 'message' &&
      record.sequence > room.lastReadSequence &&
      record.authorId !== room.memberId,
  )
}

// The list shows one line, and long texts need not be laid out to be cut off.
const PREVIEW_LENGTH_MAX = 300

/** As much of a body as the list may show, not cut in the middle of a mention. */
const beginningOf = (body: string): string =>
  body.length > PREVIEW_LENGTH_MAX ? body.slice(0, PREVIEW_LENGTH_MAX).replace(/<(@[\w-]{0,22})?$/, '') : body

function oneLine(text: string): string {
  return text.slice(0, PREVIEW_LENGTH_MAX).replace(/\s+/g, ' ').trim()
}
