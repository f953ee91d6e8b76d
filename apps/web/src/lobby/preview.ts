import type { StoredRoom } from '@confab/client'
import { type ConfabRecord, formatRoomCode, type MessageRecord, type RoomSummary } from '@confab/protocol'
import { toldOf } from '../room/told.svelte.ts'
import type { Draft, KnownRoom } from '../storage/app-storage.ts'
import { words } from '../words/words.svelte.ts'

/** One room as the list shows it. */
export type Preview = {
  room: KnownRoom
  /** Who or what speaks in `words`: a name, oneself or a draft; empty when there is nothing to say. */
  speaker: string
  isDraft: boolean
  words: string
  unreadCount: number
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
): Preview {
  const latest = summary ? summary.latest : newestMessage(stored?.page.records ?? [])
  const unreadCount = summary ? summary.unreadCount : unreadIn(stored?.page.records ?? [], room)
  if (draft && draft.text !== '')
    return { room, speaker: words().lobby.draft, isDraft: true, words: oneLine(draft.text), unreadCount }
  if (!latest) return { room, speaker: '', isDraft: false, words: words().lobby.nothingSaid, unreadCount }
  const speaker = latest.authorId === room.memberId ? words().lobby.you : latest.authorName
  return {
    room,
    speaker,
    isDraft: false,
    words: toldOf({ body: latest.body.slice(0, PREVIEW_LENGTH_MAX), files: latest.files }),
    unreadCount,
  }
}

/** Above 99 the exact number says nothing more. */
export function unreadWords(count: number): string {
  return count > 99 ? words().lobby.unreadMany(99) : words().lobby.unread(count)
}

function newestMessage(records: readonly ConfabRecord[]): MessageRecord | null {
  return records.findLast((record) => record.kind === 'message') ?? null
}

function unreadIn(records: readonly ConfabRecord[], room: KnownRoom): number {
  return records.filter(
    (record) =>
      record.kind === 'message' &&
      record.sequence > room.lastReadSequence &&
      record.authorId !== room.memberId,
  ).length
}

// The list shows one line, and long texts need not be laid out to be cut off.
const PREVIEW_LENGTH_MAX = 300

function oneLine(text: string): string {
  return text.slice(0, PREVIEW_LENGTH_MAX).replace(/\s+/g, ' ').trim()
}
