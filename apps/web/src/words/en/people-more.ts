import type { Isolated } from '../isolate.ts'

export const people = {
  remove: 'Remove',
  removeTitle: (name: Isolated) => `Remove ${name}?`,
  removeMeans: (name: Isolated) =>
    `${name} can read and write nothing more here. What was said stays, and with the code they can join again.`,
  forGood: 'Do not let them in again',
  withAddress: 'Nor anybody new from their address',
  withAddressMeans:
    'For seven days. A family, a school or an office often shares one address: others there could not join either. Whoever is in already stays.',
  failed: 'That did not work. Check your connection, then try again.',
  notAllowed: 'You may not do this, or not any more.',

  manage: (name: Isolated) => `More about ${name}`,
  role: 'Role',
  roles: { moderator: 'Moderator', member: 'Member', reader: 'Reads only' },
  roleMeans: {
    moderator: 'Removes people, locks the room, pins and deletes messages',
    member: 'Reads and writes',
    reader: 'Reads, and writes nothing',
  },
  /** Beside a name, in a list. */
  marks: { moderator: 'moderator', reader: 'reads only', muted: 'cannot write' },
  handOver: 'Hand over the room',
  handOverMeans: (name: Isolated) =>
    `${name} becomes the owner. You look after the room with them as a moderator, and only they can give it back.`,
  handOverNow: 'Hand it over',
  removeFurther: (name: Isolated) => `Remove ${name}…`,

  mute: 'Keep from writing',
  muteFor: { tenMinutes: '10 minutes', hour: '1 hour', day: '1 day' },
  mutedUntil: (until: string) => `Cannot write until ${until}`,
  unmute: 'Let them write again',
  erase: (name: Isolated) => `Delete what ${name} wrote`,
  eraseOf: { hour: 'In the last hour', day: 'In the last 24 hours', all: 'Ever' },
  erased: 'It is deleted. For an hour you can bring it back.',
  restore: 'Bring it back',
  restored: 'It is back.',
  eraseToo: 'Delete what they wrote in the last 24 hours',
  restoreMine: 'Bring back what I deleted',
  restoreMineMeans: 'What you deleted in the last hour, many messages at once.',
  banned: 'Put out for good',
  unban: 'Let them come again',
  settings: 'Room settings',
  about: 'More about this room',
  onlyModerators: 'Only moderators write',
  onlyModeratorsMeans: 'Everybody else reads, and may react.',
  readsOnly: 'You can read here, not write.',
  mutedHere: (until: string) => `You can read here, and write again from ${until} on.`,
  onlyThoseWrite: 'Only those who look after this room write here.',
}
