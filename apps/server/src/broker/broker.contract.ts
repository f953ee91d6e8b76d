import type { Epoch, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Broker } from './broker.ts'
import type { Doorbell, RoomSignal } from './signals.ts'

/** Brokers of several nodes that can hear each other. */
export type OpenBrokers = (count: number) => Promise<{ brokers: Broker[]; destroy(): Promise<void> }>

const kitchen = anId<RoomId>('kitchen')
const harbour = anId<RoomId>('harbour')

function ringing(roomId: RoomId, upTo: number): Doorbell {
  const encodedSpan = JSON.stringify({ type: 'span', roomId, upTo, records: [{ body: 'Grüße, 魚 "👩‍🚀"' }] })
  return { kind: 'doorbell', roomId, epoch: anId<Epoch>('now'), after: upTo - 1, upTo, encodedSpan }
}

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
