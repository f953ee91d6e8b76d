import type { FileRecord } from '../file.ts'
import type { FileId, MemberId, MessageId, RoomId } from '../ids.ts'
import type { MemberRecord } from '../member.ts'
import type { MessageRecord } from '../message.ts'
import type { PushNote } from '../push-note.ts'
import type { ReactionsRecord } from '../reactions.ts'
import type { RoomCode } from '../room-code.ts'

/** A readable id for tests: `anId('ana')` is 'ana' padded to the length of an id. */
export function anId<Id extends string>(name: string): Id {
  return name.padEnd(22, '_') as Id
}

/** A message with everything in it; pass what the test is about. */
export function aMessage(fields: Partial<MessageRecord> & { sequence: number }): MessageRecord {
  return {
    kind: 'message',
    messageId: anId<MessageId>(`message-${fields.sequence}`),
    version: fields.sequence,
    authorId: anId<MemberId>('ana'),
    authorName: 'Ana',
    postedAt: 1_700_000_000_000 + fields.sequence * 1_000,
    body: `message ${fields.sequence}`,
    ...fields,
  }
}

/** A member with everything in it; pass what the test is about. */
export function aMember(fields: Partial<MemberRecord> & { sequence: number }): MemberRecord {
  return {
    kind: 'member',
    memberId: anId<MemberId>('ana'),
    version: fields.sequence,
    name: 'Ana',
    role: 'member',
    joinedAt: 1_700_000_000_000 + fields.sequence * 1_000,
    ...fields,
  }
}

/** Ana's thumb up for the message at a place; pass what the test is about. */
export function someReactions(
  fields: Partial<ReactionsRecord> & { sequence: number; version: number },
): ReactionsRecord {
  return {
    kind: 'reactions',
    messageId: anId<MessageId>(`message-${fields.sequence}`),
    reactions: [{ emoji: '👍', count: 1, members: [anId<MemberId>('ana')] }],
    ...fields,
  }
}

/** A photo as it is told of; pass what the test is about. */
export function aFile(fields: Partial<FileRecord> = {}): FileRecord {
  return {
    fileId: anId<FileId>('photo'),
    name: 'photo.jpg',
    mediaType: 'image/jpeg',
    bytes: 240_000,
    width: 1_600,
    height: 1_200,
    ...fields,
  }
}

/** What Bo hears of a message of Ana's while he is away; pass what the test is about. */
export function aPushNote(fields: Partial<PushNote> = {}): PushNote {
  return {
    roomId: anId<RoomId>('kitchen'),
    code: 'k7m4qp2x9d' as RoomCode,
    title: 'Kitchen',
    kind: 'message',
    memberName: 'Ana',
    excerpt: 'The bread is good.',
    sequence: 7,
    messageId: anId<MessageId>('message-7'),
    at: 1_700_000_007_000,
    unread: 1,
    language: 'en',
    ...fields,
  }
}
