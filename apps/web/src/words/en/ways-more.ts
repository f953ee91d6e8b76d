import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** Who comes into a room, how, and how many. */
export const ways = {
  who: 'Who can come in',
  ways: {
    open: 'Anybody with the code',
    password: 'Anybody who knows a password',
    knock: 'Whoever is let in',
    closed: 'Nobody new',
  },
  waysMean: {
    open: 'The link or the code is enough.',
    password: 'Newcomers are asked for it; members never are.',
    knock: 'Newcomers wait until somebody who looks after the room opens.',
    closed: 'Members come back. Those who were removed do not.',
  },
  password: 'Password of the room',
  passwordHint: 'At least 8 characters. Nobody can look it up later.',
  passwordUnfit: 'A password has 8 to 128 characters.',
  setPassword: 'Set the password',
  newPassword: 'Another password',
  passwordIsSet: 'It is set. Tell it to those who shall come.',
  passwordAsked: 'Whoever gave you the code knows it.',
  passwordWrong: 'This room asks for a password, and this is not it.',

  creationKey: 'Key of this server',
  creationKeyAsked: 'Rooms are made here by those who have a key from whoever runs this server.',
  creationKeyWrong: 'This is no key of this server. Whoever runs it gives one out.',

  knockTitle: 'Somebody has to let you in',
  knockMeans: (name: Isolated) =>
    `Those who look after this room will see that ${name} asks, and open when they can.`,
  askIn: 'Ask to be let in',
  anotherName: 'Take another name',
  waitTitle: 'They have been asked',
  waitMeans: (name: Isolated) =>
    `${name} waits at the door. Leave this page open: once somebody opens, you are in.`,
  withdraw: 'Wait no longer',
  overTitle: 'Nobody has opened yet',
  overMeans: 'Perhaps nobody is there. Ask again, or ask whoever gave you the code.',
  askAgain: 'Ask again',

  knocking: 'Who asks to come in',
  asksIn: (name: Isolated) => `${name} asks to come in`,
  moreAsk: (count: number) => plural(count, { one: 'and # more', other: 'and # more' }),
  letIn: 'Let in',
  notNow: 'Not now',
  notNowAll: 'Not now, all of them',

  guard: 'Guard the room for an hour',
  guardMeans: 'For a raid: whoever is new knocks, and you see who comes. It ends by itself.',
  guardedUntil: (time: string) => `Guarded until ${time}: whoever is new knocks.`,
  cleanUp: 'Clean up…',
  cleanUpSince: 'Who came since then',
  cleanUpMeans:
    'Everybody who came since then is put out and kept out, in one go. Those who look after the room stay, and you can take it back.',
  minutesAgo: (count: number) => plural(count, { one: '# minute ago', other: '# minutes ago' }),
  cleanUpMessages: 'Delete what they wrote as well',
  cleanUpNow: 'Put them out',
  cleanedUp: 'They are out.',
  undo: 'Undo',
  undone: 'They may come again.',

  changeCode: 'Give the room another code',
  changeCodeMeans:
    'The code and every link with it lead nowhere from then on. Whoever is in the room stays, and finds it as before.',
  changeCodeNow: 'Another code',

  capacity: 'Members at most',
  capacityMeans:
    'Whoever comes when there are that many is told that the room is full. Members always come back.',
  noCapacity: 'No limit',

  slow: 'Slow mode',
  slowMeans: 'A member waits this long between two messages. Those who look after the room do not.',
  slowOff: 'Off',
  slowHere: (time: string) => `Slow mode: ${time} between two messages.`,
  slowAgain: (time: string) => `You can write again in ${time}.`,
  slowSends: (time: string) => `Your message goes out by itself in ${time}.`,

  newcomers: 'Newcomers read',
  newcomersMeans: 'Of what was said before they come. Whoever is here keeps what they have.',
  newcomersAll: 'Everything',
  newcomersNothing: 'What is said from then on',
  newcomersLast: (count: number) => plural(count, { one: 'The last message', other: 'The last # messages' }),
  kept: 'Messages are kept',
  keptMeans: 'Older ones are deleted for everybody, with their files and all that stands beside them.',
  forEver: 'For ever',
  keptShorter: (time: string) =>
    `Everything older than ${time} is deleted within two minutes, what was said before too. Nobody can bring it back.`,
  keepFor: (time: string) => `Keep for ${time}`,
}
