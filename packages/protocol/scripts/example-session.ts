import type {
  Command,
  Epoch,
  IdentityToken,
  MemberId,
  MessageId,
  RoomCode,
  RoomId,
  ServerEvent,
  TabId,
} from '../src/index.ts'

const roomId = 'Zk3vX0cQ2mS8rT1uW5yA7g' as RoomId
const epoch = 'pQ9sL2dF6hJ0kN4bV8xC1w' as Epoch
const ana = 'aN1aM2bR3dT4fH6jK8lZ0q' as MemberId
const messageId = 'mS7gX2eW4qR6tY8uI0oP1w' as MessageId
const token = 'tK4nQ7wE1rT5yU8iO2pA6sD9fG3hJ0kL4zX7cV1bN5m' as IdentityToken
const code = 'k7m4qp2x9d' as RoomCode

/** One frame of the example, and what happens with it. */
export type Exchange =
  | { from: 'client'; note: string; frame: Command }
  | { from: 'server'; note: string; frame: ServerEvent[] }

const room = { kind: 'room', sequence: 1, version: 1, code, title: '', createdAt: 1_790_000_000_000 } as const
const me = {
  kind: 'member',
  memberId: ana,
  sequence: 2,
  version: 2,
  name: 'Ana',
  role: 'owner',
  joinedAt: 1_790_000_000_000,
} as const

/** A stranger makes a room, posts, drops and comes back. Typed, so that it cannot differ from the wire. */
export const EXAMPLE_SESSION: readonly Exchange[] = [
  {
    from: 'client',
    note: 'Ana opens the app for the first time. She has no token, and no room to come back to.',
    frame: {
      type: 'hello',
      token: null,
      tabId: 'tB5nM8kL1jH4gF7dS0aP3o' as TabId,
      client: 'example/1',
      resume: [],
    },
  },
  {
    from: 'server',
    note: 'She gets a token, keeps it, and will show it every time from now on.',
    frame: [
      { type: 'welcome', token, serverTime: 1_790_000_000_000, heartbeatMs: 25_000, bodyLengthMax: 8_000 },
    ],
  },
  {
    from: 'client',
    note: 'She makes a room. The id is hers to choose, so that asking twice makes one room.',
    frame: { type: 'create-room', ref: 1, roomId, name: 'Ana' },
  },
  {
    from: 'server',
    note: 'She is in. The room is at sequence 2: its first change was the room itself, its second her membership.',
    frame: [
      { type: 'entered', ref: 1, roomId, memberId: ana, epoch, head: 2, lastRead: 2, by: 'reset' },
      { type: 'reset', roomId, epoch, room, me, page: { from: 0, to: 2, head: 2, records: [room, me] } },
    ],
  },
  {
    from: 'client',
    note: 'She posts. The id was made and the post written to disk before this frame was sent.',
    frame: { type: 'post-message', roomId, messageId, body: 'Hello?' },
  },
  {
    from: 'server',
    note: 'Her message comes back as everybody’s does. That is her ack: it is on disk, and its place is 3.',
    frame: [
      {
        type: 'span',
        roomId,
        epoch,
        after: 2,
        upTo: 3,
        records: [
          {
            kind: 'message',
            messageId,
            sequence: 3,
            version: 3,
            authorId: ana,
            authorName: 'Ana',
            postedAt: 1_790_000_060_000,
            body: 'Hello?',
          },
        ],
      },
    ],
  },
  {
    from: 'client',
    note: 'A tunnel. The line is gone, and a minute later there is another. She says how far she got.',
    frame: {
      type: 'hello',
      token,
      tabId: 'tB5nM8kL1jH4gF7dS0aP3o' as TabId,
      client: 'example/1',
      resume: [{ ref: 1, roomId, cursor: { epoch, sequence: 3 } }],
    },
  },
  {
    from: 'server',
    note: 'Bo has joined meanwhile. What she missed is one span, of the same kind as the live ones.',
    frame: [
      {
        type: 'welcome',
        token: null,
        serverTime: 1_790_000_120_000,
        heartbeatMs: 25_000,
        bodyLengthMax: 8_000,
      },
      { type: 'entered', ref: 1, roomId, memberId: ana, epoch, head: 4, lastRead: 3, by: 'replay' },
      {
        type: 'span',
        roomId,
        epoch,
        after: 3,
        upTo: 4,
        records: [
          {
            kind: 'member',
            memberId: 'bO1bM2cR3eT4gH6kK8mZ0r' as MemberId,
            sequence: 4,
            version: 4,
            name: 'Bo',
            role: 'member',
            joinedAt: 1_790_000_100_000,
          },
        ],
      },
    ],
  },
]
