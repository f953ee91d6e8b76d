import type { Epoch, MemberId, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { TokenHash } from '../store/store.ts'
import type { Broker } from './broker.ts'
import type { Doorbell, NodeId, NodeSignal, RoomSignal } from './signals.ts'

/** Brokers of several nodes that can hear each other. */
export type OpenBrokers = (count: number) => Promise<{ brokers: Broker[]; destroy(): Promise<void> }>

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')

function ringing(roomId: RoomId, upTo: number): Doorbell {
  const encodedSpan = JSON.stringify({ type: 'span', roomId, upTo, records: [{ body: 'Grüße, 魚 "👩‍🚀"' }] })
  return { kind: 'doorbell', roomId, epoch: anId<Epoch>('now'), after: upTo - 1, upTo, encodedSpan }
}

const name = 'Ana "👩‍🚀"\n魚'

/** One signal of each kind there is. */
const roomSignals: RoomSignal[] = [
  ringing(kitchen, 7),
  {
    kind: 'typing',
    roomId: kitchen,
    memberId: anId<MemberId>('ana'),
    encodedEvent: JSON.stringify({ name }),
  },
  {
    kind: 'presence',
    roomId: kitchen,
    nodeId: anId<NodeId>('node'),
    number: 3,
    isWhole: true,
    count: 1,
    here: [{ memberId: anId<MemberId>('ana'), name }],
    gone: [anId<MemberId>('bo')],
  },
  { kind: 'who-is-here', roomId: kitchen, nodeId: anId<NodeId>('node'), of: null },
]
const nodeSignals: NodeSignal[] = [
  {
    kind: 'alive',
    nodeId: anId<NodeId>('node'),
    at: 1_700_000_000_000,
    isLeaving: false,
    roundMs: 10_000,
    standings: [{ roomId: kitchen, number: 3, count: 1 }],
  },
  { kind: 'take-over', at: 1_700_000_000_000, tokenHash: 'ab' as TokenHash, tabId: 'tab' },
  { kind: 'look-up-failed', address: 'aa', network: 'bb' },
  { kind: 'bar-address', room: kitchen, memberId: anId('bo') },
  { kind: 'revoked', tokenHash: 'ab' as TokenHash },
]

/**
 * What every broker has to do. A broker may lose, repeat and reorder, so nothing here counts on one doorbell: it is rung
 * until it is heard, and what must not be heard is looked for after something later was.
 */
export function brokerContract(name: string, open: OpenBrokers): void {
  describe(`${name} keeps the contract of a broker`, () => {
    const ends: (() => Promise<void>)[] = []
    afterEach(async () => {
      for (const end of ends.splice(0)) await end()
    })

    async function nodes(count: number): Promise<[Broker, Broker, ...Broker[]]> {
      const { brokers, destroy } = await open(count)
      ends.push(async () => {
        for (const broker of brokers) await broker.close()
        await destroy()
      })
      return brokers as [Broker, Broker, ...Broker[]]
    }

    function hearing(broker: Broker, roomId: RoomId) {
      const heard: RoomSignal[] = []
      const stop = broker.subscribe(roomId, { hear: (signal) => heard.push(signal), ready: () => {} })
      return { heard, stop }
    }

    async function ringUntilHeard(
      ringer: Broker,
      ear: { heard: RoomSignal[] },
      doorbell: Doorbell,
    ): Promise<void> {
      await vi.waitFor(
        () => {
          ringer.publish(doorbell)
          expect(ear.heard).toContainEqual(doorbell)
        },
        { timeout: 5_000, interval: 10 },
      )
    }

    test('a doorbell reaches every other node that listens to its room, as it was rung', async () => {
      const [ana, bo, chidi] = await nodes(3)
      if (!chidi) throw new Error('Three nodes were asked for.')
      const ears = [hearing(bo, kitchen), hearing(chidi, kitchen)]
      for (const ear of ears) await ringUntilHeard(ana, ear, ringing(kitchen, 7))
      for (const { heard } of ears)
        for (const doorbell of heard) expect(doorbell).toEqual(ringing(kitchen, 7))
    })

    test('all who listen at one node hear it', async () => {
      const [ana, bo] = await nodes(2)
      const ears = [hearing(bo, kitchen), hearing(bo, kitchen)]
      for (const ear of ears) await ringUntilHeard(ana, ear, ringing(kitchen, 1))
    })

    test('who listens is told once words can be heard, unless they stopped', async () => {
      const [ana, bo] = await nodes(2)
      const told: string[] = []
      const stop = bo.subscribe(harbour, { hear: () => {}, ready: () => told.push('harbour') })
      stop()
      const heard: RoomSignal[] = []
      bo.subscribe(kitchen, { hear: (signal) => heard.push(signal), ready: () => told.push('kitchen') })
      expect(told).toEqual([])
      await vi.waitFor(() => expect(told).toContain('kitchen'), { timeout: 5_000 })
      expect(told).not.toContain('harbour')
      await ringUntilHeard(ana, { heard }, ringing(kitchen, 1))
    })

    test.each(roomSignals)('$kind is heard in its room as it was said', async (signal) => {
      const [ana, bo] = await nodes(2)
      const { heard } = hearing(bo, kitchen)
      await vi.waitFor(
        () => {
          ana.publish(signal)
          expect(heard).toContainEqual(signal)
        },
        { timeout: 5_000, interval: 10 },
      )
      for (const other of heard) expect(other).toEqual(signal)
    })

    test.each(nodeSignals)(
      '$kind is heard by all other nodes as it was said, until they stop',
      async (signal) => {
        const [ana, bo, chidi] = await nodes(3)
        if (!chidi) throw new Error('Three nodes were asked for.')
        const said = (until: NodeSignal[], one = signal) =>
          vi.waitFor(
            () => {
              ana.broadcast(one)
              expect(until).toContainEqual(one)
            },
            { timeout: 5_000, interval: 10 },
          )
        const [own, staying, stopping]: [NodeSignal[], NodeSignal[], NodeSignal[]] = [[], [], []]
        ana.listen((heard) => own.push(heard))
        bo.listen((heard) => staying.push(heard))
        const stop = chidi.listen((heard) => stopping.push(heard))
        await said(staying)
        await said(stopping)
        stop()
        const later: NodeSignal = { kind: 'revoked', tokenHash: 'later' as TokenHash }
        await said(staying, later)
        expect(stopping).not.toContainEqual(later)
        expect(own).toEqual([])
        for (const heard of stopping) expect(heard).toEqual(signal)
      },
    )

    test('what is said to nodes is not said in rooms, nor the other way round', async () => {
      const [ana, bo] = await nodes(2)
      const inKitchen = hearing(bo, kitchen)
      const toNodes: NodeSignal[] = []
      bo.listen((signal) => toNodes.push(signal))
      await vi.waitFor(
        () => {
          for (const signal of nodeSignals) ana.broadcast(signal)
          ana.publish(ringing(kitchen, 1))
          expect(new Set(toNodes.map(({ kind }) => kind)).size).toBe(nodeSignals.length)
          expect(inKitchen.heard).toContainEqual(ringing(kitchen, 1))
        },
        { timeout: 5_000, interval: 10 },
      )
      expect(new Set(inKitchen.heard.map(({ kind }) => kind))).toEqual(new Set(['doorbell']))
    })

    test('once a room is ready nothing said in it is missed, by a quick change of mind neither', async () => {
      const [ana, bo] = await nodes(2)
      const rooms = Array.from({ length: 1_200 }, (_, i) => anId<RoomId>(`room${i}`))
      const ready = new Set<RoomId>()
      const heard = new Set<RoomId>()
      const turn = () => new Promise((resolve) => setImmediate(resolve))
      const stops = rooms.map((roomId) => bo.subscribe(roomId, { hear: () => {}, ready: () => {} }))
      await turn()
      for (const stop of stops) stop()
      await turn()
      for (const roomId of rooms)
        bo.subscribe(roomId, { hear: () => heard.add(roomId), ready: () => ready.add(roomId) })
      await vi.waitFor(() => expect(ready.size).toBe(rooms.length), { timeout: 5_000 })
      // The publisher's own way may still be closed: the first word shows that it is open.
      await ringUntilHeard(ana, hearing(bo, harbour), ringing(harbour, 1))
      for (const roomId of rooms) ana.publish(ringing(roomId, 1))
      await vi.waitFor(() => expect(heard.size).toBe(rooms.length), { timeout: 5_000 })
    })

    test('who listens where others do already is told that words can be heard, too', async () => {
      const [, bo] = await nodes(2)
      const told: string[] = []
      bo.subscribe(kitchen, { hear: () => {}, ready: () => told.push('first') })
      await vi.waitFor(() => expect(told).toEqual(['first']), { timeout: 5_000 })
      bo.subscribe(kitchen, { hear: () => {}, ready: () => told.push('second') })
      expect(told).toEqual(['first'])
      await vi.waitFor(() => expect(told).toEqual(['first', 'second']), { timeout: 5_000 })
    })

    test('a node does not hear itself', async () => {
      const [ana, bo] = await nodes(2)
      const own = hearing(ana, kitchen)
      const other = hearing(bo, kitchen)
      await ringUntilHeard(ana, other, ringing(kitchen, 1))
      await ringUntilHeard(bo, own, ringing(kitchen, 2))
      expect(own.heard).not.toContainEqual(ringing(kitchen, 1))
    })

    test('a room’s listeners hear of that room only', async () => {
      const [ana, bo] = await nodes(2)
      const inKitchen = hearing(bo, kitchen)
      const inHarbour = hearing(bo, harbour)
      await ringUntilHeard(ana, inKitchen, ringing(kitchen, 1))
      await ringUntilHeard(ana, inHarbour, ringing(harbour, 1))
      expect(inKitchen.heard.every(({ roomId }) => roomId === kitchen)).toBe(true)
      expect(inHarbour.heard.every(({ roomId }) => roomId === harbour)).toBe(true)
    })

    test('who stopped listening hears nothing more; others at the same node do', async () => {
      const [ana, bo] = await nodes(2)
      const stopping = hearing(bo, kitchen)
      const staying = hearing(bo, kitchen)
      await ringUntilHeard(ana, stopping, ringing(kitchen, 1))
      stopping.stop()
      stopping.stop()
      await ringUntilHeard(ana, staying, ringing(kitchen, 2))
      expect(stopping.heard).not.toContainEqual(ringing(kitchen, 2))
    })

    test('who stopped and listens again hears again', async () => {
      const [ana, bo] = await nodes(2)
      const first = hearing(bo, kitchen)
      first.stop()
      const second = hearing(bo, kitchen)
      first.stop()
      await ringUntilHeard(ana, second, ringing(kitchen, 1))
      expect(first.heard).toEqual([])
    })

    test('a closed broker neither hears nor tells, and minds neither; the others go on', async () => {
      const [ana, bo, chidi] = await nodes(3)
      if (!chidi) throw new Error('Three nodes were asked for.')
      const closed = hearing(bo, kitchen)
      const open = hearing(chidi, kitchen)
      await ringUntilHeard(ana, closed, ringing(kitchen, 1))
      await bo.close()
      await bo.close()
      bo.publish(ringing(kitchen, 2))
      closed.stop()
      await ringUntilHeard(ana, open, ringing(kitchen, 3))
      expect(closed.heard).not.toContainEqual(ringing(kitchen, 3))
      expect(open.heard).not.toContainEqual(ringing(kitchen, 2))
    })
  })
}
