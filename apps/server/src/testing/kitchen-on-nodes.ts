import { decodeCommand, type RoomId, type ServerEvent, type TabId } from '@confab/protocol'
import { anId } from '@confab/protocol/testing'
import { onTestFinished } from 'vitest'
import { createMemoryExchange } from '../broker/memory-broker.ts'
import { createNode } from '../realtime/node.ts'
import type { Store } from '../store/store.ts'
import { aClock } from './clock.ts'
import { FakeLine } from './fake-line.ts'
import { keepingLog } from './node.ts'

let plays = 0

/** Nodes on one store, people on lines of their own, and a room of Ana's. */
export async function aKitchenOnNodes(store: Store) {
  const kitchen = anId<RoomId>(`kitchen-nodes-${++plays}`)
  const exchange = createMemoryExchange()
  const log = keepingLog()
  const clock = aClock()
  let people = 0

  function aNode() {
    const broker = exchange.createBroker()
    const node = createNode({ store, broker, clock, log, decode: decodeCommand, isAlone: false })
    onTestFinished(() => node.close())
    return async function call(address = '203.0.113.7', as: string | null = null) {
      const line = new FakeLine()
      const connection = node.connections.open(line, address)
      let refs = 0
      async function ask(command: object): Promise<ServerEvent> {
        const ref = ++refs
        connection.receive(JSON.stringify({ ...command, ref }))
        for (;;) {
          const found = line.events.find((event) => 'ref' in event && event.ref === ref)
          if (found) return found
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      const tabId = anId<TabId>(`tab-${++people}`)
      connection.receive(JSON.stringify({ type: 'hello', token: as, tabId, client: 'tests', resume: [] }))
      const token = () => line.events.find((event) => event.type === 'welcome')?.token ?? null
      return { line, ask, token }
    }
  }
  const here = aNode()
  const ana = await here()
  await ana.ask({ type: 'create-room', roomId: kitchen, name: 'Ana' })
  const reset = ana.line.events.find((event) => event.type === 'reset')
  if (reset?.type !== 'reset') throw new Error('Ana has no room.')
  const { code } = reset.room
  return {
    here,
    there: aNode(),
    ana,
    kitchen,
    clock,
    log,
    settle: (settings: object) => ana.ask({ type: 'change-settings', roomId: kitchen, ...settings }),
    join: (name: string, password?: string) => ({ type: 'join-room', code, name, password }),
    askIn: (name: string) => ({ type: 'ask-in', code, name }),
    code,
  }
}
