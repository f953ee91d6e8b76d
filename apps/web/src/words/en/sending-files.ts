import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** What is said of files on their way out. `size` is written out, as `25 MB`. */
export const sendingFiles = {
  attach: 'Attach files',
  off: 'This server takes no files',
  drop: 'Drop files to add them',
  list: 'Files to send',
  remove: (name: Isolated) => `Remove ${name}`,
  added: (count: number) => plural(count, { one: '# file added', other: '# files added' }),
  notKept: 'This browser has no space left: they are lost if you close this page before they are sent.',

  tooLarge: (name: Isolated, size: string) => `${name} is too large. Files may have ${size}.`,
  empty: (name: Isolated) => `${name} is empty.`,
  tooMany: (count: number) =>
    plural(count, { one: 'One message takes # file.', other: 'One message takes # files.' }),
  folder: (name: Isolated) => `${name} is a folder. Pack it into one file first.`,

  waiting: 'Waiting',
  progressOf: (name: Isolated) => `Sending ${name}`,
  cancel: (name: Isolated) => `Do not send ${name}`,
  sending: (count: number) => plural(count, { one: 'Sending # file', other: 'Sending # files' }),
  sent: (count: number) => plural(count, { one: '# file sent', other: '# files sent' }),
  notTaken: (name: Isolated) => `${name} was not sent`,
  refused: {
    forbidden: 'You may not send files here.',
    gone: 'It took too long to send.',
    'too-large': 'Too large for this server.',
    'type-refused': 'This kind of file is not taken here.',
    unreadable: 'This picture cannot be read.',
    'too-many-pixels': 'This picture has too many pixels.',
    'uploads-off': 'This server takes no files.',
    'your-space-full': 'Your space for files is full.',
    'room-space-full': 'This room’s space for files is full.',
    'server-space-full': 'This server’s space for files is full.',
    'unreadable-here': 'This browser has it no more. Add it again.',
    other: 'The server did not take it.',
  },
}
