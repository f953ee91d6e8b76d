import type {
  ConfabRecord,
  DeedDetail,
  DeedKind,
  DeedSettings,
  MemberId,
  RoomSettings,
} from '@confab/protocol'
import type { NewDeed } from './deed-table.ts'
import type { Change, Outcome } from './store.ts'

/**
 * The entry for a change that was judged, if somebody did something over others or over the room: what came to nothing, or was so before, has none, so the
 * same sent twice has one. `before` is what was settled until then.
 */
export function deedOf(change: Change, outcome: Outcome, before: RoomSettings | undefined): NewDeed | null {
  if (outcome.outcome !== 'applied') return null
  const { records } = outcome
  const done = (
    kind: DeedKind,
    by: MemberId | null,
    whom: MemberId | null = null,
    detail: DeedDetail = {},
  ): NewDeed => ({ at: change.at, by, kind, whom, detail })
  switch (change.kind) {
    case 'remove-member':
      return done('remove-member', change.ownerId, change.memberId)
    case 'set-role':
      return done('set-role', change.actorId, change.memberId, { role: change.role })
    case 'ban-member':
      return done(change.isBanned ? 'ban-member' : 'lift-ban', change.actorId, change.memberId)
    case 'mute-member':
      return change.until > change.at
        ? done('mute-member', change.actorId, change.memberId, { until: change.until })
        : done('unmute-member', change.actorId, change.memberId)
    case 'hand-over':
      return done('hand-over', change.actorId, change.memberId)
    case 'set-owner-code':
      return done('set-owner-code', change.memberId)
    case 'claim-room':
      return done('claim-room', change.memberId, change.madeBy)
    case 'change-settings':
      return done('change-settings', change.memberId, null, {
        settings: settledAnew(before ?? {}, settingsIn(records)),
      })
    case 'change-code':
      return done('change-code', change.memberId)
    case 'change-room':
      return done('change-room', change.memberId)
    case 'clean-up': {
      const kind = change.above === null ? 'clean-up' : 'undo-clean-up'
      return done(kind, change.memberId, null, { count: records.length })
    }
    case 'erase-messages':
      return done('erase-messages', change.memberId, change.of ?? null, { count: messagesIn(records) })
    case 'restore-messages':
      return done('restore-messages', change.memberId, null, { count: messagesIn(records) })
    case 'pin-message':
      return done(change.isPinned ? 'pin-message' : 'unpin-message', change.memberId)
    case 'delete-message': {
      const author = records.find((record) => record.kind === 'message')?.authorId ?? null
      return author === change.memberId ? null : done('delete-message', change.memberId, author)
    }
    case 'close-room':
      return done('change-settings', null, null, { settings: { isLocked: change.isLocked } })
    case 'lift-ban':
      return done('lift-ban', null, change.memberId)
    // What people do for themselves, and what time does.
    case 'create-room':
    case 'join-room':
    case 'post-message':
    case 'edit-message':
    case 'react':
    case 'expire-messages':
      return null
  }
}

const messagesIn = (records: readonly ConfabRecord[]): number =>
  records.filter(({ kind }) => kind === 'message').length

const settingsIn = (records: readonly ConfabRecord[]): RoomSettings => {
  const room = records.find((record) => record.kind === 'room')
  return room?.settings ?? {}
}

/** What differs, as it is now. Of a password only that it is another one. */
function settledAnew(before: RoomSettings, now: RoomSettings): DeedSettings {
  const differs = (key: keyof RoomSettings) => before[key] !== now[key]
  return {
    ...(differs('isLocked') && { isLocked: now.isLocked ?? false }),
    ...(differs('whoPosts') && { whoPosts: now.whoPosts ?? 'everybody' }),
    ...(differs('whoExports') && { whoExports: now.whoExports ?? 'owner' }),
    ...(differs('entry') && { entry: now.entry ?? 'open' }),
    ...(differs('passwordSince') && { isPasswordNew: true as const }),
    ...(differs('guardedUntil') && { guardedUntil: now.guardedUntil ?? null }),
    ...(differs('capacity') && { capacity: now.capacity ?? null }),
    ...(differs('slowMs') && { slowMs: now.slowMs ?? null }),
    ...(differs('newcomersSee') && { newcomersSee: now.newcomersSee ?? null }),
    ...(differs('keptHours') && { keptHours: now.keptHours ?? null }),
  }
}
