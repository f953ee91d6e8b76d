/** What every message of the peers without a store has once in a frame. */
export const MESSAGE_MARK = '"messageId":"'

/** A message as the peers without a store send it: as many bytes as one of Confab's. */
export function messageLike(room: string, author: string, body: string, count: number): object {
  const id = String(count).padStart(22, '0')
  const authorId = author.padEnd(22, '0')
  return { kind: 'message', messageId: id, room, sequence: count, authorId, author, at: Date.now(), body }
}
