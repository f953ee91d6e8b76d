import type { Command, Ref, RoomId } from '@confab/protocol'
import { assertNever } from './answer.ts'
import type { ChangeWish } from './changes.ts'

/** What is said to the server for a wish. */
export function commandFor(roomId: RoomId, wish: ChangeWish, ref: Ref): Command {
  const { messageId } = wish
  switch (wish.kind) {
    case 'edit':
      return { type: 'edit-message', ref, roomId, messageId, body: wish.body }
    case 'delete':
      return { type: 'delete-message', ref, roomId, messageId }
    case 'react':
      return { type: 'react', ref, roomId, messageId, emoji: wish.emoji, isOn: wish.isOn }
    case 'pin':
      return { type: 'pin-message', ref, roomId, messageId, isPinned: wish.isPinned }
    default:
      return assertNever(wish)
  }
}
