import type { CreateRoom, JoinRoom, RoomId, TabId } from '@confab/protocol'
import { type Answer, accepted, refused } from './answer.ts'
import type { Unsent } from './outgoing.ts'
import { REQUEST_TIMEOUT_MS, type Reply } from './requests.ts'
import type { Room } from './room.ts'
import { createRoomCore, type RoomCore } from './room-core.ts'
import type { RoomPort } from './room-port.ts'
import { attempt, type StoredRoom } from './storage.ts'

/** The rooms a client is in, and the ways into them. */
export interface RoomList {
  readonly rooms: ReadonlyMap<RoomId, RoomCore>
  /** By code or as its maker: asked for on this line or the next. */
  enterNew(make: (ref: number) => CreateRoom | JoinRoom): Promise<Answer<Room>>
  /** Back to a room one is a member of: shown from storage if it is there, else once it is entered. */
  resume(roomId: RoomId): Promise<Answer<Room>>
  adoptPosts(from: TabId): Promise<void>
  /** Tells the server that this connection wants no more of a room. */
  goOut(roomId: RoomId): void
}

/** Makes the list of rooms of one client. `changed` is called when a room came or went. */
export function createRoomList(port: RoomPort, changed: () => void): RoomList {
  const { clock, storage, requests, tabId } = port
  const rooms = new Map<RoomId, RoomCore>()
  /** Rooms being brought in from storage: a second call waits for the first. */
  const underWay = new Map<RoomId, Promise<Answer<Room>>>()
  /** How many goings out of a room the server has not answered yet. */
  const goingOut = new Map<RoomId, number>()

  function addRoom(roomId: RoomId): RoomCore {
    const room = createRoomCore(roomId, port, () => {
      if (rooms.get(roomId) !== room) return
      rooms.delete(roomId)
      goOut(roomId)
      changed()
    })
    rooms.set(roomId, room)
    return room
  }

  function goOut(roomId: RoomId): void {
    goingOut.set(roomId, (goingOut.get(roomId) ?? 0) + 1)
    requests.ask(
      // One that was told to wait must not go out of a room that is back by then.
      (ref) => (rooms.has(roomId) ? null : { type: 'leave-room', ref, roomId }),
      // Longer than anybody waits to enter, so that no entry can be older than what is remembered here.
      { isRepeatable: false, timeoutMs: 2 * REQUEST_TIMEOUT_MS },
      () => {
        const left = (goingOut.get(roomId) ?? 1) - 1
        if (left > 0) goingOut.set(roomId, left)
        else goingOut.delete(roomId)
      },
    )
  }

  /** Takes the reply to a create or join. At once, because the reset that follows in the same frame wants a room to go to. */
  function entered(answer: Answer<Reply>, roomId: RoomId): RoomCore {
    const present = rooms.get(roomId)
    const room = present ?? addRoom(roomId)
    // Entered before a going out that is on its way: the server undoes it, so the room is asked for behind that. Else it
    // would hear nothing more, and its posts would be forbidden.
    if (goingOut.has(roomId)) room.enter()
    else room.answerEntry(answer)
    if (!present) {
      void takeIn(room)
      changed()
    }
    return room
  }

  async function load(roomId: RoomId): Promise<Unsent> {
    const [posts, changes] = await Promise.all([
      attempt(clock, () => storage.loadPosts(roomId), []),
      attempt(clock, () => storage.loadChanges(roomId), []),
    ])
    return { posts, changes }
  }

  async function takeIn(room: RoomCore, loading = load(room.roomId)): Promise<void> {
    const { posts, changes } = await loading
    const isOwn = (kept: { tabId: TabId }) => kept.tabId === tabId
    room.takeIn({ posts: posts.filter(isOwn), changes: changes.filter(isOwn) })
  }

  /**
   * Answers once the room can be shown, or was refused, or nothing of it came in time. Then it is taken off the list. `late` is a storage that
   * has not answered yet: who is refused may read what was kept, so its word is waited for.
   */
  function whenShown(room: RoomCore, late: Promise<StoredRoom | null> | null = null): Promise<Answer<Room>> {
    return new Promise((resolve) => {
      let isAwaited = late !== null
      let isRestored = false
      let isOver = false
      const look = () => {
        const { timeline, refusal } = room.view
        if (timeline.epoch !== null && (refusal === null || isRestored)) finish(accepted(room))
        else if (refusal !== null && !isAwaited) finish(refused({ code: refusal }))
      }
      void late?.then((stored) => {
        isAwaited = false
        if (isOver) return
        if (stored && room.view.timeline.epoch === null) {
          isRestored = true
          room.restore(stored)
        }
        look()
      })
      const finish = (answer: Answer<Room>) => {
        isOver = true
        unsubscribe()
        cancel()
        if (!answer.ok) room.leave()
        resolve(answer)
      }
      const unsubscribe = room.subscribe(look)
      const cancel = clock.after(REQUEST_TIMEOUT_MS, () =>
        finish(refused({ code: room.view.refusal ?? 'unavailable' })),
      )
      look()
    })
  }

  async function bringIn(roomId: RoomId): Promise<Answer<Room>> {
    // Beside the room, not after it: a disk takes its time for every answer.
    const unsent = load(roomId)
    // Undefined while it has not answered.
    const loading = Promise.resolve()
      .then(() => storage.loadRoom(roomId))
      .catch(() => null)
    const stored = await attempt<StoredRoom | null | undefined>(clock, () => loading, undefined)
    const present = rooms.get(roomId)
    if (present) return whenShown(present)
    const room = addRoom(roomId)
    if (stored) room.restore(stored)
    room.enter()
    const takenIn = takeIn(room, unsent)
    // Shown with what was not sent yet, so that nothing seems lost for a moment.
    if (stored) await takenIn
    changed()
    return whenShown(room, stored === undefined ? loading : null)
  }

  return {
    rooms,
    goOut,
    enterNew: (make) =>
      new Promise((resolve) =>
        requests.ask(make, { isRepeatable: true, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) => {
          if (!answer.ok) resolve(answer)
          else if (answer.value.type === 'entered') resolve(whenShown(entered(answer, answer.value.roomId)))
        }),
      ),
    resume(roomId) {
      const present = rooms.get(roomId)
      if (present && present.view.refusal === null) return whenShown(present)
      // Refused before: whoever asks again wants it tried again.
      present?.leave()
      const promise = underWay.get(roomId) ?? bringIn(roomId).finally(() => underWay.delete(roomId))
      underWay.set(roomId, promise)
      return promise
    },
    async adoptPosts(from) {
      if (from === tabId) return
      for (const room of [...rooms.values()]) {
        const left = await load(room.roomId)
        const take = <T extends { tabId: TabId }>(kept: readonly T[]) =>
          kept.filter((one) => one.tabId === from).map((one) => ({ ...one, tabId }))
        const [posts, changes] = [take(left.posts), take(left.changes)]
        for (const post of posts) await attempt(clock, () => storage.savePost(post), undefined)
        for (const change of changes) await attempt(clock, () => storage.saveChange(change), undefined)
        room.adopt({ posts, changes })
      }
    },
  }
}
