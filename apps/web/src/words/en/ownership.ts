import type { RefusalCode } from '@confab/protocol'

/** The code with which an owner who lost every device owns the room again. */
export const ownership = {
  title: 'Recovery code of the owner',
  means: 'For you, should you lose every device: whoever is in the room and says it owns the room.',
  meansAnother: 'There is one. Another takes its place, and the one before is nothing any more.',
  make: 'Make a code',
  makeAnother: 'Make another',
  writeDown: 'Write it down now: it is not shown again. It works once.',
  copy: 'Copy it',
  copied: 'Copied',
  code: 'I own this room',
  codeMeans: 'With the recovery code its owner wrote down. It works once.',
  take: 'Take the room',
  taken: 'The room is yours. Whoever owned it looks after it with you.',
  failed: 'That did not work. Check your connection, then try again.',
  refused: {
    'not-found': 'This is not the recovery code of this room, or not any more.',
    'rate-limited': 'Too many tries. Wait a little, then try again.',
  } as Partial<Record<RefusalCode, string>>,
}
