import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** What stands between somebody and a room, and what to do next. */
export const entering = {
  nameMissing: 'Type the name the others shall see.',
  nameTooLong: (max: number) =>
    plural(max, {
      one: 'A name has at most # character. Shorten it a little.',
      other: 'A name has at most # characters. Shorten it a little.',
    }),
  codeMissing: 'Type the code of the room, or create a room of your own.',
  codeUnreadable: 'A room code has ten letters and digits. Check it, or paste the whole link.',
  invalid: 'The server did not understand this page. Load it again, then try once more.',
  forbidden: 'You cannot enter this room. Ask whoever gave you the code.',
  removed: 'You are no member of this room any more. With its code you can enter again.',
  banned: 'You may not come into this room any more.',
  locked: 'This room takes nobody new right now.',
  full: 'This room is full.',
  notFound: 'There is no room with this code. Check it for a slip, or ask for the link again.',
  nameUnusable: 'This name cannot be used. Take letters of one alphabet and no hidden characters.',
  nameTaken: (name: Isolated) =>
    `Somebody in this room is called ${name}, or a name that looks like it. Take another.`,
  failed: 'That did not work out. Try again.',
  tooManyRooms: 'This tab is in as many rooms as it can hold. Open a new tab and enter there.',
  rateLimited: (wait: string) => `Too many tries. Wait ${wait}, then try again.`,
  busy: 'The server has its hands full. Try again in a moment.',
  unavailable: 'The server does not answer. Check your connection, then try again.',
  draining: 'The server is restarting. Try again in a moment.',
  unknown: 'The server refused. Load this page again, then try once more.',
}
