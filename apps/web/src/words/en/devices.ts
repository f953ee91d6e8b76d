import { plural } from './plural.ts'

/** One person on another device. */
export const devices = {
  title: 'Another device',
  carry: 'Take it along',
  carryMeans:
    'Scan this with the other device. Or open Confab there, choose “Account” and continue with the code. Your names, your rooms and what you have read come along.',
  nothingToCarry: 'There is nothing to take along yet: enter a room first.',
  goodUntil: (time: string) => `Good once, until ${time}. Show it to nobody: whoever takes it is you.`,
  qrLabel: 'QR code that opens this on another device',
  over: 'The code is over.',
  another: 'Another code',
  tryAgain: 'Try again',
  take: 'Continue here',
  takeMeans:
    'Where you are in your rooms already, choose “Account” and take it to another device. It shows a code: type it here.',
  arrived: 'You come from another device. Continue here as the same person, in the same rooms.',
  orTake: 'Or continue here what you began elsewhere',
  code: 'Code from the other device',
  youAre: (names: string, rooms: string) => `You are ${names} in ${rooms}.`,
  inRooms: (count: number) => plural(count, { one: '# room', other: '# rooms' }),
  takeNow: 'Continue here',
  leaves: (rooms: number) =>
    plural(rooms, {
      one: 'This browser is somebody in # room already. It leaves that room for good, and what was not sent is lost.',
      other:
        'This browser is somebody in # rooms already. It leaves them for good, and what was not sent is lost.',
    }),
  leaveAndTake: 'Leave, and continue here',
  notACode: 'A code has ten letters and digits.',
  notGood: 'This code is not good any more, or never was. Make another one on the other device.',
  tooMany: 'Those were many tries. Wait a minute.',
  noAnswer: 'The server does not answer. Try again in a moment.',
  keepsNothing: 'This browser keeps nothing, so you cannot continue in it.',
}
