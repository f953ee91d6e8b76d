import type { RefusalCode } from '@confab/protocol'

const WORDS: Partial<Record<RefusalCode, string>> = {
  invalid: 'The server cannot take this text.',
  'too-large': 'This is too long.',
  forbidden: 'You may not write in this room any more.',
  'not-found': 'The room is gone.',
  'id-conflict': 'Something else was sent under the same mark. Edit it to send it anew.',
  'rate-limited': 'Too much at once.',
}

/** Why a message did not go out, in words. Codes of a newer server get the plain truth. */
export function refusedWords(code: RefusalCode | null): string {
  return (code && WORDS[code]) ?? 'The server did not take it.'
}
