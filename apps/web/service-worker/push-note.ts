import type { PushNote } from '@confab/protocol'
import type { Note, NoteKind } from '../src/attention/note.ts'

// The protocol's own reading of it weighs many times what all of the worker does; a test holds the two equal.

const ID = /^[A-Za-z0-9_-]{22}$/
const CODE = /^[0-9a-hjkmnp-tv-z]{10}$/
const KINDS: readonly unknown[] = ['message', 'mention', 'reply'] satisfies NoteKind[]
const EXCERPT_LENGTH_MAX = 560

const isText = (value: unknown): boolean => typeof value === 'string'
const isWhole = (value: unknown, least: number): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= least

const CHECKS: Record<keyof PushNote, (value: unknown) => boolean> = {
  roomId: (value) => isText(value) && ID.test(String(value)),
  code: (value) => isText(value) && CODE.test(String(value)),
  title: isText,
  kind: (value) => KINDS.includes(value),
  memberName: isText,
  excerpt: (value) => isText(value) && String(value).length <= EXCERPT_LENGTH_MAX,
  fileCount: (value) => value === undefined || isWhole(value, 1),
  sequence: (value) => isWhole(value, 0) && Number.isSafeInteger(value),
  messageId: (value) => isText(value) && ID.test(String(value)),
  at: (value) => isWhole(value, 0),
  unread: (value) => isWhole(value, 1),
  language: isText,
}

/** Reads what a push message says; null when it is none of ours. */
export function readPushNote(text: string): PushNote | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    const fields = value as Record<string, unknown>
    return Object.entries(CHECKS).every(([name, isFine]) => isFine(fields[name])) ? (value as PushNote) : null
  } catch {
    return null
  }
}

/** A push message as the note that is shown. */
export function noteOf(pushed: PushNote): Note {
  const { roomId, code, title, kind, memberName, excerpt, fileCount = 0, sequence, at, unread } = pushed
  return { roomId, code, title, kind, memberName, excerpt, fileCount, sequence, at, others: unread - 1 }
}
