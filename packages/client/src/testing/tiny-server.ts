import {
  type Command,
  type ConfabRecord,
  type Cursor,
  createId,
  decodeCommand,
  type Entered,
  type Epoch,
  encodeEvent,
  type FetchPage,
  type FillRandom,
  type IdentityToken,
  joinFrame,
  type MemberId,
  type MemberRecord,
  type MessageRecord,
  PAGE_RECORDS_MAX,
  type Page,
  type RoomCode,
  type RoomId,
  type ServerEvent,
  type Span,
  type TabId,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import type { OpenSocket } from '../connection.ts'
import { openFakeSocket, type SocketPair } from './fake-socket.ts'
import { type AttentionCommand, createTinyAttention } from './tiny-attention.ts'
import { BO, change, type TinyChange, type TinyRoom } from './tiny-room.ts'
import { searched } from './tiny-search.ts'
import { createTinyUploads, type TinyUploads } from './tiny-uploads.ts'

/** One connection to the tiny server. */
export type TinyLine = {
  pair: SocketPair
  token: IdentityToken | null
  tabId: TabId | null
  rooms: Set<RoomId>
  /** Everything the client sent on it. */
  heard: Command[]
}

/** What a tiny server does with a command before its own answer; true keeps that answer back. */
export type Intercept = (command: Command, line: TinyLine) => boolean

/** Enough of a server to try a client on: one node, in memory, no limits, and it does what the test says. */
export interface TinyServer {
  readonly openSocket: OpenSocket
  readonly lines: readonly TinyLine[]
  readonly rooms: ReadonlyMap<RoomId, TinyRoom>
  readonly uploads: TinyUploads
  intercept: Intercept | null
  /** The line opened last. */
  latest(): TinyLine
  /** Sends events on a line, as one frame. */
  send(line: TinyLine, ...events: ServerEvent[]): void
  /** Its own answer to a command: for one that was kept back and comes late. */
  answer(line: TinyLine, command: Command): void
  /** Bo does something with a message, and everybody hears of it unless it is not `told`. */
  change(command: TinyChange, options?: { told?: boolean }): void
  /** What is placed up to there is kept no longer. */
  expire(roomId: RoomId, upTo: number, options?: { told?: boolean }): void
  /** Somebody else posts. Without `told` nobody hears of it, as if the frame was lost. */
  post(roomId: RoomId, body: string, options?: { told?: boolean }): MessageRecord
  /** The owner puts somebody out: the last thing they hear of the room. */
  remove(roomId: RoomId, memberId: MemberId): void
  /** Makes a room; answers it. */
  openRoom(code: string): TinyRoom
  /** Cuts every line. */
  cut(code?: number, reason?: string): void
  /** Everything a room's members agreed on, in order of place. */
  bodies(roomId: RoomId): string[]
}

/** Makes a tiny server whose lines take `latencyMs`. */
export function createTinyServer(
  clock: Clock,
  fillRandom: FillRandom,
  options: { latencyMs?: number; replayMax?: number; heartbeatMs?: number } = {},
): TinyServer {
  const { latencyMs = 5, replayMax = 500, heartbeatMs } = options
  const rooms = new Map<RoomId, TinyRoom>()
  const lines: TinyLine[] = []
  const revoked = new Set<IdentityToken>()
  const { attentionOf, changeAttention } = createTinyAttention()
  const uploads = createTinyUploads()

  function send(line: TinyLine, ...events: ServerEvent[]): void {
    line.pair.server.send(joinFrame(events.map(encodeEvent)))
  }

  function spanOf(room: TinyRoom, after: number, upTo = room.head): Span {
    const records = room.records
      .filter(({ version }) => version > after && version <= upTo)
      .sort((a, b) => a.version - b.version)
    return { type: 'span', roomId: room.roomId, epoch: room.epoch, after, upTo, records }
  }

  function pageOf(room: TinyRoom, where: FetchPage['where'], limit: number): Page {
    // By place: a message and the reactions to it are there together.
    const isBeside = (record: ConfabRecord) => record.kind === 'reactions'
    const places = [...new Set(room.records.map(({ sequence }) => sequence))].sort((a, b) => a - b)
    const at = (asked: readonly number[]) =>
      room.records
        .filter(({ sequence }) => asked.includes(sequence))
        .sort((a, b) => a.sequence - b.sequence || Number(isBeside(a)) - Number(isBeside(b)))
    if ('before' in where) {
      const to = Math.min(where.before - 1, room.head)
      const older = places.filter((place) => place <= to)
      return { from: older.at(-limit - 1) ?? 0, to, head: room.head, records: at(older.slice(-limit)) }
    }
    const newer = places.filter((place) => place > where.after)
    const asked = newer.slice(0, limit)
    const to = newer.length > limit ? (asked.at(-1) ?? where.after) : room.head
    return { from: where.after, to, head: room.head, records: at(asked) }
  }

  function changeFor(line: TinyLine, command: TinyChange & { ref: number }): void {
    const { ref } = command
    const room = rooms.get(command.roomId)
    const memberId = line.token === null ? undefined : room?.members.get(line.token)
    if (!room || !memberId || !line.rooms.has(room.roomId))
      return send(line, { type: 'refusal', ref, code: 'forbidden' })
    const after = room.head
    const code = change(room, memberId, command, clock.now())
    if (code) return send(line, { type: 'refusal', ref, code })
    if (room.head > after) tell(room, after)
    send(line, { type: 'done', ref })
  }

  function tell(room: TinyRoom, after: number): void {
    for (const line of lines) if (line.rooms.has(room.roomId)) send(line, spanOf(room, after))
  }

  function append(room: TinyRoom, make: (sequence: number) => ConfabRecord): ConfabRecord {
    room.head += 1
    const record = make(room.head)
    room.records.push(record)
    return record
  }

  function enter(line: TinyLine, room: TinyRoom, ref: number, cursor: Cursor | null): void {
    const memberId = line.token === null ? undefined : room.members.get(line.token)
    if (!memberId) return send(line, { type: 'refusal', ref, code: 'not-found' })
    if (memberOf(room, memberId)?.role === 'removed')
      return send(line, { type: 'refusal', ref, code: 'removed' })
    line.rooms.add(room.roomId)
    const { roomId, epoch, head } = room
    const missed = cursor?.epoch === epoch && cursor.sequence <= head ? head - cursor.sequence : null
    const by: Entered['by'] = missed !== null && missed <= replayMax ? 'replay' : 'reset'
    const entered: Entered = { type: 'entered', ref, roomId, memberId, epoch, head, lastRead: 0, by }
    if (by === 'replay' && cursor) {
      if (missed === 0) return send(line, entered)
      // In two halves, as a long replay comes.
      const half = cursor.sequence + Math.ceil((head - cursor.sequence) / 2)
      const second = half < head ? [spanOf(room, half)] : []
      return send(line, entered, spanOf(room, cursor.sequence, half), ...second)
    }
    const record = room.records.find(({ kind }) => kind === 'room')
    const me = room.records.find((one) => one.kind === 'member' && one.memberId === memberId)
    if (record?.kind !== 'room' || me?.kind !== 'member') throw new Error('a room without its records')
    const page = pageOf(room, { before: head + 1 }, PAGE_RECORDS_MAX)
    send(line, entered, { type: 'reset', roomId, epoch, room: record, me, page })
  }

  function openRoom(code: string, roomId: RoomId = createId<RoomId>(fillRandom)): TinyRoom {
    const room: TinyRoom = {
      roomId,
      epoch: createId<Epoch>(fillRandom),
      code: code as RoomCode,
      head: 0,
      records: [],
      members: new Map(),
    }
    append(room, (sequence) => ({
      kind: 'room',
      sequence,
      version: sequence,
      code: room.code,
      title: '',
      createdAt: clock.now(),
    }))
    rooms.set(room.roomId, room)
    return room
  }

  function join(line: TinyLine, room: TinyRoom, ref: number, name: string): void {
    const known = line.token === null ? undefined : room.members.get(line.token)
    if (known && memberOf(room, known)?.role === 'removed') changeRole(room, known, 'member')
    if (line.token !== null && !known) {
      const memberId = createId<MemberId>(fillRandom)
      const after = room.head
      room.members.set(line.token, memberId)
      append(room, (sequence) => ({
        kind: 'member',
        memberId,
        sequence,
        version: sequence,
        name,
        role: 'member',
        joinedAt: clock.now(),
      }))
      tell(room, after)
    }
    enter(line, room, ref, null)
  }

  const memberOf = (room: TinyRoom, memberId: MemberId) =>
    room.records.find((one) => one.kind === 'member' && one.memberId === memberId) as MemberRecord | undefined

  function changeRole(room: TinyRoom, memberId: MemberId, role: MemberRecord['role']): void {
    const member = memberOf(room, memberId)
    if (!member) throw new Error('no such member')
    room.records.splice(room.records.indexOf(member), 1)
    append(room, (version) => ({ ...member, version, role }))
    tell(room, room.head - 1)
  }

  function remove(roomId: RoomId, memberId: MemberId): void {
    const room = rooms.get(roomId)
    if (!room) throw new Error('no such room')
    changeRole(room, memberId, 'removed')
    for (const line of lines)
      if (line.token !== null && room.members.get(line.token) === memberId) line.rooms.delete(roomId)
  }

  function revoke(token: IdentityToken): void {
    revoked.add(token)
    for (const line of lines)
      if (line.token === token && line.pair.client.isOpen) line.pair.server.close(4401)
  }

  function answer(line: TinyLine, command: Command): void {
    switch (command.type) {
      case 'hello': {
        const token = command.token ?? createToken()
        if (revoked.has(token)) return line.pair.server.close(4401)
        const offered = command.token === null ? token : null
        line.token = token
        line.tabId = command.tabId
        const welcome = { serverTime: clock.now() + 1_000, heartbeatMs: 25_000, bodyLengthMax: 8_000 }
        send(line, { type: 'welcome', token: offered, ...welcome })
        for (const { ref, roomId, cursor } of command.resume) resume(line, ref, roomId, cursor)
        return
      }
      case 'create-room':
        return join(
          line,
          rooms.get(command.roomId) ?? openRoom(randomCode(), command.roomId),
          command.ref,
          command.name,
        )
      case 'join-room': {
        const room = [...rooms.values()].find(({ code }) => code === command.code)
        if (room) join(line, room, command.ref, command.name)
        else send(line, { type: 'refusal', ref: command.ref, code: 'not-found' })
        return
      }
      case 'resume-room':
        return resume(line, command.ref, command.roomId, command.cursor)
      case 'post-message': {
        const room = rooms.get(command.roomId)
        const authorId = line.token === null ? undefined : room?.members.get(line.token)
        if (!room || !authorId) return
        const { messageId, body } = command
        if (!line.rooms.has(room.roomId))
          return send(line, { type: 'post-refusal', roomId: room.roomId, messageId, code: 'forbidden' })
        const known = room.records.find((one) => one.kind === 'message' && one.messageId === messageId)
        if (known)
          return send(line, {
            ...spanOf(room, room.head),
            after: known.version - 1,
            upTo: known.version,
            records: [known],
          })
        const after = room.head
        const { replyTo } = command
        const files = command.files && uploads.post(room.roomId, command.files)
        if (files === null)
          return send(line, { type: 'post-refusal', roomId: room.roomId, messageId, code: 'files-missing' })
        append(room, (sequence) => ({
          ...aPost(room, sequence, messageId, authorId, 'Ana', body),
          ...(files && { files }),
          ...(replyTo === undefined ? {} : { replyTo }),
        }))
        return tell(room, after)
      }
      case 'edit-message':
      case 'delete-message':
      case 'react':
      case 'pin-message':
        return changeFor(line, command)
      case 'fetch-records': {
        const { ref, roomId, messageIds, memberIds } = command
        const room = rooms.get(roomId)
        if (!room || !line.rooms.has(roomId)) return send(line, { type: 'refusal', ref, code: 'not-found' })
        const records = room.records.filter(
          (record) =>
            (record.kind === 'message' && messageIds.includes(record.messageId)) ||
            (record.kind === 'member' && memberIds.includes(record.memberId)),
        )
        const { epoch, head } = room
        return send(line, { type: 'records', ref, roomId, epoch, head, records })
      }
      case 'fetch-banned': {
        const { ref, roomId } = command
        const { epoch, head, records } = rooms.get(roomId) ?? { epoch: '' as Epoch, head: 0, records: [] }
        const banned = records.filter((record) => record.kind === 'member' && record.role === 'banned')
        return send(line, { type: 'records', ref, roomId, epoch, head, records: banned })
      }
      case 'fetch-edits': {
        const { ref, roomId, messageId } = command
        const edits = [{ body: 'as it was', replacedAt: clock.now() }]
        return send(line, { type: 'edits', ref, roomId, messageId, edits, isComplete: true })
      }
      case 'fetch-reactors': {
        const { ref, roomId, messageId, emoji } = command
        const me = line.token === null ? undefined : rooms.get(roomId)?.members.get(line.token)
        const members = (rooms.get(roomId)?.records ?? []).flatMap((record) =>
          record.kind === 'reactions' && record.messageId === messageId
            ? record.reactions.flatMap((one) => (one.emoji === emoji ? one.members : []))
            : [],
        )
        const includesMe = me !== undefined && members.includes(me)
        return send(line, { type: 'reactors', ref, roomId, members, includesMe })
      }
      case 'fetch-page': {
        const room = rooms.get(command.roomId)
        if (!room) return send(line, { type: 'refusal', ref: command.ref, code: 'not-found' })
        const page = pageOf(room, command.where, command.limit)
        return send(line, { type: 'page', ref: command.ref, roomId: room.roomId, epoch: room.epoch, page })
      }
      case 'search': {
        const room = rooms.get(command.roomId)
        if (!room) return send(line, { type: 'refusal', ref: command.ref, code: 'not-found' })
        return send(line, { type: 'search-results', ref: command.ref, ...searched(room, command) })
      }
      case 'fetch-knocks':
        return send(line, { type: 'knocks', ref: command.ref, roomId: command.roomId, knocks: [] })
      case 'fetch-summaries':
        return send(line, { type: 'summaries', ref: command.ref, rooms: [] })
      case 'fetch-place': {
        const { ref, roomId, at } = command
        const room = rooms.get(roomId)
        if (!room) return send(line, { type: 'refusal', ref, code: 'not-found' })
        const found = room.records.find((record) => record.kind === 'message' && record.postedAt >= at)
        return send(line, {
          type: 'place',
          ref,
          roomId,
          epoch: room.epoch,
          sequence: found?.sequence ?? null,
        })
      }
      case 'leave-room':
        line.rooms.delete(command.roomId)
        return send(line, { type: 'done', ref: command.ref })
      case 'remove-member':
        remove(command.roomId, command.memberId)
        return send(line, { type: 'done', ref: command.ref })
      case 'revoke-token':
        send(line, { type: 'done', ref: command.ref })
        if (line.token !== null) revoke(line.token)
        return
      case 'fetch-attention':
        return send(line, { type: 'attention', ref: command.ref, ...attentionOf(line.token) })
      case 'set-level':
      case 'set-ignored':
      case 'set-quiet':
      case 'subscribe-push':
      case 'unsubscribe-push':
        attend(line, command)
        return send(line, { type: 'done', ref: command.ref })
      case 'clean-up':
      case 'erase-messages':
      case 'restore-messages':
      case 'change-code':
      case 'change-room':
      case 'change-settings':
      case 'set-role':
      case 'hand-over':
      case 'set-owner-code':
      case 'claim-room':
      case 'ban-member':
      case 'mute-member':
      case 'ask-in':
      case 'withdraw-knock':
      case 'answer-knock':
      case 'probe':
        return send(line, { type: 'done', ref: command.ref })
      case 'alive':
      case 'set-typing':
      case 'mark-read':
        return
    }
  }

  function attend(line: TinyLine, command: AttentionCommand): void {
    changeAttention(line.token, command)
    for (const other of lines)
      if (other !== line && other.token === line.token && other.pair.client.isOpen)
        send(other, { type: 'attention', ...attentionOf(line.token) })
  }

  function resume(line: TinyLine, ref: number, roomId: RoomId, cursor: Cursor | null): void {
    const room = rooms.get(roomId)
    if (room) enter(line, room, ref, cursor)
    else send(line, { type: 'refusal', ref, code: 'not-found' })
  }

  const createToken = () => `${createId(fillRandom)}${createId(fillRandom).slice(0, 21)}` as IdentityToken
  const randomCode = () => String(rooms.size).padStart(10, '0')
  const aPost = (
    _room: TinyRoom,
    sequence: number,
    messageId: MessageRecord['messageId'],
    authorId: MemberId,
    authorName: string,
    body: string,
  ): MessageRecord => ({
    kind: 'message',
    messageId,
    sequence,
    version: sequence,
    authorId,
    authorName,
    postedAt: clock.now(),
    body,
  })

  function beat(everyMs: number): void {
    for (const line of lines) {
      const heads = [...line.rooms].flatMap((roomId) => {
        const head = rooms.get(roomId)?.head
        return head === undefined ? [] : [{ roomId, head }]
      })
      if (line.pair.server.isOpen) send(line, { type: 'heartbeat', heads })
    }
    clock.after(everyMs, () => beat(everyMs))
  }
  if (heartbeatMs !== undefined) clock.after(heartbeatMs, () => beat(heartbeatMs))

  const server: TinyServer = {
    intercept: null,
    lines,
    rooms,
    uploads,
    openSocket: openFakeSocket(
      clock,
      (pair) => {
        const line: TinyLine = { pair, token: null, tabId: null, rooms: new Set(), heard: [] }
        lines.push(line)
        pair.server.listen({
          opened() {},
          received(text) {
            const decoded = decodeCommand(text)
            if (decoded.outcome !== 'command') throw new Error(`the client sent ${decoded.outcome}: ${text}`)
            line.heard.push(decoded.command)
            if (!server.intercept?.(decoded.command, line)) answer(line, decoded.command)
          },
          closed: () => line.rooms.clear(),
        })
      },
      { latencyMs },
    ),
    latest() {
      const line = lines.at(-1)
      if (!line) throw new Error('no line was opened')
      return line
    },
    send,
    answer,
    post(roomId, body, { told = true } = {}) {
      const room = rooms.get(roomId)
      if (!room) throw new Error('no such room')
      const after = room.head
      const record = append(room, (sequence) => aPost(room, sequence, createId(fillRandom), BO, 'Bo', body))
      if (told) tell(room, after)
      return record as MessageRecord
    },
    change(command, { told = true } = {}) {
      const room = rooms.get(command.roomId)
      if (!room) throw new Error('no such room')
      const after = room.head
      const code = change(room, BO, command, clock.now())
      if (code) throw new Error(code)
      if (told && room.head > after) tell(room, after)
    },
    expire(roomId, upTo, { told = true } = {}) {
      const room = rooms.get(roomId)
      const itself = room?.records.find((record) => record.kind === 'room')
      if (!room || !itself) throw new Error('no such room')
      const after = room.head
      room.head += 1
      const settings = { ...itself.settings, keptHours: 1, expiredUpTo: upTo }
      const isLeft = (record: ConfabRecord) =>
        record !== itself && (record.sequence > upTo || record.kind === 'member')
      room.records = [...room.records.filter(isLeft), { ...itself, version: room.head, settings }]
      if (told) tell(room, after)
    },
    remove,
    openRoom: (code) => openRoom(code),
    cut(code, reason) {
      for (const line of lines) if (line.pair.client.isOpen) line.pair.cut(code, reason)
    },
    bodies: (roomId) =>
      (rooms.get(roomId)?.records ?? [])
        .toSorted((a, b) => a.sequence - b.sequence)
        .flatMap((record) => (record.kind === 'message' ? [record.body] : [])),
  }
  return server
}
