import type { PostRefusalCode } from '@confab/client'

const WORDS: Partial<Record<PostRefusalCode, string>> = {
  invalid: 'The server cannot take this text.',
  'too-large': 'This is too long.',
  forbidden: 'You may not write in this room any more.',
  removed: 'You were removed before it went out.',
  'not-found': 'The room is gone.',
  'id-conflict': 'Something else was sent under the same mark. Edit it to send it anew.',
  'rate-limited': 'Too much at once.',
  busy: 'Too many messages are waiting already.',
}

/**
 * Why a message did not go out, in words; `writtenOn` names the day it was written. Codes of a newer server get the plain
 * truth.
 */
export function refusedWords(code: PostRefusalCode | null, writtenOn: string): string {
  if (code === 'old') return `Written ${writtenOn}, not sent.`
  return (code && WORDS[code]) ?? 'The server did not take it.'
}

/** What the way on is called. Nobody tried to send an old one yet in this life. */
export function retryWords(code: PostRefusalCode | null): string {
  return code === 'old' ? 'Send now' : 'Retry'
}
