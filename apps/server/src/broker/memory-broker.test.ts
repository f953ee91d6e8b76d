import type { Epoch, RoomId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { expect, test } from 'vitest'
import { brokerContract } from './broker.contract.ts'
import { createMemoryExchange } from './memory-broker.ts'

brokerContract('Memory', async (count) => {
  const exchange = createMemoryExchange()
  return {
    brokers: Array.from({ length: count }, () => exchange.createBroker()),
    destroy: async () => {},
  }
})

test('publishing returns before anybody hears, so no listener can hold up or break its publisher', async () => {
  const exchange = createMemoryExchange()
  const [ana, bo] = [exchange.createBroker(), exchange.createBroker()]
  const roomId = anId<RoomId>('kitchen')
  const heard: number[] = []
  bo.subscribe(roomId, {
    hear: (signal) => signal.kind === 'doorbell' && heard.push(signal.upTo),
    ready: () => {},
  })
  ana.publish({ kind: 'doorbell', roomId, epoch: anId<Epoch>('now'), after: 0, upTo: 1, encodedSpan: '{}' })
  expect(heard).toEqual([])
  await Promise.resolve()
  expect(heard).toEqual([1])
})

test('two exchanges know nothing of each other', async () => {
  const [here, there] = [createMemoryExchange(), createMemoryExchange()]
  const [ana, bo, chidi] = [here.createBroker(), here.createBroker(), there.createBroker()]
  const roomId = anId<RoomId>('kitchen')
  const heard: string[] = []
  bo.subscribe(roomId, { hear: () => heard.push('bo'), ready: () => {} })
  chidi.subscribe(roomId, { hear: () => heard.push('chidi'), ready: () => {} })
  ana.publish({ kind: 'doorbell', roomId, epoch: anId<Epoch>('now'), after: 0, upTo: 1, encodedSpan: '{}' })
  await Promise.resolve()
  expect(heard).toEqual(['bo'])
})
