import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Say a code,\nstart talking.',
  lead: 'A room for anyone who has its code. No account, nothing to install, and nothing you say gets lost.',
  name: 'Name',
  roomCode: 'Room code',
  codeHint: 'Or paste the link you were sent.',
  join: 'Join a room',
  or: 'or',
  create: 'Create a room',
  useName: (name: Isolated) => `Use ${name}`,

  invited: 'You are invited to the room',
  nameHint: 'This is how the others see you.',
  enter: 'Enter',
  otherRoom: 'Not this room? Go to the start page',
  noRoomTitle: 'No room here',
  enterTitle: (code: string) => `Enter ${code}`,

  home: 'Confab, start page',

  yourRooms: 'Your rooms',
  draft: 'Draft',
  you: 'You',
  nothingSaid: 'Nothing said yet',
  unread: (count: number) => plural(count, { one: '# unread message', other: '# unread messages' }),
  unreadMany: (count: number) =>
    plural(count, { one: 'more than # unread message', other: 'more than # unread messages' }),
  forget: (room: Isolated) => `Forget ${room}`,
  forgotten: (room: Isolated) => `${room} is off this list.`,
  undo: 'Undo',

  account: 'Account',
  keepingLink: 'How it keeps your words',
  openSource: 'Open source. Runs on a machine of your own.',
}
