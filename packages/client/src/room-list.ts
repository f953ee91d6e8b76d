import type { CreateRoom, JoinRoom, RoomId, TabId } from '@confab/protocol'
import { type Answer, accepted, refused } from './answer.ts'
import { REQUEST_TIMEOUT_MS } from './requests.ts'
import type { Room } from './room.ts'
import { createRoomCore, type RoomCore } from './room-core.ts'
import type { RoomPort } from './room-port.ts'
import { attempt } from './storage.ts'

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
    requests.ask(
      (ref) => ({ type: 'leave-room', ref, roomId }),
      { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS },
      () => {},
    )
  }

  async function takeInPosts(room: RoomCore): Promise<void> {
    const posts = await attempt(clock, () => storage.loadPosts(room.roomId), [])
    room.takeInPosts(posts.filter((post) => post.tabId === tabId))
  }

  /** Answers once the room can be shown, or was refused, or nothing of it came in time. Then it is taken off the list. */
  function whenShown(room: RoomCore): Promise<Answer<Room>> {
    return new Promise((resolve) => {
      const look = () => {
        const { timeline, refusal } = room.view
        if (refusal !== null) finish(refused({ code: refusal }))
        else if (timeline.epoch !== null) finish(accepted(room))
      }
      const finish = (answer: Answer<Room>) => {
        unsubscribe()
        cancel()
        if (!answer.ok) room.leave()
        resolve(answer)
      }
      const unsubscribe = room.subscribe(look)
      const cancel = clock.after(REQUEST_TIMEOUT_MS, () => finish(refused({ code: 'unavailable' })))
      look()
    })
  }

  async function bringIn(roomId: RoomId): Promise<Answer<Room>> {
    const stored = await attempt(clock, () => storage.loadRoom(roomId), null)
    const present = rooms.get(roomId)
    if (present) return whenShown(present)
    const room = addRoom(roomId)
    if (stored) room.restore(stored)
    room.enter()
    const posts = takeInPosts(room)
    changed()
    // Shown with what was not sent yet, so that nothing seems lost for a moment.
    if (stored) await posts
    return whenShown(room)
  }

  return {
    rooms,
    goOut,
    enterNew: (make) =>
      new Promise((resolve) =>
        requests.ask(make, { isRepeatable: true, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) => {
          if (!answer.ok) return resolve(answer)
          if (answer.value.type !== 'entered') return
          // At once, because the reset that follows in the same frame wants a room to go to.
          const present = rooms.get(answer.value.roomId)
          const room = present ?? addRoom(answer.value.roomId)
          room.answerEntry(answer)
          if (!present) {
            void takeInPosts(room)
            changed()
          }
          resolve(whenShown(room))
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
        const left = await attempt(clock, () => storage.loadPosts(room.roomId), [])
        const adopted = left.filter((post) => post.tabId === from).map((post) => ({ ...post, tabId }))
        for (const post of adopted) await attempt(clock, () => storage.savePost(post), undefined)
        room.takeInPosts(adopted)
      }
    },
  }
}
