import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const lobby = {
  headline: 'Say a code,\nstart talking.',
  lead: 'A room for anyone who has its code. No account, nothing to install, and nothing you say gets lost.',
  roomCode: 'Room code',
  codeHint: 'Or paste the link you were sent.',
  join: 'Join a room',
  or: 'or',
  create: 'Create a room',
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

  terms: 'Terms',
  contact: 'Contact',
  noRoom: 'There is no room here',
  nothingOpens: (code: Isolated) =>
    `Nothing opens with the code ${code}. Ask whoever sent it to look once more.`,
  linkWithoutCode:
    'This link has no room code in it. Ask whoever sent it for the code, ten letters and digits.',
  toStart: 'To the start page',
  forgetTitle: (room: Isolated) => `Forget ${room}?`,
  forgetLoses: (losses: string) =>
    `This deletes ${losses}. What was said in the room stays there, and its code still opens it.`,
  losesDraft: 'your unfinished draft',
  losesPosts: (count: number) =>
    plural(count, { one: 'one message that was not sent yet', other: '# messages that were not sent yet' }),
  keepIt: 'Keep it',
  forgetIt: 'Forget it',
  renameTitle: 'Change your name',
  renameHint: 'For this room. What you said before keeps the name it was said under.',
  rename: 'Change name',
  keepsNothing:
    'This browser keeps nothing for this page. Your name and your rooms are forgotten when you close it.',
  keepingTitle: 'How it keeps your words',
  keeping: [
    {
      where: 'On the server.',
      how: 'Every message is on its disk before anybody is told of it, the one who wrote it included. Who runs the server can read what is stored there.',
    },
    {
      where: 'In the room.',
      how: 'Anyone with the code can come in and read what was said before. There is no list of rooms, and a code is far too long to guess.',
    },
    {
      where: 'In this browser.',
      how: 'Your name, your rooms and their newest messages, drafts, and messages still on their way. Those go out by themselves when the network comes back.',
    },
    { where: 'Nowhere else.', how: 'No account, no cookies, nobody counting visits.' },
  ],
}
