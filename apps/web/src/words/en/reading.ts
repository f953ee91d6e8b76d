import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** What is new since somebody was last here, and going to a day. */
export const reading = {
  newCount: (count: number) => plural(count, { one: '# new', other: '# new' }),
  newMany: (count: string) => `${count} new`,
  toLatest: 'Jump to latest',
  restored: 'This room was restored from a backup. What was said here after that backup was made is gone.',
  inviteLabel: 'Invite people',
  nobodyYet: 'Nobody else is here yet',
  invite: 'Give people this code or the link. They need nothing but a browser and a name.',
  notSent: (count: number) => plural(count, { one: '# not sent', other: '# not sent' }),
  retryAll: 'Retry all',
  deleteAll: 'Delete all',

  /** `count` is written already: `12`, `99+`. */
  newSince: (count: string, time: string) => `${count} new since ${time}`,
  newHere: (count: string) => `${count} new`,
  jumpUp: 'Jump up',
  dismiss: 'Dismiss',
  away: 'While you were away',
  messages: (count: number) => plural(count, { one: '# message', other: '# messages' }),
  messagesMany: (count: string) => `${count} messages`,
  /** `names` are isolated. */
  from: (messages: string, names: string) => `${messages} from ${names}`,
  others: (count: number) => plural(count, { one: '# other', other: '# others' }),
  mentions: (count: number) => plural(count, { one: '# mentions you', other: '# mention you' }),
  pinned: (count: number) => plural(count, { one: '# was pinned', other: '# were pinned' }),
  renamed: (name: Isolated) => `The room is called ${name} now`,
  toFirstNew: 'To the first new one',

  jumpToDate: 'Jump to a date',
  roomStart: 'Start of the room',
  date: 'Date',
  go: 'Go',
  notNow: 'This needs a connection. Try again when it is back.',
  pastKept: 'Earlier messages are not shown to newcomers here.',
}
