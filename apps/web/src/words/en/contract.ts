import { plural } from './plural.ts'

/** On which terms one is in a room. */
export const contract = {
  reads: 'Everyone who comes in reads what was said.',
  readsNothing: 'Whoever comes in reads only what is said from then on.',
  readsLast: (count: number) =>
    plural(count, {
      one: 'Whoever comes in reads the last message from before.',
      other: 'Whoever comes in reads the last # messages from before.',
    }),
  kept: (time: string) => `It is kept for ${time}.`,
  keptForEver: 'It is kept for good.',
  ledBy: (names: string) => `Looked after by ${names}.`,
  others: (count: number) => plural(count, { one: '# other', other: '# others' }),
  entry: {
    open: 'The code is enough to come in.',
    password: 'To come in one needs a password.',
    knock: 'Somebody inside lets you in.',
    closed: 'Nobody new comes in now.',
  },
  whoPosts: {
    everybody: 'Everybody writes.',
    moderators: 'Only those who look after the room write.',
  },
  whoExports: {
    owner: 'Only its owner may take away what was said.',
    moderators: 'Those who look after the room may take away what was said.',
    members: 'Everybody here may take away what they read.',
  },
  changed: 'The terms of this room are new.',
  understood: 'Understood',
}
