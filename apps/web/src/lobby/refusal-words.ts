import type { Answer } from '@confab/client'
import { isVisibleText, NAME_LENGTH_MAX, type RefusalCode } from '@confab/protocol'

type Refusal = Extract<Answer<unknown>, { ok: false }>['refusal']

/** What stands between somebody and a room: where to say it, what it is, and what to do next. */
export type Trouble = {
  field: 'name' | 'code' | null
  words: string
  /** A name that is free; offered as a way on. */
  suggestion?: string
}

const NAME_MISSING: Trouble = { field: 'name', words: 'Type the name the others shall see.' }

const NAME_TOO_LONG: Trouble = {
  field: 'name',
  words: `A name has at most ${NAME_LENGTH_MAX} characters. Shorten it a little.`,
}

export const CODE_MISSING: Trouble = {
  field: 'code',
  words: 'Type the code of the room, or create a room of your own.',
}

export const CODE_UNREADABLE: Trouble = {
  field: 'code',
  words: 'A room code has ten letters and digits. Check it, or paste the whole link.',
}

const WORDS: Record<RefusalCode, (refusal: Refusal, name: string) => Trouble> = {
  invalid: () => ({
    field: null,
    words: 'The server did not understand this page. Load it again, then try once more.',
  }),
  'too-large': () => NAME_TOO_LONG,
  forbidden: () => ({
    field: 'code',
    words: 'You cannot enter this room. Ask whoever gave you the code.',
  }),
  // Whoever asks by the code is let in again; this is for who comes back without it.
  removed: () => ({
    field: null,
    words: 'You are no member of this room any more. With its code you can enter again.',
  }),
  'not-found': () => ({
    field: 'code',
    words: 'There is no room with this code. Check it for a slip, or ask for the link again.',
  }),
  'name-unusable': () => ({
    field: 'name',
    words: 'This name cannot be used. Take letters of one alphabet and no hidden characters.',
  }),
  'name-taken': (refusal, name) => ({
    field: 'name',
    words: `Somebody in this room is called ${name}, or a name that looks like it. Take another.`,
    ...(refusal.suggestion === undefined ? {} : { suggestion: refusal.suggestion }),
  }),
  'id-conflict': () => ({ field: null, words: 'That did not work out. Try again.' }),
  'too-many-rooms': () => ({
    field: null,
    words: 'This tab is in as many rooms as it can hold. Open a new tab and enter there.',
  }),
  'limit-reached': () => ({ field: null, words: 'There is no room for one more here.' }),
  'files-missing': () => ({ field: null, words: 'A file is not on the server any more. Attach it again.' }),
  'rate-limited': (refusal) => ({
    field: null,
    words: `Too many tries. Wait ${waitWords(refusal.retryAfterMs)}, then try again.`,
  }),
  busy: () => ({ field: null, words: 'The server has its hands full. Try again in a moment.' }),
  unavailable: () => ({
    field: null,
    words: 'The server does not answer. Check your connection, then try again.',
  }),
  draining: () => ({ field: null, words: 'The server is restarting. Try again in a moment.' }),
}

/** What is wrong with a name before anybody is asked about it. */
export function troubleWithName(name: string): Trouble | null {
  if (!isVisibleText(name)) return NAME_MISSING
  return name.normalize('NFKC').length > NAME_LENGTH_MAX ? NAME_TOO_LONG : null
}

/** A refusal in words, for whoever wants into a room as `name`. */
export function troubleOf(refusal: Refusal, name: string): Trouble {
  // A newer server may refuse for a reason this page has no words for yet.
  if (!Object.hasOwn(WORDS, refusal.code))
    return { field: null, words: 'The server refused. Load this page again, then try once more.' }
  return WORDS[refusal.code](refusal, name)
}

function waitWords(retryAfterMs: number | undefined): string {
  const seconds = Math.max(1, Math.ceil((retryAfterMs ?? 10_000) / 1000))
  if (seconds === 1) return 'a second'
  if (seconds < 90) return `${seconds} seconds`
  return `${Math.ceil(seconds / 60)} minutes`
}
