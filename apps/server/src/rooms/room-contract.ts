import type { RoomContract } from '@confab/protocol'
import type { DoorPlate } from '../store/store.ts'

/** What may be told of a room at this moment to whoever has its code: names only where that lets them in. */
export function contractOf({ title, settings, leaders, leadersCount }: DoorPlate, now: number): RoomContract {
  const {
    isLocked,
    entry = 'open',
    guardedUntil = 0,
    whoPosts = 'everybody',
    whoExports = 'owner',
  } = settings
  const { newcomersSee = null, keptHours = null } = settings
  const way = isLocked ? 'closed' : entry === 'open' && guardedUntil > now ? 'knock' : entry
  const isOpen = way === 'open'
  return {
    title: isOpen ? title : '',
    entry: way,
    newcomersSee,
    keptHours,
    whoPosts,
    whoExports,
    leaders: isOpen ? leaders : [],
    leadersCount: isOpen ? leadersCount : 0,
  }
}
