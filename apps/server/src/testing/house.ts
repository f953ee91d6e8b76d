import type { ConfabRecord, Ref } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import type { NodeId } from '../broker/signals.ts'
import { createCounters } from '../observability/counters.ts'
import { silentLog } from '../observability/log.ts'
import type { Room } from '../rooms/room.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import { Rooms, type RoomsOptions } from '../rooms/rooms.ts'
import { spansOfCommit } from '../rooms/spans.ts'
import { Stamps } from '../rooms/stamps.ts'
import type { Change, Store } from '../store/store.ts'
import { aCast, applied, create, join, type Person, post } from '../store/testing/cast.ts'
import { aClock } from './clock.ts'
import { aHeldStore } from './held-store.ts'
import { Listener } from './listener.ts'
import { openTestStore } from './store-for-tests.ts'

/** How a node is known to others. */
export function aNodeAmongOthers(name: string) {
  return { nodeId: anId<NodeId>(name), stamps: new Stamps(() => 0), random: () => 0 }
}

/** The rooms of a node on a store somebody has a hand on, and a kitchen of Ana's in which Bo is a member. */
export async function aHouse(underlying: Store, others: RoomsOptions['others'] = null) {
  const clock = aClock()
  const store = aHeldStore(underlying)
  const exchange = createMemoryExchange()
  const broker = exchange.createBroker()
  let busy = 0
  const counters = createCounters()
  const rooms = new Rooms({
    store,
    broker,
    clock,
    log: silentLog,
    counters,
    others,
    loopBusy: () => busy,
    outdated: () => {},
  })
  const cast = aCast()
  const { kitchen, ana, bo } = cast
  await underlying.commit([create(kitchen, ana), join(kitchen, bo)])
  const room = await rooms.open(kitchen.roomId)
  if (!room) throw new Error('a kitchen was expected')
  let posts = 0
  let refs = 0

  /** Stored by another node: this one has not heard of it. */
  async function elsewhere(...bodies: string[]) {
    const outcomes = await underlying.commit(bodies.map((body) => aPost(ana, body)))
    return outcomes.flatMap(applied)
  }

  function aPost(person: Person, body: string): Change {
    return post(kitchen, person, `${body}`, { messageId: `m${++posts}`.padEnd(22, '_') as never })
  }

  return {
    ...cast,
    clock,
    store,
    exchange,
    counters,
    rooms,
    room,
    elsewhere,
    /** The event loop has so much to do, 0 to 1. */
    setBusy(to: number) {
      busy = to
    },
    /** Posts through this node; answers when it is on disk and told. */
    async say(person: Person, ...bodies: string[]) {
      await Promise.all(bodies.map((body) => rooms.changed(aPost(person, body))))
    },
    /** The doorbell of what another node committed. */
    ring(records: readonly ConfabRecord[], epoch = kitchen.epoch) {
      for (const span of spansOfCommit(kitchen.roomId, epoch, records))
        room.receive({ span, encoded: encodeForDelivery(span) })
    },
    /** Enters the kitchen with a line of one's own. */
    async enter(person: Person, cursor: Parameters<Room['enter']>[2] = null) {
      const listener = new Listener(person)
      const isMember = await room.enter(listener, ++refs as Ref, cursor)
      return { listener, isMember }
    },
    async close() {
      await rooms.close()
    },
  }
}

/** Houses for the tests of a file, on one real store. Each is closed when its test is over. */
export function openHouses(): (others?: RoomsOptions['others']) => ReturnType<typeof aHouse> {
  let disk: Store | null = null
  beforeAll(async () => {
    disk = await openTestStore()
  })
  afterAll(() => disk?.close())
  return async (others) => {
    if (!disk) throw new Error('houses stand once the tests run')
    const house = await aHouse(disk, others)
    onTestFinished(() => house.close())
    return house
  }
}
