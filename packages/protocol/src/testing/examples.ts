import type { Command } from '../command.ts'
import type { ServerEvent } from '../event.ts'
import type { Epoch, FileId, IdentityToken, KnockId, MemberId, MessageId, RoomId, TabId } from '../ids.ts'
import type { RoomRecord } from '../room.ts'
import type { RoomCode } from '../room-code.ts'
import { aFile, aMember, aMessage, anId, someReactions } from './index.ts'

const roomId = anId<RoomId>('kitchen')
const epoch = anId<Epoch>('epoch')
const ana = anId<MemberId>('ana')
const knockId = anId<KnockId>('knock')
const fileId = anId<FileId>('photo')
const messageId = anId<MessageId>('message')
const token = 'token'.padEnd(43, '_') as IdentityToken
const tabId = anId<TabId>('tab')
const code = 'k7m4qp2x9d' as RoomCode

const room: RoomRecord = {
  kind: 'room',
  sequence: 1,
  version: 3,
  code,
  title: 'Kitchen',
  createdAt: 1_700_000_000_000,
  pins: [messageId],
  settings: { capacity: 40, entry: 'password', passwordSince: 3, guardedUntil: 1_700_003_600_000 },
}
const reactions = someReactions({ sequence: 4, version: 9 })
const page = {
  from: 0,
  to: 3,
  head: 3,
  records: [aMember({ sequence: 2, role: 'owner' }), aMessage({ sequence: 3 })],
}

/** At least one of every command, every variant of a field included. For tests that must meet them all. */
export const COMMAND_EXAMPLES: readonly Command[] = [
  { type: 'hello', token: null, tabId, client: 'bot/1', resume: [] },
  {
    type: 'hello',
    token,
    tabId,
    client: 'bot/1',
    resume: [
      { ref: 1, roomId, cursor: { epoch, sequence: 0 } },
      { ref: 2, roomId: anId<RoomId>('harbour'), cursor: null },
    ],
  },
  { type: 'create-room', ref: 1, roomId, name: 'Ana' },
  { type: 'create-room', ref: 1, roomId, name: 'Ana', creationKey: 'open sesame, twice' },
  { type: 'join-room', ref: 2, code, name: 'Bo' },
  { type: 'join-room', ref: 2, code, name: 'Bo', password: 'the kitchen is warm' },
  { type: 'ask-in', ref: 2, code, name: 'Bo' },
  { type: 'withdraw-knock', ref: 2, code },
  { type: 'fetch-knocks', ref: 2, roomId },
  { type: 'answer-knock', ref: 2, roomId, knockId, isLetIn: true },
  { type: 'resume-room', ref: 3, roomId, cursor: { epoch, sequence: 41 } },
  { type: 'resume-room', ref: 3, roomId, cursor: null },
  { type: 'leave-room', ref: 4, roomId },
  { type: 'change-room', ref: 5, roomId, title: 'Kitchen' },
  { type: 'change-code', ref: 5, roomId },
  { type: 'clean-up', ref: 5, roomId, since: 1_700_000_000_000, above: null },
  { type: 'clean-up', ref: 5, roomId, since: 1_700_000_000_000, above: 41 },
  { type: 'erase-messages', ref: 5, roomId, of: ana, since: 0, until: null },
  {
    type: 'erase-messages',
    ref: 5,
    roomId,
    of: 'newcomers',
    since: 1_700_000_000_000,
    until: 1_700_000_600_000,
  },
  { type: 'restore-messages', ref: 5, roomId, above: 41 },
  { type: 'change-settings', ref: 5, roomId, isGuarded: true },
  { type: 'remove-member', ref: 5, roomId, memberId: ana },
  { type: 'change-settings', ref: 5, roomId, isLocked: true, whoPosts: 'everybody' },
  { type: 'change-settings', ref: 5, roomId, capacity: 40 },
  { type: 'change-settings', ref: 5, roomId, capacity: null },
  { type: 'change-settings', ref: 5, roomId, entry: 'password', password: 'the kitchen is warm' },
  { type: 'set-role', ref: 5, roomId, memberId: ana, role: 'reader' },
  { type: 'hand-over', ref: 5, roomId, memberId: ana },
  { type: 'set-owner-code', ref: 5, roomId, code: 'k7m4-4qp2-x9d0-8h3t' },
  { type: 'claim-room', ref: 5, roomId, code: 'K7M4 4QP2 X9DO 8H3T' },
  { type: 'fetch-banned', ref: 5, roomId },
  { type: 'ban-member', ref: 5, roomId, memberId: ana, isBanned: true },
  { type: 'ban-member', ref: 5, roomId, memberId: ana, isBanned: true, withAddress: true },
  { type: 'mute-member', ref: 5, roomId, memberId: ana, forMs: 600_000 },
  { type: 'post-message', roomId, messageId, body: 'Hello, Bo. “Quotes”, {braces}: 😀\n' },
  { type: 'post-message', roomId, messageId, body: 'Yes', replyTo: anId<MessageId>('other') },
  { type: 'edit-message', ref: 9, roomId, messageId, body: 'Hello, Chidi.' },
  { type: 'delete-message', ref: 9, roomId, messageId },
  { type: 'react', ref: 9, roomId, messageId, emoji: '👍🏽', isOn: true },
  { type: 'pin-message', ref: 9, roomId, messageId, isPinned: false },
  { type: 'fetch-records', ref: 10, roomId, messageIds: [messageId], memberIds: [ana] },
  { type: 'fetch-edits', ref: 10, roomId, messageId },
  { type: 'fetch-reactors', ref: 10, roomId, messageId, emoji: '👍' },
  { type: 'post-message', roomId, messageId, body: '', files: [fileId] },
  { type: 'fetch-file-links', ref: 6, roomId, fileIds: [fileId] },
  { type: 'fetch-page', ref: 6, roomId, where: { before: 40 }, limit: 50 },
  { type: 'fetch-page', ref: 6, roomId, where: { after: 40 }, limit: 1 },
  {
    type: 'search',
    ref: 11,
    roomId,
    query: 'from:Ana "good bread" 日本',
    timeZone: 'Europe/Berlin',
    limit: 20,
  },
  { type: 'search', ref: 11, roomId, query: 'bread', timeZone: 'UTC', before: 40, limit: 1 },
  {
    type: 'fetch-summaries',
    ref: 7,
    rooms: [{ roomId, after: 12 }, { roomId, after: null }, { roomId }],
  },
  { type: 'fetch-place', ref: 7, roomId, at: 1_700_000_000_000 },
  { type: 'mark-read', roomId, upTo: 12 },
  { type: 'set-typing', roomId, isTyping: true },
  { type: 'fetch-attention', ref: 12 },
  { type: 'set-level', ref: 12, roomId, level: 'mentions' },
  { type: 'set-ignored', ref: 12, roomId, memberId: ana, isIgnored: true },
  { type: 'set-quiet', ref: 12, until: 1_700_000_000_000 },
  { type: 'set-quiet', ref: 12, until: null },
  {
    type: 'subscribe-push',
    ref: 12,
    endpoint: 'https://fcm.googleapis.com/fcm/send/dJ4:APA91b',
    p256dh: 'B'.padEnd(87, 'k'),
    auth: 'a'.padEnd(22, 'u'),
    language: 'pt-BR',
  },
  { type: 'unsubscribe-push', ref: 12, endpoint: 'https://fcm.googleapis.com/fcm/send/dJ4:APA91b' },
  { type: 'revoke-token', ref: 8 },
  { type: 'alive' },
  { type: 'probe', ref: 2_147_483_647 },
]

/** At least one of every event, every variant of a field included. For tests that must meet them all. */
export const EVENT_EXAMPLES: readonly ServerEvent[] = [
  { type: 'welcome', token, serverTime: 1_700_000_000_000, heartbeatMs: 25_000, bodyLengthMax: 8_000 },
  {
    type: 'welcome',
    token: null,
    serverTime: 1_700_000_000_000,
    heartbeatMs: 25_000,
    bodyLengthMax: 8_000,
    fileBytesMax: 25_000_000,
  },
  { type: 'entered', ref: 1, roomId, memberId: ana, epoch, head: 3, lastRead: 2, by: 'replay' },
  { type: 'entered', ref: 1, roomId, memberId: ana, epoch, head: 3, lastRead: 2, by: 'reset' },
  {
    type: 'span',
    roomId,
    epoch,
    after: 3,
    upTo: 5,
    records: [aMessage({ sequence: 4 }), { ...room, version: 5 }],
  },
  {
    type: 'span',
    roomId,
    epoch,
    after: 5,
    upTo: 6,
    records: [aMember({ sequence: 2, version: 6, role: 'removed' })],
  },
  {
    type: 'span',
    roomId,
    epoch,
    after: 6,
    upTo: 9,
    records: [
      aMessage({ sequence: 4, version: 7, replyTo: messageId, editedAt: 1_700_000_100_000 }),
      aMessage({ sequence: 3, version: 8, body: '', deletedAt: 1_700_000_100_000, deletedBy: ana }),
      reactions,
    ],
  },
  { type: 'reset', roomId, epoch, room, me: aMember({ sequence: 2, role: 'owner' }), page },
  { type: 'presence', roomId, isWhole: true, here: [{ memberId: ana, name: 'Ana' }], gone: [], count: 1 },
  { type: 'presence', roomId, isWhole: false, here: [], gone: [ana], count: 0 },
  { type: 'presence', roomId, isWhole: false, here: [], gone: [], count: 1, isComplete: false },
  { type: 'typing', roomId, memberId: ana, name: 'Ana', isTyping: true },
  { type: 'read', roomId, upTo: 3 },
  { type: 'heartbeat', heads: [{ roomId, head: 3 }] },
  {
    type: 'span',
    roomId,
    epoch,
    after: 6,
    upTo: 7,
    records: [aMessage({ sequence: 7, body: '', files: [aFile({ fileId }), aFile({ hasThumbnail: true })] })],
  },
  { type: 'page', ref: 6, roomId, epoch, page },
  { type: 'place', ref: 7, roomId, epoch, sequence: 3 },
  { type: 'place', ref: 7, roomId, epoch, sequence: null },
  {
    type: 'file-links',
    ref: 6,
    roomId,
    links: [
      { fileId, path: '/files/a' },
      { fileId, path: '/files/a', thumbnail: '/files/b' },
    ],
    endsAt: 1_700_000_900_000,
  },
  { type: 'records', ref: 10, roomId, epoch, head: 9, records: [aMessage({ sequence: 3 }), reactions] },
  {
    type: 'edits',
    ref: 10,
    roomId,
    messageId,
    edits: [{ body: 'Hello, Bo.', replacedAt: 1_700_000_100_000 }],
    isComplete: true,
  },
  {
    type: 'knocks',
    ref: 2,
    roomId,
    knocks: [{ knockId, name: 'Bo', askedAt: 1_700_000_000_000 }],
  },
  { type: 'reactors', ref: 10, roomId, members: [ana], includesMe: false },
  {
    type: 'search-results',
    ref: 11,
    roomId,
    epoch,
    results: [
      {
        messageId,
        sequence: 3,
        authorId: ana,
        authorName: 'Ana',
        postedAt: 1_700_000_000_000,
        excerpt: 'The bread is good.',
        hits: [{ from: 4, to: 9 }],
        isCutBefore: false,
        isCutAfter: true,
        fileCount: 0,
      },
    ],
    next: 3,
  },
  { type: 'search-results', ref: 11, roomId, epoch, results: [], next: null },
  {
    type: 'summaries',
    ref: 7,
    rooms: [
      { roomId, room, unreadCount: 1, mentionCount: 1, lastRead: 2, latest: aMessage({ sequence: 3 }) },
      { roomId, room, unreadCount: 0, mentionCount: 0, lastRead: 3, latest: null },
    ],
  },
  {
    type: 'attention',
    ref: 12,
    pushKey: 'B'.padEnd(87, 'v'),
    levels: [
      { roomId, level: 'mentions' },
      { roomId: anId<RoomId>('harbour'), level: 'none' },
    ],
    quietUntil: 1_700_000_000_000,
    isSubscribed: true,
  },
  { type: 'attention', pushKey: null, levels: [], quietUntil: null, isSubscribed: false },
  { type: 'done', ref: 4 },
  { type: 'refusal', ref: 2, code: 'name-taken', suggestion: 'Bo 2' },
  { type: 'post-refusal', roomId, messageId, code: 'rate-limited', retryAfterMs: 1_500 },
]
