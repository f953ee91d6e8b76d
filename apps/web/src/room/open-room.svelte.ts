import type { Client, Room } from '@confab/client'
import { PRESENCE_GRACE_MS, type RefusalCode, type RoomId, refusalKind } from '@confab/protocol'
import { isUp } from './is-up.ts'
import { RoomSession } from './room-session.svelte.ts'

/** What became of opening a room. `waiting`: nothing of it is stored here, and nobody could be asked yet. */
export type Opening =
  | { state: 'opening' }
  | { state: 'waiting' }
  | { state: 'open'; session: RoomSession }
  | { state: 'refused'; code: RefusalCode }

/** Opens a room this browser is a member of, trying again whenever the line comes up. Made while a component is. */
export class RoomOpening {
  #opening = $state.raw<Opening>({ state: 'opening' })

  constructor(
    client: Client,
    roomId: RoomId,
    known: { lastRead: () => number; title: string; isIntroduced: boolean },
  ) {
    let isAsking = false
    let isOver = false

    const open = (room: Room) => {
      stay(room)
      const session = new RoomSession(room, client, known.lastRead())
      session.titleBefore = known.title
      session.isIntroduced = known.isIntroduced
      this.#opening = { state: 'open', session }
    }

    const ask = async () => {
      if (isAsking || isOver) return
      isAsking = true
      const answer = await client.resumeRoom(roomId)
      isAsking = false
      if (isOver) return
      if (answer.ok) open(answer.value)
      else if (refusalKind(answer.refusal.code) === 'retry') this.#opening = { state: 'waiting' }
      else this.#opening = { state: 'refused', code: answer.refusal.code }
    }

    // One that is there is drawn at once, not after a skeleton.
    const present = client.rooms.get(roomId)
    if (present?.view.timeline.epoch && present.view.refusal === null) open(present)

    $effect(() => {
      if (this.#opening.state === 'opening') void ask()
      const stopListening = client.subscribe(() => {
        if (this.#opening.state === 'waiting' && isUp(client.connection)) void ask()
      })
      return () => {
        isOver = true
        stopListening()
        if (this.#opening.state === 'open') leaveSoon(this.#opening.session.room)
      }
    })
  }

  get opening(): Opening {
    return this.#opening
  }
}

/** Rooms nobody looks at any more, each with what calls its leaving off. */
const leaving = new WeakMap<Room, () => void>()

/** Goes out of a room a while after it was last looked at: a glance into another room is no farewell. */
function leaveSoon(room: Room): void {
  const timer = setTimeout(() => leaveWhenSent(room), PRESENCE_GRACE_MS)
  leaving.set(room, () => clearTimeout(timer))
}

/** Goes out, but not before what was written there is sent: leaving ends the sending. */
function leaveWhenSent(room: Room): void {
  const hasUnsent = () => room.view.timeline.pending.some((post) => post.state !== 'refused')
  if (!hasUnsent()) {
    room.leave()
    return
  }
  const stopListening = room.subscribe(() => {
    if (hasUnsent()) return
    stay(room)
    room.leave()
  })
  leaving.set(room, stopListening)
}

/** Somebody came back before it was left. */
function stay(room: Room): void {
  leaving.get(room)?.()
  leaving.delete(room)
}
