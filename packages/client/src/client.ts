import {
  BODY_LENGTH_MAX,
  type CreateRoom,
  createId,
  type DecodeFrame,
  decodeFrame,
  type FillRandom,
  HELLO_BYTES_MAX,
  type Hello,
  type IdentityToken,
  type JoinRoom,
  ROOMS_PER_CONNECTION_MAX,
  type RoomCode,
  type RoomId,
  type RoomSummary,
  type Sequence,
  type ServerEvent,
  type TabId,
  type Welcome,
} from '@confab/protocol'
import { type Answer, accepted, assertNever, refused } from './answer.ts'
import { platformRandom, type Random } from './backoff.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Connection, createConnection, type OpenSocket, openPlatformSocket } from './connection.ts'
import { type ConnectionState, isOnline } from './connection-state.ts'
import { createListeners } from './listeners.ts'
import { createRequests, REQUEST_TIMEOUT_MS } from './requests.ts'
import { createRoomCore, type Room, type RoomCore } from './room.ts'
import type { RoomPort } from './room-port.ts'
import { attempt, type ClientStorage } from './storage.ts'
import { WINDOW_RECORDS_MAX } from './timeline.ts'

/** What a client is made of. Everything but the first three has the platform's default. */
export type ClientOptions = {
  /** `ws(s)://host/ws`. */
  url: string
  storage: ClientStorage
  /** Told to the server: `confab-web/1`. */
  clientName: string
  /** Which tab or process this is; the same id takes over the connection of the life before. Default: a fresh one. */
  tabId?: TabId
  clock?: Clock
  openSocket?: OpenSocket
  fillRandom?: FillRandom
  /** A number in [0, 1), for jitter. */
  random?: Random
  /** Default: the interpreted one, which needs no `eval`. */
  decodeFrame?: DecodeFrame
  /** Records kept in a room's timeline: `WINDOW_RECORDS_MAX` unless told otherwise. */
  windowMax?: number
}

/** A connection to a Confab server and the rooms entered over it. */
export interface Client {
  readonly connection: ConnectionState
  readonly rooms: ReadonlyMap<RoomId, Room>
  /** The server's clock, estimated, in milliseconds: what "today" is measured by. */
  serverNow(): number
  /** Starts connecting, and never gives up. */
  open(): void
  /** Ends the connection for good; what is stored stays. */
  close(): void
  /** "Try now": does not wait for the next try. */
  retryNow(): void
  /** A hint that the world changed (online, visible, thawed): probes the line or reconnects at once. */
  wake(): void
  /** Makes a room and enters it as its owner. */
  createRoom(name: string): Promise<Answer<Room>>
  /** Enters a room by its code, becoming a member under this name. */
  joinRoom(code: RoomCode, name: string): Promise<Answer<Room>>
  /** Comes back to a room this identity is a member of: at once if it is stored, else once it is entered. */
  resumeRoom(roomId: RoomId): Promise<Answer<Room>>
  /** What is new in rooms without entering them; `after` is the last place seen. */
  fetchSummaries(rooms: { roomId: RoomId; after: Sequence }[]): Promise<Answer<RoomSummary[]>>
  /** Takes over the unsent posts that another tab, gone by now, left for the rooms entered here. */
  adoptPosts(tabId: TabId): Promise<void>
  /** Calls when the connection's state or the set of rooms changed. */
  subscribe(listener: () => void): () => void
}

/** Room in a hello for everything but the rooms to resume, in bytes. */
const HELLO_MARGIN_BYTES = 512

/** Makes a client. Nothing happens before `open`. */
export function createClient(options: ClientOptions): Client {
  const { storage, clientName, fillRandom } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? platformRandom
  const tabId = options.tabId ?? createId<TabId>(fillRandom)
  const rooms = new Map<RoomId, RoomCore>()
  /** Rooms being brought in from storage: a second call waits for the first. */
  const resuming = new Map<RoomId, Promise<Answer<Room>>>()
  const listeners = createListeners<void>()
  let token: IdentityToken | null = null
  let serverAheadMs = 0
  let bodyLengthMax = BODY_LENGTH_MAX
  let isOpen = false
  let probeRef = 0

  const requests = createRequests({
    clock,
    random,
    isUp: () => isOnline(connection.state),
    send: (command) => connection.send(command),
  })

  const connection: Connection = createConnection({
    url: options.url,
    clock,
    random,
    openSocket: options.openSocket ?? openPlatformSocket,
    decodeFrame: options.decodeFrame ?? decodeFrame,
    hello,
    probe() {
      probeRef = requests.expect(REQUEST_TIMEOUT_MS, () => {})
      return { type: 'probe', ref: probeRef }
    },
    received,
    changed,
  })

  const port: RoomPort = {
    clock,
    random,
    fillRandom,
    storage,
    requests,
    tabId,
    windowMax: options.windowMax ?? WINDOW_RECORDS_MAX,
    isOnline: () => isOnline(connection.state),
    serverNow: () => clock.now() + serverAheadMs,
    bodyLengthMax: () => bodyLengthMax,
    send: (command) => connection.send(command),
    doubtLine: () => connection.step({ name: 'wake' }),
  }

  // The connection

  function hello(): Hello {
    const bare: Hello = { type: 'hello', token, tabId, client: clientName, resume: [] }
    let bytes = HELLO_MARGIN_BYTES
    for (const room of rooms.values()) {
      if (room.view.phase === 'refused') continue
      const entry = room.resume()
      bytes += JSON.stringify(entry).length + 1
      // What does not fit in a first frame is asked for after the welcome, by `enter`.
      if (bytes > HELLO_BYTES_MAX) {
        room.lineLost()
        break
      }
      bare.resume.push(entry)
    }
    return bare
  }

  function changed(before: ConnectionState, after: ConnectionState): void {
    const isUp = isOnline(after)
    if (isOnline(before) && !isUp) loseLine()
    if (!isOnline(before) && isUp) {
      requests.lineUp()
      for (const room of rooms.values()) room.enter()
    }
    // A line that went before its welcome leaves its hello unanswered.
    if (before.name === 'greeting' && !isUp) loseLine()
    listeners.tell()
  }

  function loseLine(): void {
    requests.lineLost()
    for (const room of rooms.values()) room.lineLost()
  }

  function received(events: readonly ServerEvent[]): void {
    for (const event of events) receive(event)
    for (const room of [...rooms.values()]) room.flush()
  }

  function receive(event: ServerEvent): void {
    switch (event.type) {
      case 'welcome':
        return welcome(event)
      case 'heartbeat':
        connection.send({ type: 'alive' })
        for (const { roomId, head } of event.heads) rooms.get(roomId)?.hearHead(head)
        return
      case 'span':
      case 'reset':
      case 'presence':
      case 'typing':
      case 'post-refusal':
        return rooms.get(event.roomId)?.receive(event)
      case 'done':
        requests.settle(event)
        if (event.ref === probeRef) connection.step({ name: 'answered' })
        return
      case 'entered':
      case 'page':
      case 'summaries':
      case 'refusal':
        return requests.settle(event)
      default:
        return assertNever(event)
    }
  }

  function welcome(event: Welcome): void {
    serverAheadMs = event.serverTime - clock.now()
    bodyLengthMax = event.bodyLengthMax
    const offered = event.token
    if (offered === null) return connection.step({ name: 'welcomed' })
    const { line } = connection
    void attempt(clock, () => storage.keepToken(offered), offered).then((winner) => {
      token = winner
      // The line this welcome came on may be gone by now, and the next one says its own hello.
      if (connection.line !== line) return
      // Two tabs came as strangers at once: the one whose token was kept is who this browser is.
      connection.step({ name: winner === offered ? 'welcomed' : 'identity-changed' })
    })
  }

  // Rooms

  function addRoom(roomId: RoomId): RoomCore {
    const present = rooms.get(roomId)
    if (present) return present
    const room = createRoomCore(roomId, port, () => {
      rooms.delete(roomId)
      leave(roomId)
      listeners.tell()
    })
    rooms.set(roomId, room)
    return room
  }

  function leave(roomId: RoomId): void {
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

  /** Answers once the room can be shown, or was refused, or nothing of it came in time. */
  function whenShown(room: RoomCore): Promise<Answer<Room>> {
    return new Promise((resolve) => {
      const look = (): boolean => {
        const { timeline, refusal } = room.view
        if (refusal !== null) finish(refused({ code: refusal }))
        else if (timeline.epoch !== null) finish(accepted(room))
        else return false
        return true
      }
      const finish = (answer: Answer<Room>) => {
        unsubscribe()
        cancel()
        if (!answer.ok) drop(room)
        resolve(answer)
      }
      const unsubscribe = room.subscribe(look)
      const cancel = clock.after(REQUEST_TIMEOUT_MS, () => finish(refused({ code: 'unavailable' })))
      look()
    })
  }

  /** A room that could not be shown is none. */
  function drop(room: RoomCore): void {
    room.end()
    if (rooms.get(room.roomId) !== room) return
    rooms.delete(room.roomId)
    listeners.tell()
  }

  function enterNew(make: (ref: number) => CreateRoom | JoinRoom): Promise<Answer<Room>> {
    return new Promise((resolve) =>
      requests.ask(make, { isRepeatable: true, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) => {
        if (!answer.ok) return resolve(answer)
        if (answer.value.type !== 'entered') return
        const { roomId } = answer.value
        const isNew = !rooms.has(roomId)
        const room = addRoom(roomId)
        room.answerEntry(answer)
        if (isNew) {
          void takeInPosts(room)
          listeners.tell()
        }
        resolve(whenShown(room))
      }),
    )
  }

  async function bringIn(roomId: RoomId): Promise<Answer<Room>> {
    const stored = await attempt(clock, () => storage.loadRoom(roomId), null)
    const present = rooms.get(roomId)
    if (present) return whenShown(present)
    const room = addRoom(roomId)
    if (stored) room.restore(stored)
    room.enter()
    const posts = takeInPosts(room)
    listeners.tell()
    // Shown with what was not sent yet, so that nothing seems lost for a moment.
    if (stored) await posts
    return whenShown(room)
  }

  return {
    get connection() {
      return connection.state
    },
    rooms,
    serverNow: port.serverNow,
    open() {
      if (isOpen) return
      isOpen = true
      void attempt(clock, () => storage.loadToken(), null).then((stored) => {
        token ??= stored
        if (isOpen) connection.step({ name: 'open' })
      })
    },
    close() {
      isOpen = false
      connection.step({ name: 'close' })
      requests.close()
      for (const room of rooms.values()) room.end()
    },
    retryNow: () => connection.step({ name: 'retry-now' }),
    wake: () => connection.step({ name: 'wake' }),
    createRoom(name) {
      // The same id on every try, so that a lost answer does not make two rooms (D3).
      const roomId = createId<RoomId>(fillRandom)
      return enterNew((ref) => ({ type: 'create-room', ref, roomId, name }))
    },
    joinRoom: (code, name) => enterNew((ref) => ({ type: 'join-room', ref, code, name })),
    resumeRoom(roomId) {
      const present = rooms.get(roomId)
      if (present) return whenShown(present)
      const underWay = resuming.get(roomId) ?? bringIn(roomId).finally(() => resuming.delete(roomId))
      resuming.set(roomId, underWay)
      return underWay
    },
    fetchSummaries(asked) {
      const wanted = asked.slice(0, ROOMS_PER_CONNECTION_MAX)
      return new Promise((resolve) =>
        requests.ask(
          (ref) => ({ type: 'fetch-summaries', ref, rooms: wanted }),
          { isRepeatable: true, timeoutMs: REQUEST_TIMEOUT_MS },
          (answer) => {
            if (!answer.ok) resolve(answer)
            else if (answer.value.type === 'summaries') resolve(accepted(answer.value.rooms))
          },
        ),
      )
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
    subscribe: listeners.add,
  }
}
