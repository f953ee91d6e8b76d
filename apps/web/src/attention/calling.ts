import { type AttentionLevel, type MemberId, type MessageRecord, mentionsIn } from '@confab/protocol'
import type { NoteKind } from './note.ts'

/** Older than this, in milliseconds, a message is history to catch up with and nothing to be called for. */
export const FRESH_MS = 60_000

/** What counts of a message when it is asked whether somebody is called for it. */
export type Occasion = {
  kind: NoteKind
  isOwn: boolean
  isDeleted: boolean
  /** Seen already, here or on another device. */
  isRead: boolean
  ageMs: number
  /** Its room is on the screen of a tab that is looked at, at its end. */
  isLookedAt: boolean
  level: AttentionLevel
  /** Until when they want to be left alone, by the same clock as `now`. */
  quietUntil: number | null
  now: number
}

/** Called for it, or why not. */
export type Verdict = 'call' | 'own' | 'deleted' | 'read' | 'old' | 'looked-at' | 'level' | 'quiet'

/** Whether somebody is called for a message. */
export function verdictOn(occasion: Occasion): Verdict {
  const { kind, level, quietUntil, now } = occasion
  if (occasion.isOwn) return 'own'
  if (occasion.isDeleted) return 'deleted'
  if (occasion.isRead) return 'read'
  if (occasion.ageMs > FRESH_MS) return 'old'
  if (occasion.isLookedAt) return 'looked-at'
  if (level === 'none' || (level === 'mentions' && kind === 'message')) return 'level'
  if (quietUntil !== null && quietUntil > now) return 'quiet'
  return 'call'
}

/** Why somebody would be called for a message; `answered` is the one it replies to, undefined while that is not known. */
export function kindOf(
  message: MessageRecord,
  me: MemberId,
  answered: MessageRecord | null | undefined,
): NoteKind | undefined {
  if (mentionsIn(message.body).includes(me)) return 'mention'
  if (message.replyTo === undefined) return 'message'
  if (answered === undefined) return undefined
  return answered?.authorId === me ? 'reply' : 'message'
}
