import {
  createId,
  type DecodeCommand,
  ERASED_KEPT_MS,
  type FillRandom,
  type RoomCode,
} from '@confab/protocol'
import type { Broker } from '../broker/broker.ts'
import type { NodeId, NodeSignal } from '../broker/signals.ts'
import type { Clock } from '../clock.ts'
import type { FileLinks } from '../files/file-links.ts'
import { Passwords } from '../identities/passwords.ts'
import { Sightings } from '../identities/sightings.ts'
import { COMMAND_BUCKET, HELLOS, type RateLimit } from '../limits.ts'
import { type LimitsConfig, readLimitsConfig } from '../limits-config.ts'
import { type Counters, createCounters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import { createLoopBusy } from '../observability/loop-busy.ts'
import type { Figures } from '../observability/metrics.ts'
import { watchedStore } from '../observability/watched-store.ts'
import { Operator } from '../operator/operator.ts'
import { Calls } from '../push/calls.ts'
import type { Push } from '../push/push.ts'
import { Barring } from '../rooms/barring.ts'
import { CreationKeys } from '../rooms/creation-keys.ts'
import { DeletedPurge } from '../rooms/deleted-purge.ts'
import { Entrance } from '../rooms/entrance.ts'
import { ErasedPurge } from '../rooms/erased-purge.ts'
import { PasswordCheck } from '../rooms/password-check.ts'
import { LookUpLimits } from '../rooms/rate-limit.ts'
import { Retention } from '../rooms/retention.ts'
import { Rooms } from '../rooms/rooms.ts'
import { Stamps } from '../rooms/stamps.ts'
import { type Store, StoreUnavailable, type TokenHash } from '../store/store.ts'
import { Admission } from './admission.ts'
import { Attention } from './attention.ts'
import type { Connection } from './connection.ts'
import { Connections } from './connections.ts'
import { Conversation } from './conversation.ts'
import { Dispatch } from './dispatch.ts'
import { type Contract, Doors } from './doors.ts'
import { Erasing } from './erasing.ts'
import { hideBlocks } from './hidden-block.ts'
import { Leading } from './leading.ts'
import { OwnWords } from './own-words.ts'
import { Ownership } from './ownership.ts'
import { Revocations } from './revocations.ts'
import { Searches } from './searches.ts'

/** What a node is made of. Simulations pass seeded randomness and a `defer` on their own clock. */
export type NodeOptions = {
  store: Store
  broker: Broker
  clock: Clock
  log: Log
  decode: DecodeCommand
  /** There is no other node on its store, nor ever will be while it runs. */
  isAlone: boolean
  /** What all nodes share and nobody else knows. It hides where failed look-ups came from. */
  sharedKey?: Uint8Array
  counters?: Counters
  defer?: (callback: () => void) => void
  loopBusy?: () => number
  random?: () => number
  /** Hellos heard in a second; as many as this program thinks a node can take, unless told. */
  hellosPerSecond?: number
  /** Commands one connection may give in a second; as many as a hand needs, unless told. */
  commandsPerSecond?: number
  /** What making a room takes: one of these; nothing, unless told. */
  creationKeys?: readonly string[]
  /** How much people may do; what is usual, unless told. */
  limits?: LimitsConfig
  fillRandom?: FillRandom
  /** Where passwords are hashed, if others have some hashed as well. */
  passwords?: Passwords
  /** Links to files, how long a file may be, and whom to tell that some may have to be erased; none where there are no files. */
  files?: { links: FileLinks; fileBytesMax: number; wake(): void } | null
  /** How people are called who are not here; none where nobody is. */
  push?: Push | null
}

/** One server process without its sockets: lines are opened on `connections`, everything behind them is here. */
export type Node = {
  connections: Connections
  rooms: Rooms
  /** Erases what rooms keep no longer. It does so by itself, too, but a node should do it before it lets anybody in. */
  expire(): Promise<void>
  /** On which terms one enters the room with this code, for somebody who asks from this address. */
  contract(address: string, code: RoomCode): Promise<Contract>
  /** Deletes what somebody wrote in the rooms they are in; answers whether that is all of it. */
  eraseWords(tokenHash: TokenHash): Promise<boolean>
  /** These tokens were ended: whoever is here with one of them goes, on every node. */
  ended(tokenHashes: readonly TokenHash[]): void
  /** Carries out what whoever runs the server wants done. */
  operator: Operator
  /** What is so at this moment. */
  figures(): Omit<Figures, 'reportsOpen'>
  /** What is known of the rooms is not so any more: everyone is told to come back, and reads the rooms anew. */
  startOver(): void
  /** Nothing more is taken from now on, what was taken is finished, then everyone is told to come back. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** The rate that was asked for, with a burst that lasts as long as it always does. */
function commandLimitOf(perSecond = COMMAND_BUCKET.perSecond): RateLimit {
  return { burst: (COMMAND_BUCKET.burst / COMMAND_BUCKET.perSecond) * perSecond, perSecond }
}

/** Joins the parts of a node. */
export function createNode(options: NodeOptions): Node {
  const { broker, clock, log, decode, isAlone, fillRandom, counters = createCounters(), files } = options
  const store = watchedStore(options.store, { counters, clock, log })
  const seeded = fillRandom ? { fillRandom } : {}
  const { loopBusy = createLoopBusy(() => clock.monotonic()) } = options
  const { random = Math.random, limits = readLimitsConfig({}) } = options
  const stamps = new Stamps(() => clock.now())
  const others = isAlone ? null : { nodeId: createId<NodeId>(fillRandom), stamps, random }
  const { push = null } = options
  const calls =
    push &&
    new Calls({
      table: store.attention,
      clock,
      log,
      counters,
      isHere: (roomId, memberId) => rooms.get(roomId)?.attendance.isHere(memberId) ?? false,
      send: push.send,
    })
  const rooms: Rooms = new Rooms({
    store,
    broker,
    clock,
    log,
    counters,
    others,
    loopBusy,
    outdated: () => startOver(),
    deleted: (roomId) => connections.endRoom(roomId),
    calls,
  })
  const barring = new Barring(store, clock)
  const retention = new Retention({ store, rooms, clock, log, expired: () => files?.wake() })
  const erasedPurge = new ErasedPurge({ store, clock, log, keptMs: ERASED_KEPT_MS })
  const deletedPurge = new DeletedPurge({ store, clock, log })
  const entrance = new Entrance({
    rooms,
    store,
    clock,
    barring,
    creationKeys: new CreationKeys(options.creationKeys ?? [], clock, limits.triesPerAddress),
    limits,
    ...seeded,
  })
  const revocations = new Revocations({
    store,
    broker,
    clock,
    isAlone,
    ended: (tokenHashes) => connections.endTokens(tokenHashes),
  })
  const sightings = new Sightings({ store, clock })
  const attention = new Attention({
    store,
    broker,
    clock,
    isAlone,
    push,
    connections: () => connections.all(),
  })
  const { sharedKey = new Uint8Array() } = options
  const lookUps = new LookUpLimits(() => clock.monotonic(), isAlone ? undefined : hideBlocks(sharedKey))
  const tellNodes = (signal: NodeSignal) => {
    if (!isAlone) broker.broadcast(signal)
  }
  const passwordCheck = new PasswordCheck({
    store,
    clock,
    passwords: options.passwords ?? new Passwords(),
    triesPerAddress: limits.triesPerAddress,
  })
  const ownWords = new OwnWords({ rooms, store, clock, deleted: () => files?.wake() })
  const doors = new Doors({
    rooms,
    entrance,
    barring,
    passwordCheck,
    store,
    lookUps,
    clock,
    counters,
    tellNodes,
    ...seeded,
  })
  const dispatch = new Dispatch({
    bodyLengthMax: limits.messageLengthMax,
    rooms,
    entrance,
    conversation: new Conversation({
      rooms,
      store,
      clock,
      fileLinks: files?.links ?? null,
      bodyLengthMax: limits.messageLengthMax,
      onDeleted: () => files?.wake(),
    }),
    leading: new Leading({ rooms, clock, passwordCheck, barring, tellNodes, ...seeded }),
    ownership: new Ownership({ rooms, store, clock, triesPerAddress: limits.triesPerAddress }),
    erasing: new Erasing({ rooms, store, clock }),
    doors,
    searches: new Searches({ rooms, store, clock }),
    revocations,
    sightings,
    attention,
    store,
    clock,
    log,
    counters,
    stamps,
    tellNodes,
    ...(files && { fileBytesMax: files.fileBytesMax }),
    ...seeded,
  })
  const { hellosPerSecond = HELLOS.perSecond } = options
  const admission = new Admission<Connection>(
    clock,
    { ...HELLOS, perSecond: hellosPerSecond },
    {
      admit({ line, hello }) {
        // Called from a timer as well, where nobody stands guard: a fault costs this line, never the process (D11).
        try {
          dispatch.run(line, hello, connections)
          line.runEarly()
        } catch (error) {
          log.error('hello-failed', errorFields(error))
          line.close(1011)
        }
      },
      turnAway: (line) => line.close(1013),
    },
  )
  const connections: Connections = new Connections(
    clock,
    {
      decode,
      counters,
      random,
      commandLimit: commandLimitOf(options.commandsPerSecond),
      defer: options.defer ?? setImmediate,
      onCommand(connection, command) {
        if (command.type === 'hello') admission.arrive(connection, command)
        else dispatch.run(connection, command, connections)
      },
    },
    (connection) => {
      admission.forget(connection)
      for (const room of [...connection.rooms.values()]) room.leave(connection, 'lost')
    },
  )
  const startOver = () => {
    log.warn('history-renewed')
    connections.closeAll()
    rooms.forget()
    // Nobody is here for a moment, which is no reason to call everybody.
    calls?.forget()
  }
  const stopListening = broker.listen((signal) => {
    if (signal.kind === 'take-over') {
      stamps.heard(signal.at)
      connections.replaced(signal)
    } else if (signal.kind === 'look-up-failed') lookUps.charge(signal)
    // The ban stands without it, and nobody is there to be told.
    else if (signal.kind === 'bar-address') barring.bar(signal.room, signal.memberId).catch(() => {})
  })
  return {
    connections,
    rooms,
    expire: () => retention.sweep(),
    contract: (address, code) => doors.contract(address, code),
    eraseWords: (tokenHash) => ownWords.erase(tokenHash),
    ended: (tokenHashes) => revocations.announce(tokenHashes),
    operator: new Operator({
      store,
      clock,
      async commit(change) {
        const { outcome } = await rooms.changed(change)
        if (outcome === 'busy' || outcome === 'unavailable') throw new StoreUnavailable('It was not written.')
        return outcome
      },
      deleted: (roomId) => rooms.deleted(roomId),
      ended: (tokenHashes) => revocations.announce(tokenHashes),
      wakeFiles: () => files?.wake(),
      purge: () => deletedPurge.purge(),
    }),
    figures: () => ({
      ...connections.figures,
      ...rooms.figures,
      hellosWaiting: admission.waiting,
      isBrokerConnected: broker.isConnected,
      pushesWaiting: push?.waitingCount ?? 0,
      roomsToCallFrom: calls?.watchedCount ?? 0,
    }),
    startOver,
    async drain() {
      dispatch.drain()
      await rooms.idle()
      // While it is known who is here.
      await calls?.finish()
      // First, so that those who come to them at once are thought to have been here all the time.
      rooms.leaveOthers()
      connections.closeAll()
    },
    async close() {
      stopListening()
      connections.close()
      admission.close()
      revocations.close()
      sightings.close()
      attention.close()
      calls?.close()
      await erasedPurge.close()
      await deletedPurge.close()
      await retention.close()
      await rooms.close()
    },
  }
}
