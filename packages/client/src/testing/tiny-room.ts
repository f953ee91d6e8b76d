import {
  type ConfabRecord,
  type DeleteMessage,
  type EditMessage,
  type Epoch,
  type IdentityToken,
  type MemberId,
  type MessageId,
  type PinMessage,
  REACTORS_LISTED_MAX,
  type React,
  type RefusalCode,
  type RoomCode,
  type RoomId,
  type RoomRecord,
} from '@confab/protocol'

/** The one who is there without a client. */
export const BO = 'bo____________________' as MemberId

/** A room as the tiny server keeps it: every record in its newest state. */
export type TinyRoom = {
  roomId: RoomId
  epoch: Epoch
  code: RoomCode
  head: number
  records: ConfabRecord[]
  members: Map<IdentityToken, MemberId>
  /** Everybody who reacted, also beyond those that records list; by message and emoji. */
  reactors?: Map<string, readonly MemberId[]>
}

/** A command that changes a message, with whatever ref. */
export type TinyChange =
  | Omit<EditMessage, 'ref'>
  | Omit<DeleteMessage, 'ref'>
  | Omit<React, 'ref'>
  | Omit<PinMessage, 'ref'>

/** Bo may do anything; everybody else what the rules say. Whatever is so already changes nothing. */
export function change(
  room: TinyRoom,
  memberId: MemberId,
  command: TinyChange,
  now: number,
): RefusalCode | null {
  const { messageId } = command
  const mine = (record: ConfabRecord) => 'messageId' in record && record.messageId === messageId
  const message = room.records.find((record) => mine(record) && record.kind === 'message')
  const beside = room.records.find((record) => mine(record) && record.kind === 'reactions')
  const itself = room.records.find((record) => record.kind === 'room')
  if (message?.kind !== 'message' || itself?.kind !== 'room') return 'not-found'
  const replace = (before: ConfabRecord | undefined, make: (version: number) => ConfabRecord) => {
    room.head += 1
    room.records = [...room.records.filter((record) => record !== before), make(room.head)]
  }
  const isOwn = message.authorId === memberId || memberId === BO
  if (command.type === 'delete-message') {
    if (!isOwn) return 'not-found'
    if (message.deletedAt !== undefined) return null
    const { replyTo: _, editedAt: __, files: ___, ...rest } = message
    const gone = { body: '', deletedAt: now, deletedBy: memberId }
    replace(message, (version) => ({ ...rest, ...gone, version }))
    if (beside?.kind === 'reactions') replace(beside, (version) => ({ ...beside, reactions: [], version }))
    if (itself.pins?.includes(messageId))
      replace(itself, (version) => withPin(itself, messageId, false, version))
    return null
  }
  if (message.deletedAt !== undefined) return 'not-found'
  switch (command.type) {
    case 'edit-message':
      if (!isOwn) return 'not-found'
      if (message.body !== command.body)
        replace(message, (version) => ({ ...message, body: command.body, editedAt: now, version }))
      return null
    case 'react': {
      const { emoji, isOn } = command
      const before = beside?.kind === 'reactions' ? beside.reactions : []
      const reaction = before.find((one) => one.emoji === emoji)
      room.reactors ??= new Map()
      const reactors = room.reactors.get(`${messageId} ${emoji}`) ?? reaction?.members ?? []
      if (reactors.includes(memberId) === isOn) return null
      const all = isOn ? [...reactors, memberId] : reactors.filter((one) => one !== memberId)
      room.reactors.set(`${messageId} ${emoji}`, all)
      const members = all.slice(0, REACTORS_LISTED_MAX)
      const changed = all.length > 0 ? [{ emoji, count: all.length, members }] : []
      const index = before.findIndex((one) => one.emoji === emoji)
      const reactions = index < 0 ? [...before, ...changed] : before.toSpliced(index, 1, ...changed)
      const { sequence } = message
      replace(beside, (version) => ({ kind: 'reactions', messageId, sequence, version, reactions }))
      return null
    }
    case 'pin-message': {
      const { isPinned } = command
      if (memberId !== BO && roleOf(room, memberId) !== 'owner') return 'forbidden'
      if ((itself.pins?.includes(messageId) ?? false) !== isPinned)
        replace(itself, (version) => withPin(itself, messageId, isPinned, version))
      return null
    }
  }
}

function withPin(room: RoomRecord, messageId: MessageId, isPinned: boolean, version: number): RoomRecord {
  const { pins = [], ...rest } = room
  const next = isPinned ? [...pins, messageId] : pins.filter((pin) => pin !== messageId)
  return { ...rest, version, ...(next.length > 0 ? { pins: next } : {}) }
}

function roleOf(room: TinyRoom, memberId: MemberId) {
  const member = room.records.find((record) => record.kind === 'member' && record.memberId === memberId)
  return member?.kind === 'member' ? member.role : undefined
}
