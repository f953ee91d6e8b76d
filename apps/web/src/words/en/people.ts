import { plural } from './plural.ts'

export const people = {
  who: 'Who is here',
  people: 'People',
  hereNow: 'Here now',
  hereNowCount: (count: string) => `Here now · ${count}`,
  /** Heard behind the number of people. */
  peopleHere: (count: number) => plural(count, { one: 'person here', other: 'people here' }),
  seenOnceConnected: 'Seen once there is a connection.',
  you: 'you',
  owner: 'owner',
  changeName: 'change name',
  more: (count: number) => plural(count, { one: 'and # more', other: 'and # more' }),
  incomplete: 'Who is here may be incomplete right now.',

  rooms: 'Rooms',
  anotherRoom: 'Another room',
  youWereRemoved: 'You were removed',
  notConnected: 'Not connected',
  countHere: (count: number) => plural(count, { one: '# person here', other: '# people here' }),
  onlyYou: 'Only you are here',
  youAreHere: 'You are here',
  unread: (count: number) => plural(count, { one: '# unread', other: '# unread' }),
  changeYourName: 'Change name',
}
