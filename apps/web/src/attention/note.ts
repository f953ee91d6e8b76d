import { type Isolated, isolate } from '../words/isolated.ts'

// What the page and the service worker both show. It knows neither of them.

/** Why somebody is called. */
export type NoteKind = 'message' | 'mention' | 'reply'

/** What a notification tells of one room: its newest message that matters, and how many there are beside it. */
export type Note = {
  roomId: string
  code: string
  /** The room's title; empty while it has none. */
  title: string
  kind: NoteKind
  memberName: string
  /** Plain text in one line; empty when the message is nothing but files. */
  excerpt: string
  fileCount: number
  sequence: number
  /** When it was posted, in milliseconds. */
  at: number
  others: number
}

/** What the dictionary has for it, in each language. */
export type NoteWords = {
  said: (name: Isolated, words: string) => string
  mentioned: (name: Isolated, words: string) => string
  replied: (name: Isolated, words: string) => string
  files: (count: number) => string
  others: (count: number) => string
}

/** What is kept with a notification, to know later what it was about. */
export type NoteData = { path: string; sequence: number }

const EXCERPT_LENGTH_MAX = 140

/** The newest of two notes of one room, unless the older one was meant for this person alone. */
export function gather(before: Note | null, next: Note): Note {
  if (!before) return next
  const others = before.others + 1 + next.others
  const isOlderDearer = before.kind !== 'message' && next.kind === 'message'
  return { ...(isOlderDearer ? before : next), sequence: next.sequence, at: next.at, others }
}

/** A note in words. */
export function noteTexts(note: Note, words: NoteWords): { title: string; body: string } {
  const kept = shortened(note.excerpt)
  const told = kept === '' && note.fileCount > 0 ? words.files(note.fileCount) : String(isolate(kept))
  const name = isolate(note.memberName)
  const sentence =
    note.kind === 'mention'
      ? words.mentioned(name, told)
      : note.kind === 'reply'
        ? words.replied(name, told)
        : words.said(name, told)
  const body = note.others > 0 ? `${sentence}\n${words.others(note.others)}` : sentence
  return { title: note.title || codeInParts(note.code), body }
}

/** Where a press on it leads: to the message, in its room. */
export function dataOf({ code, sequence }: Pick<Note, 'code' | 'sequence'>): NoteData {
  return { path: `/r/${codeInParts(code)}/${sequence}`, sequence }
}

/** What was kept with a notification, if it is one of ours. */
export function dataIn(value: unknown): NoteData | null {
  const { path, sequence } = (value ?? {}) as { path?: unknown; sequence?: unknown }
  return typeof path === 'string' && path.startsWith('/r/') && typeof sequence === 'number'
    ? { path, sequence }
    : null
}

const codeInParts = (code: string): string => code.replace(/^(\w{3})(\w{4})(\w{3})$/, '$1-$2-$3')

/** As much as a notification shows, cut between what people take for characters. */
function shortened(text: string): string {
  if (text.length <= EXCERPT_LENGTH_MAX) return text
  const characters = [...new Intl.Segmenter().segment(text.slice(0, EXCERPT_LENGTH_MAX * 8))]
  const kept = characters.slice(0, EXCERPT_LENGTH_MAX).map(({ segment }) => segment)
  const cut = kept.join('')
  return cut.length === text.length ? text : `${cut.trimEnd()}…`
}
