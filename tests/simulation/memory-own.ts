import { PAGE_BYTES_MAX, type Sequence } from '@confab/protocol'
import {
  OWN_STRETCH_PLACES,
  type OwnMessage,
  type OwnRoom,
  type OwnTable,
  ownRoom,
  pushHostOf,
} from '@confab/server/src/store/own-table.ts'
import type { TokenHash } from '@confab/server/src/store/store.ts'
import { type Disk, lastReadOf, memberOf, placed, type RoomState, roomRecordOf } from './memory-disk.ts'
import { isAnybody, tokensOf } from './memory-identities.ts'

/** What the simulated store knows of one identity, for itself. */
export function createMemoryOwn(disk: Disk, soon: <T>(work: () => T) => Promise<T>): OwnTable {
  const asOne = <T>(tokenHash: TokenHash, work: () => T | null) =>
    soon(() => (isAnybody(disk, tokenHash) ? work() : null))

  function ownRoomIn(room: RoomState, tokenHash: TokenHash): OwnRoom | null {
    const member = memberOf(room, room.owners.get(tokenHash))
    if (!member) return null
    const record = roomRecordOf(room)
    const { roomId, epoch, head } = room
    const keptHours = record.settings?.keptHours ?? null
    const level = disk.attention.levels.get(tokenHash)?.get(roomId) ?? 'all'
    return ownRoom(
      { roomId, epoch, head, keptHours, member, lastRead: lastReadOf(room, member), level },
      record,
    )
  }

  return {
    attention: (tokenHash) =>
      asOne(tokenHash, () => {
        const mine = tokensOf(disk, tokenHash)
        return {
          quietUntil: disk.attention.quiet.get(tokenHash) ?? null,
          pushes: [...disk.attention.subscriptions.values()]
            .filter((subscription) => mine.has(subscription.tokenHash))
            .sort((a, b) => a.at - b.at)
            .map(({ endpoint, language, at }) => ({ host: pushHostOf(endpoint), language, keptAt: at })),
        }
      }),

    rooms: (tokenHash, after, limit) =>
      asOne(tokenHash, () =>
        [...disk.rooms.values()]
          .flatMap((room) => ownRoomIn(room, tokenHash) ?? [])
          .sort((a, b) => a.member.joinedAt - b.member.joinedAt || (a.roomId < b.roomId ? -1 : 1))
          .filter(
            ({ roomId, member: { joinedAt } }) =>
              !after || joinedAt > after.joinedAt || (joinedAt === after.joinedAt && roomId > after.roomId),
          )
          .slice(0, limit),
      ),

    reports: (tokenHash, roomId, limit) =>
      asOne(tokenHash, () => {
        const [reporter] = [...tokensOf(disk, tokenHash)].sort()
        return disk.reports
          .filter((one) => one.roomId === roomId && one.reporter === reporter)
          .slice(0, limit)
          .flatMap(({ memberId, messageId, reason, note, at }) =>
            memberId === null ? [] : { memberId, messageId, reason, note, reportedAt: at },
          )
      }),

    stretch: (tokenHash, roomId, { after, upTo }) =>
      asOne(tokenHash, () => {
        const room = disk.rooms.get(roomId)
        const me = room && memberOf(room, room.owners.get(tokenHash))
        if (!room || !me) return null
        const { edits, reactors } = room.around
        const end = Math.min(after + OWN_STRETCH_PLACES, upTo)
        const between = (to: Sequence) =>
          placed(room).filter(({ sequence }) => sequence > after && sequence <= to)
        const written = between(end)
          .filter((record) => record.kind === 'message')
          .filter(({ authorId, deletedAt }) => authorId === me.memberId && deletedAt === undefined)
          .map((message) => ({ message, edits: edits.get(message.messageId) ?? [] }))
        let bytes = 0
        const isLight = (one: OwnMessage, i: number) => {
          bytes += JSON.stringify(one).length
          return i === 0 || bytes <= PAGE_BYTES_MAX
        }
        const firstLeft = written.findIndex((one, i) => !isLight(one, i))
        const messages = firstLeft < 0 ? written : written.slice(0, firstLeft)
        const to = firstLeft < 0 ? end : (messages.at(-1)?.message.sequence ?? end)
        return {
          epoch: room.epoch,
          keptHours: roomRecordOf(room).settings?.keptHours ?? null,
          to,
          messages,
          reactions: between(to)
            .filter((record) => record.kind === 'reactions')
            .flatMap(({ sequence, messageId, reactions }) =>
              reactions
                .filter(({ emoji }) =>
                  reactors.get(messageId)?.some((one) => one.emoji === emoji && one.memberId === me.memberId),
                )
                .map(({ emoji }) => ({ sequence, messageId, emoji })),
            ),
        }
      }),
  }
}
