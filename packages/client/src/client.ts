import {
  type AttentionLevel,
  BODY_LENGTH_MAX,
  type Command,
  createId,
  type DecodeFrame,
  decodeFrame,
  type FillRandom,
  type Hello,
  type IdentityToken,
  type MemberId,
  ROOMS_PER_CONNECTION_MAX,
  type RoomCode,
  type RoomId,
  type RoomSummary,
  type Sequence,
  type ServerEvent,
  type TabId,
  type Welcome,
} from '@confab/protocol'
import { type Answer, accepted, assertNever } from './answer.ts'
import { type AttentionView, createAttention, type PushSubscriptionOffered } from './attention.ts'
import { platformRandom, type Random } from './backoff.ts'
import { type Clock, systemClock } from './clock.ts'
import { type Connection, createConnection, type OpenSocket, openPlatformSocket } from './connection.ts'
import { type ConnectionState, isOnline } from './connection-state.ts'
import { createListeners } from './listeners.ts'
import { createRequests, REQUEST_TIMEOUT_MS } from './requests.ts'
import type { Room } from './room.ts'
import { createRoomList } from './room-list.ts'
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
  /** How files are sent. Default: the platform's. */
  fetch?: typeof globalThis.fetch
  fillRandom?: FillRandom
  /** A number in [0, 1), for jitter. */
  random?: Random
  /** Default: the interpreted one, which needs no `eval`. */
  decodeFrame?: DecodeFrame
  /** Records kept in a room's timeline: `WINDOW_RECORDS_MAX` unless told otherwise. */
  windowMax?: number
}

/** What a client knows besides its rooms. */
export type ClientView = {
  /** What this identity wants to be called for; null until `fetchAttention` was answered. Kept up to date from then on. */
  readonly attention: AttentionView | null
}

/** A connection to a Confab server and the rooms entered over it. */
export interface Client {
  readonly connection: ConnectionState
  readonly rooms: ReadonlyMap<RoomId, Room>
  readonly view: ClientView
  /** The server's clock, estimated, in milliseconds: what "today" is measured by. */
  serverNow(): number
  /** What proves this identity, for what goes over HTTP (`sendFile`); null before the first welcome. Show it to nobody else. */
  readonly token: IdentityToken | null
  /** How long a file may be, in bytes; null when the server takes none, and before the first welcome. */
  readonly fileBytesMax: number | null
  /** How long a message may be, in UTF-16 units; as long as any server takes before the first welcome. */
  readonly bodyLengthMax: number
  /** Starts connecting, and never gives up. A client that was closed stays closed. */
  open(): void
  /** Ends the connection for good; what is stored stays. */
  close(): void
  /** "Try now": does not wait for the next try. */
  retryNow(): void
  /** A hint that the world changed (online, visible, thawed): probes the line or reconnects at once. */
  wake(): void
  /** Stores what is not stored yet of all rooms, which otherwise happens a little later: for when the page is about to go. */
  keepNow(): void
  /** Makes a room and enters it as its owner. A server that refuses as 'key-needed' asks for `creationKey`. */
  createRoom(name: string, creationKey?: string): Promise<Answer<Room>>
  /** Enters a room by its code, becoming a member under this name; `password` is what a room may ask newcomers for. */
  joinRoom(code: RoomCode, name: string, password?: string): Promise<Answer<Room>>
  /** Asks to be let into a room that refused as 'knock-needed'. Whoever was let in can join; nobody is told of a no. Refused as 'busy', 'rate-limited'. */
  askIn(code: RoomCode, name: string): Promise<Answer<null>>
  /** Does not ask any more. */
  withdrawKnock(code: RoomCode): Promise<Answer<null>>
  /** Comes back to a room this identity is a member of: at once if it is stored, else once it is entered. */
  resumeRoom(roomId: RoomId): Promise<Answer<Room>>
  /** What is new in rooms without entering them: above what this member has seen, or above `after` when that is later. */
  fetchSummaries(rooms: { roomId: RoomId; after?: Sequence | null }[]): Promise<Answer<RoomSummary[]>>
  /** What this identity wants to be called for, on all its devices; from then on in `view`. */
  fetchAttention(): Promise<Answer<AttentionView>>
  /** What is worth calling this identity for in a room. Refused as 'forbidden' to whoever is no member. */
  setLevel(roomId: RoomId, level: AttentionLevel): Promise<Answer<null>>
  /** Would rather not read what a member of a room writes, or would again; nobody else is told. Refused as 'forbidden', 'not-found', 'invalid', 'limit-reached'. */
  setIgnored(roomId: RoomId, memberId: MemberId, isIgnored: boolean): Promise<Answer<null>>
  /** Not to be called until this moment of the server's clock, in milliseconds; null ends that. */
  setQuiet(until: number | null): Promise<Answer<null>>
  /** Lets the server call this browser while no tab of it is open. The same endpoint again is harmless: do it at every start. */
  subscribePush(subscription: PushSubscriptionOffered): Promise<Answer<null>>
  /** The server calls this browser no more. */
  unsubscribePush(endpoint: string): Promise<Answer<null>>
  /**
   * Signs out everywhere: this client's identity is over for good, in every tab and on every device that has it. The server then ends the
   * connection with 4401, and the client stops; what is stored of rooms stays. `retryNow` starts anew, as somebody nobody knows.
   */
  revoke(): Promise<Answer<null>>
  /** Takes over the unsent posts that another tab, gone by now, left for the rooms entered here. */
  adoptPosts(tabId: TabId): Promise<void>
  /** Calls when the connection's state or the set of rooms changed. */
  subscribe(listener: () => void): () => void
}

/** The close code of a token that is over. */
const TOKEN_REVOKED = 4401

/** Makes a client. Nothing happens before `open`. */
export function createClient(options: ClientOptions): Client {
  const { storage, clientName, fillRandom } = options
  const clock = options.clock ?? systemClock
  const random = options.random ?? platformRandom
  const tabId = options.tabId ?? createId<TabId>(fillRandom)
  const listeners = createListeners<void>()
  let token: IdentityToken | null = null
  let serverAheadMs = 0
  let bodyLengthMax = BODY_LENGTH_MAX
  let fileBytesMax: number | null = null
  let life: 'new' | 'open' | 'closed' = 'new'
  let probeRef = 0

  const requests = createRequests({
    clock,
    random,
    isUp: () => isOnline(connection.state),
    send: (command) => connection.send(command),
    // Whoever waited in vain need not wait for the silence as well: a line that is gone is noticed now.
    unanswered: () => connection.step({ name: 'wake' }),
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
    url: options.url,
    fetch: options.fetch,
    token: () => token,
    isOnline: () => isOnline(connection.state),
    serverNow: () => clock.now() + serverAheadMs,
    bodyLengthMax: () => bodyLengthMax,
    send: (command) => connection.send(command),
    doubtLine: () => connection.step({ name: 'wake' }),
  }

  const list = createRoomList(port, () => listeners.tell())
  const attention = createAttention(requests, () => listeners.tell())
  const { rooms } = list

  function hello(): Hello {
    const bare: Hello = { type: 'hello', token, tabId, client: clientName, resume: [] }
    // A stranger is a member nowhere, and would be refused for good; after the welcome it is known who asks.
    if (token === null) return bare
    for (const room of rooms.values()) {
      // A hello takes no more; what is beyond is asked for after the welcome, and may be refused for itself.
      if (bare.resume.length >= ROOMS_PER_CONNECTION_MAX) break
      if (room.view.phase !== 'refused') bare.resume.push(room.resume())
    }
    return bare
  }

  function changed(before: ConnectionState, after: ConnectionState): void {
    const isUp = isOnline(after)
    if (isOnline(before) && !isUp) loseLine()
    if (!isOnline(before) && isUp) {
      requests.lineUp()
      for (const room of rooms.values()) room.enter()
      attention.lineUp()
    }
    // A line that went before its welcome leaves its hello unanswered.
    if (before.name === 'greeting' && !isUp) loseLine()
    // Nobody comes to answer: whoever waits is told so now.
    if (after.name === 'stopped') requests.close()
    if (after.name === 'stopped' && after.code === TOKEN_REVOKED) forgetToken()
    listeners.tell()
  }

  /** It proves nothing any more, and the next line begins with another. */
  function forgetToken(): void {
    const over = token
    token = null
    attention.forget()
    if (over !== null) void attempt(clock, () => storage.forgetToken(over), undefined)
  }

  function loseLine(): void {
    // The rooms first: what the requests then answer is no news to them.
    for (const room of rooms.values()) room.lineLost()
    requests.lineLost()
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
      case 'read':
      case 'post-refusal':
        return rooms.get(event.roomId)?.receive(event)
      case 'done':
      case 'refusal':
        requests.settle(event)
        // A refused probe proves the line as well as one that is done.
        if (event.ref === probeRef) connection.step({ name: 'answered' })
        return
      case 'entered':
        requests.settle(event)
        // Whoever asked gave up waiting, or went out before the room was opened: the server need not go on telling.
        if (!rooms.has(event.roomId)) list.goOut(event.roomId)
        return
      case 'page':
      case 'file-links':
      case 'records':
      case 'edits':
      case 'reactors':
      case 'knocks':
      case 'search-results':
      case 'place':
      case 'summaries':
        requests.settle(event)
        return
      case 'attention':
        if (event.ref === undefined) attention.learn(event)
        else requests.settle({ ...event, ref: event.ref })
        return
      default:
        return assertNever(event)
    }
  }

  function welcome(event: Welcome): void {
    serverAheadMs = event.serverTime - clock.now()
    bodyLengthMax = event.bodyLengthMax
    fileBytesMax = event.fileBytesMax ?? null
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

  const done = (make: (ref: number) => Command): Promise<Answer<null>> =>
    new Promise((resolve) =>
      requests.ask(make, { isRepeatable: false, timeoutMs: REQUEST_TIMEOUT_MS }, (answer) =>
        resolve(answer.ok ? accepted(null) : answer),
      ),
    )

  return {
    get connection() {
      return connection.state
    },
    rooms,
    get view() {
      return { attention: attention.view }
    },
    get token() {
      return token
    },
    get bodyLengthMax() {
      return bodyLengthMax
    },
    get fileBytesMax() {
      return fileBytesMax
    },
    serverNow: port.serverNow,
    open() {
      if (life !== 'new') return
      life = 'open'
      void attempt(clock, () => storage.loadToken(), null).then((stored) => {
        token ??= stored
        if (life === 'open') connection.step({ name: 'open' })
      })
    },
    close() {
      life = 'closed'
      connection.step({ name: 'close' })
      requests.close()
      for (const room of rooms.values()) room.end()
    },
    retryNow: () => connection.step({ name: 'retry-now' }),
    wake: () => connection.step({ name: 'wake' }),
    keepNow() {
      for (const room of rooms.values()) room.keepNow()
    },
    createRoom(name, creationKey) {
      // The same id on every try, so that a lost answer does not make two rooms (D3).
      const roomId = createId<RoomId>(fillRandom)
      return list.enterNew((ref) => ({
        type: 'create-room',
        ref,
        roomId,
        name,
        ...(creationKey === undefined ? {} : { creationKey }),
      }))
    },
    joinRoom: (code, name, password) =>
      list.enterNew((ref) => ({
        type: 'join-room',
        ref,
        code,
        name,
        ...(password === undefined ? {} : { password }),
      })),
    askIn: (code, name) => done((ref) => ({ type: 'ask-in', ref, code, name })),
    withdrawKnock: (code) => done((ref) => ({ type: 'withdraw-knock', ref, code })),
    resumeRoom: list.resume,
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
    fetchAttention: attention.fetch,
    setLevel: attention.setLevel,
    setIgnored: attention.setIgnored,
    setQuiet: attention.setQuiet,
    subscribePush: attention.subscribePush,
    unsubscribePush: attention.unsubscribePush,
    revoke: () => done((ref) => ({ type: 'revoke-token', ref })),
    adoptPosts: list.adoptPosts,
    subscribe: listeners.add,
  }
}
