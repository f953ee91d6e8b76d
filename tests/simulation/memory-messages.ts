import {
  type ConfabRecord,
  EDITS_MAX,
  type FileRecord,
  type MemberRecord,
  type MessageRecord,
  PINS_MAX,
  REACTION_KINDS_MAX,
  REACTORS_LISTED_MAX,
  type ReactionsRecord,
  type RoomRecord,
} from '@confab/protocol'
import type { Change, Edit, Outcome } from '@confab/server/src/store/store.ts'

type ChangeOf<Kind extends Change['kind']> = Extract<Change, { kind: Kind }>

/** A change to a message that is there, or should be. */
export type MessageChange = ChangeOf<'edit-message' | 'delete-message' | 'react' | 'pin-message'>

/** What stands around messages on a simulated disk, by their ids: what they said before, who reacted with what, in order, and what was erased. */
export type Around = {
  edits: Map<string, Edit[]>
  reactors: Map<string, { emoji: string; memberId: string }[]>
  erased: Map<string, { record: MessageRecord; version: number; erasedBy: string; erasedAt: number }>
}

/** Nothing around any message. */
export const nothingAround = (): Around => ({ edits: new Map(), reactors: new Map(), erased: new Map() })

/** The room and the member as the model has them, and how it writes: each `put` takes the room's next sequence. */
export type Scene = {
  around: Around
  message: MessageRecord | null
  reactions: ReactionsRecord | null
  room: RoomRecord
  me: { memberId: MessageRecord['authorId']; role: MemberRecord['role']; isMuted: boolean } | null
  /** The next sequence, and the time of what takes it. */
  advance(): { sequence: number; at: number }
  put<Kind extends ConfabRecord>(record: Kind): Kind
  eraseFiles(files: readonly FileRecord[]): void
}

const refused = (code: Extract<Outcome, { outcome: 'refused' }>['code']): Outcome => ({
  outcome: 'refused',
  code,
})
const repeated = (...records: (ConfabRecord | null)[]): Outcome => ({
  outcome: 'repeated',
  records: records.filter((record) => record !== null),
})
const applied = (...records: ConfabRecord[]): Outcome => ({ outcome: 'applied', records })

/** A model of what becomes of such changes, written apart from the rules of the real stores. */
export function changeMessage(scene: Scene, change: MessageChange): Outcome {
  const isSpeaking = change.kind === 'edit-message' || change.kind === 'react'
  if (isSpeaking && scene.me?.isMuted && isStanding(scene.message)) return refused('muted')
  switch (change.kind) {
    case 'edit-message':
      return edit(scene, change)
    case 'delete-message':
      return erase(scene, change)
    case 'react':
      return react(scene, change)
    case 'pin-message':
      return pin(scene, change)
  }
}

const isStanding = (message: MessageRecord | null): message is MessageRecord =>
  message !== null && message.deletedAt === undefined

const isLeading = ({ me }: Scene): boolean => me?.role === 'owner' || me?.role === 'moderator'
const mayPost = (scene: Scene): boolean =>
  isLeading(scene) || (scene.me?.role === 'member' && !scene.room.settings?.whoPosts)

function edit(scene: Scene, { body }: ChangeOf<'edit-message'>): Outcome {
  const { me, message, around, advance, put } = scene
  if (!me || !isStanding(message) || message.authorId !== me.memberId || !mayPost(scene))
    return refused('not-found')
  if (body === '' && !message.files) return refused('invalid')
  if (message.body === body) return repeated(message)
  const edits = around.edits.get(message.messageId) ?? []
  if (edits.length >= EDITS_MAX) return refused('limit-reached')
  const { sequence: version, at } = advance()
  around.edits.set(message.messageId, [...edits, { body: message.body, replacedAt: at }])
  return applied(put({ ...message, version, body, editedAt: at }))
}

function erase(scene: Scene, { messageId }: ChangeOf<'delete-message'>): Outcome {
  const { me, message, reactions, room, around, advance, put } = scene
  if (!me) return refused('forbidden')
  if (!message || (message.authorId !== me.memberId && !isLeading(scene))) return refused('not-found')
  const erased = message.authorId === me.memberId ? around.erased.get(messageId) : undefined
  if (!isStanding(message) && !erased) return repeated(message)
  around.erased.delete(messageId)
  const { editedAt: _editedAt, replyTo: _replyTo, files = erased?.record.files ?? [], ...bare } = message
  const { sequence: version, at } = advance()
  const records: ConfabRecord[] = [put({ ...bare, version, body: '', deletedAt: at, deletedBy: me.memberId })]
  scene.eraseFiles(files)
  around.edits.delete(messageId)
  around.reactors.delete(messageId)
  if (reactions && reactions.reactions.length > 0)
    records.push(put({ ...reactions, version: advance().sequence, reactions: [] }))
  if (room.pins?.includes(messageId))
    records.push(
      putPins(
        scene,
        room.pins.filter((id) => id !== messageId),
      ),
    )
  return applied(...records)
}

function react(scene: Scene, { emoji, isOn, memberId, messageId }: ChangeOf<'react'>): Outcome {
  const { me, message, reactions, around, advance, put } = scene
  if (!me || me.role === 'reader' || !isStanding(message)) return refused('not-found')
  const before = around.reactors.get(messageId) ?? []
  const isMine = (one: { emoji: string; memberId: string }) =>
    one.emoji === emoji && one.memberId === memberId
  if (before.some(isMine) === isOn) return repeated(reactions)
  const after = isOn ? [...before, { emoji, memberId }] : before.filter((one) => !isMine(one))
  // All of it is made anew out of who reacted, in the order in which each kind came first and has stood since.
  const kinds = [
    ...(reactions?.reactions.map((kind) => kind.emoji) ?? []),
    ...after.map((one) => one.emoji),
  ].filter((kind, i, all) => all.indexOf(kind) === i && after.some((one) => one.emoji === kind))
  if (kinds.length > REACTION_KINDS_MAX) return refused('limit-reached')
  around.reactors.set(messageId, after)
  return applied(
    put({
      kind: 'reactions',
      messageId,
      sequence: message.sequence,
      version: advance().sequence,
      reactions: kinds.map((kind) => {
        const members = after.filter((one) => one.emoji === kind).map((one) => one.memberId)
        return {
          emoji: kind,
          count: members.length,
          members: members.slice(0, REACTORS_LISTED_MAX) as ReactionsRecord['reactions'][number]['members'],
        }
      }),
    }),
  )
}

function pin(scene: Scene, { messageId, isPinned }: ChangeOf<'pin-message'>): Outcome {
  const { message, room } = scene
  if (!isLeading(scene)) return refused('forbidden')
  const pins = room.pins ?? []
  if (pins.includes(messageId) === isPinned) return repeated(room)
  if (!isStanding(message)) return refused('not-found')
  if (isPinned && pins.length >= PINS_MAX) return refused('limit-reached')
  return applied(putPins(scene, isPinned ? [...pins, messageId] : pins.filter((id) => id !== messageId)))
}

function putPins({ room, advance, put }: Scene, pins: NonNullable<RoomRecord['pins']>): RoomRecord {
  const { pins: _pins, ...bare } = room
  const version = advance().sequence
  return put(pins.length > 0 ? { ...bare, version, pins } : { ...bare, version })
}
