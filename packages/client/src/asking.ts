import { type Command, FILE_LINKS_MAX, type MemberRecord, type RoomId } from '@confab/protocol'
import { type Answer, accepted } from './answer.ts'
import { REQUEST_TIMEOUT_MS, type Reply } from './requests.ts'
import type { Room } from './room.ts'
import type { RoomPort } from './room-port.ts'

/** What a room is asked for by somebody who is there to see whether it comes: asked once, while there is a line. */
export type Asking = Pick<
  Room,
  'fetchEdits' | 'fetchFileLinks' | 'fetchReactors' | 'fetchBanned' | 'fetchPlace' | 'fetchKnocks' | 'lead'
>

/** Makes the asking of one room. */
export function createAsking(roomId: RoomId, { requests }: RoomPort): Asking {
  function ask<T>(
    make: (ref: number) => Command,
    read: (reply: Reply) => Answer<T> | undefined,
  ): Promise<Answer<T>> {
    return new Promise((resolve) =>
      requests.ask(make, { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) => {
        if (!answer.ok) return resolve(answer)
        resolve(read(answer.value) ?? { ok: false, refusal: { code: 'unavailable' } })
      }),
    )
  }

  return {
    fetchEdits: (messageId) =>
      ask(
        (ref) => ({ type: 'fetch-edits', ref, roomId, messageId }),
        (reply) => {
          if (reply.type !== 'edits') return
          const { edits, isComplete } = reply
          return accepted({ edits, isComplete })
        },
      ),
    fetchFileLinks: (fileIds) =>
      ask(
        (ref) => ({ type: 'fetch-file-links', ref, roomId, fileIds: fileIds.slice(0, FILE_LINKS_MAX) }),
        (reply) => {
          if (reply.type !== 'file-links') return
          const { links, endsAt } = reply
          return accepted({ links, endsAt })
        },
      ),
    fetchReactors: (messageId, emoji) =>
      ask(
        (ref) => ({ type: 'fetch-reactors', ref, roomId, messageId, emoji }),
        (reply) => {
          if (reply.type !== 'reactors') return
          const { members, includesMe } = reply
          return accepted({ members, includesMe })
        },
      ),
    fetchBanned: () =>
      ask(
        (ref) => ({ type: 'fetch-banned', ref, roomId }),
        (reply) => (reply.type === 'records' ? accepted(reply.records as MemberRecord[]) : undefined),
      ),
    fetchPlace: (at) =>
      ask(
        (ref) => ({ type: 'fetch-place', ref, roomId, at }),
        (reply) => (reply.type === 'place' ? accepted({ sequence: reply.sequence }) : undefined),
      ),
    fetchKnocks: () =>
      ask(
        (ref) => ({ type: 'fetch-knocks', ref, roomId }),
        (reply) => (reply.type === 'knocks' ? accepted(reply.knocks) : undefined),
      ),
    lead: (wish) =>
      ask(
        (ref) => ({ ...wish, ref, roomId }),
        () => accepted(null),
      ),
  }
}
