import type { Answer } from '@confab/client'
import { isVisibleText, NAME_LENGTH_MAX, type RefusalCode } from '@confab/protocol'
import { duration } from '../words/formats.ts'
import { isolate, plain } from '../words/isolate.ts'
import { words } from '../words/words.svelte.ts'

type Refusal = Extract<Answer<unknown>, { ok: false }>['refusal']

/** What stands between somebody and a room: where to say it, what it is, and what to do next. */
export type Trouble = {
  field: 'name' | 'code' | 'password' | 'key' | null
  words: string
  /** A name that is free; offered as a way on. */
  suggestion?: string
}

/** What is wrong with a code before anybody is asked about it. */
export function troubleWithCode(codeText: string): Trouble {
  const { codeMissing, codeUnreadable } = words().entering
  return { field: 'code', words: codeText.trim() === '' ? codeMissing : codeUnreadable }
}

function troubleFor(code: RefusalCode, refusal: Refusal, name: string): Trouble {
  const { entering } = words()
  switch (code) {
    case 'invalid':
      return { field: null, words: entering.invalid }
    case 'too-large':
      return nameTooLong()
    case 'forbidden':
    // Said of words, not of a way in.
    case 'muted':
      return { field: 'code', words: entering.forbidden }
    // Whoever asks by the code is let in again; this is for who comes back without it.
    case 'removed':
      return { field: null, words: entering.removed }
    case 'banned':
      return { field: null, words: entering.banned }
    case 'locked':
      return { field: null, words: entering.locked }
    case 'room-full':
      return { field: null, words: entering.full }
    case 'not-found':
      return { field: 'code', words: entering.notFound }
    case 'name-unusable':
      return { field: 'name', words: entering.nameUnusable }
    case 'name-taken': {
      const taken: Trouble = { field: 'name', words: plain(entering.nameTaken(isolate(name))) }
      return refusal.suggestion === undefined ? taken : { ...taken, suggestion: refusal.suggestion }
    }
    case 'id-conflict':
    // Said of messages.
    case 'limit-reached':
    case 'files-missing':
    // Asked for where it is said.
    case 'password-needed':
    case 'knock-needed':
    case 'key-needed':
      return { field: null, words: entering.failed }
    case 'too-many-rooms':
      return { field: null, words: entering.tooManyRooms }
    case 'rate-limited':
      return { field: null, words: entering.rateLimited(duration(refusal.retryAfterMs ?? 10_000)) }
    case 'busy':
      return { field: null, words: entering.busy }
    case 'unavailable':
      return { field: null, words: entering.unavailable }
    case 'draining':
      return { field: null, words: entering.draining }
  }
}

function nameTooLong(): Trouble {
  return { field: 'name', words: words().entering.nameTooLong(NAME_LENGTH_MAX) }
}

/** What is wrong with a name before anybody is asked about it. */
export function troubleWithName(name: string): Trouble | null {
  if (!isVisibleText(name)) return { field: 'name', words: words().entering.nameMissing }
  return name.normalize('NFKC').length > NAME_LENGTH_MAX ? nameTooLong() : null
}

/** A refusal in words, for whoever wants into a room as `name`. */
export function troubleOf(refusal: Refusal, name: string): Trouble {
  // A newer server may refuse for a reason this page has no words for yet.
  return troubleFor(refusal.code, refusal, name) ?? { field: null, words: words().entering.unknown }
}
