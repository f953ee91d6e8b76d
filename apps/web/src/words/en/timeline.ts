import type { Isolated } from '../isolate.ts'
import { choose, plural } from './plural.ts'

/** `names` are lists of isolated names, some perhaps as a number: `Ana, Bo and 2 others`. `count` is of how many people. */
export const timeline = {
  conversation: 'Conversation',
  showEarlier: 'Show earlier',
  new: 'New',
  newCount: (count: number) => plural(count, { one: '# new', other: '# new' }),
  newMany: (count: string) => `${count} new`,
  toLatest: 'Jump to latest',
  restored: 'This room was restored from a backup. What was said here after that backup was made is gone.',

  inviteLabel: 'Invite people',
  nobodyYet: 'Nobody else is here yet',
  invite: 'Give people this code or the link. They need nothing but a browser and a name.',

  joinedMe: 'You joined',
  createdByMe: 'You created this room',
  createdBy: (name: Isolated) => `${name} created this room`,
  beginning: 'Here the room begins',
  wasRemoved: (name: Isolated) => `${name} was removed`,
  joined: (names: string, count: number) =>
    choose(count, { one: `${names} joined`, other: `${names} joined` }),
  left: (names: string, count: number) => choose(count, { one: `${names} left`, other: `${names} left` }),
  countLeft: (count: number) => plural(count, { one: '# left', other: '# left' }),
  /** One part of a sentence after the other: who came, who went. */
  andThen: (first: string, second: string) => `${first}, ${second}`,
  joinedList: (names: string) => `Joined: ${names}`,
  leftList: (names: string) => `Left: ${names}`,

  onItsWay: 'On its way',
  waiting: 'Waiting for connection',
  edit: 'Edit',
  delete: 'Delete',
  retry: 'Retry',
  sendNow: 'Send now',
  notSent: (count: number) => plural(count, { one: '# not sent', other: '# not sent' }),
  retryAll: 'Retry all',
  deleteAll: 'Delete all',

  /** A date inside a sentence: `Written on 3 March`. */
  onDay: (date: string) => `on ${date}`,
  writtenNotSent: (when: string) => `Written ${when}, not sent.`,
  refused: {
    invalid: 'The server cannot take this text.',
    'too-large': 'This is too long.',
    forbidden: 'You may not write in this room any more.',
    removed: 'You were removed before it went out.',
    'not-found': 'The room is gone.',
    'id-conflict': 'Something else was sent under the same mark. Edit it to send it anew.',
    'file-refused': 'A file of it cannot be sent.',
    'rate-limited': 'Too much at once.',
    busy: 'Too many messages are waiting already.',
    other: 'The server did not take it.',
  },
}
