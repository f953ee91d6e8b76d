import type { RoomId } from '@confab/protocol'
import { untrack } from 'svelte'
import type { RoomSession } from '../room/room-session.svelte.ts'
import type { KnownRoom } from '../storage/app-storage.ts'
import type { KnownRooms } from './known-rooms.svelte.ts'

/** Reading on writes the place read in pauses, not with every message, in milliseconds. */
const KEEP_AFTER_MS = 400

/** Keeps what this browser knows of a room while it is on the screen: for the list, and for the next visit. Made while a component is. */
export function keepKnownRoom(
  roomId: RoomId,
  knownRooms: KnownRooms,
  session: () => RoomSession | null,
): void {
  const openedAt = Date.now()
  const known = $derived(knownOf(session(), openedAt))

  function keep(room: KnownRoom): void {
    // A room just forgotten is not to come back.
    if (untrack(() => knownRooms.byId(roomId))) void knownRooms.save(room)
  }

  $effect(() => {
    const room = known
    if (!room) return
    const keepNow = () => {
      stopWaiting()
      keep(room)
    }
    const timer = setTimeout(keepNow, KEEP_AFTER_MS)
    addEventListener('pagehide', keepNow)
    const stopWaiting = () => {
      removeEventListener('pagehide', keepNow)
      clearTimeout(timer)
    }
    return stopWaiting
  })
  $effect(() => () => {
    const room = untrack(() => known)
    if (room) keep(room)
  })
}

function knownOf(session: RoomSession | null, openedAt: number): KnownRoom | null {
  const view = session?.view
  if (!session || !view?.room || !view.me) return null
  return {
    roomId: session.room.roomId,
    code: view.room.code,
    title: view.room.title,
    memberId: view.me.memberId,
    name: view.me.name,
    lastReadSequence: session.lastRead,
    lastOpenedAt: openedAt,
  }
}
