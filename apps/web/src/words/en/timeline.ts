import type { Isolated } from '../isolate.ts'
import { choose, plural } from './plural.ts'

/** `names` are lists of isolated names, some perhaps as a number: `Ana, Bo and 2 others`. `count` is of how many people. */
export const timeline = {
  conversation: 'Conversation',
  showEarlier: 'Show earlier',
  new: 'New',
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
  /** A date inside a sentence: `Written on 3 March`. */
  onDay: (date: string) => `on ${date}`,
}
