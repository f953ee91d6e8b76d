import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const room = {
  copyLink: 'Copy the link',
  copyLinkShort: 'Copy link',
  linkCopied: 'Link copied',
  allRooms: 'All rooms',
  share: 'Share',
  search: 'Search',
  notifications: 'Notifications',
  changeTitle: 'Change the title',
  here: (count: number) => plural(count, { one: '# here', other: '# here' }),
  others: (count: number) => plural(count, { one: '# other', other: '# others' }),
  nothingKept: 'Nothing of this room is kept here yet. It opens by itself once there is a connection.',
  loading: 'Loading the room',

  message: (room: Isolated) => `Message ${room}`,
  writeSomething: 'Write something',
}
