import { statSync } from 'node:fs'
import { request } from 'node:http'
import type { RoomCode } from '@confab/protocol'
import { expect, onTestFinished, test, vi } from 'vitest'
import { askServer } from '../commands/ask-server.ts'
import { aKitchen } from '../testing/kitchen.ts'
import { aDirectory } from '../testing/store-for-tests.ts'
import { operatorSocketPath } from './operator-socket.ts'

async function aPlace() {
  const kitchen = await aKitchen()
  onTestFinished(() => kitchen.close())
  const { dataDirectory } = kitchen.node
  return {
    kitchen,
    dataDirectory,
    order: (order: Parameters<typeof askServer>[1]) => askServer(dataDirectory, order),
  }
}

/** What somebody says to the socket who does not know its words. */
function say(dataDirectory: string, body: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: operatorSocketPath(dataDirectory), method: 'POST' }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

test('only the server’s own user may give orders', async () => {
  const { dataDirectory } = await aPlace()
  expect(statSync(operatorSocketPath(dataDirectory)).mode & 0o077).toBe(0)
}, 30_000)

test('a room that is deleted takes its files from the disk, and its people off their lines', async () => {
  const { kitchen, order } = await aPlace()
  const { ana } = kitchen
  const { fileId } = await ana.sender.sendWell(new TextEncoder().encode('said in a file'), { name: 'a.txt' })
  await ana.post('', [fileId])
  expect(kitchen.storedFiles()).toHaveLength(1)

  expect(await order({ order: 'delete-room', code: kitchen.code })).toMatchObject({ outcome: 'deleted' })
  await vi.waitFor(() => expect(kitchen.storedFiles()).toEqual([]), { timeout: 10_000 })
  await vi.waitFor(() => expect(ana.caller.closed).toMatchObject({ code: 1012 }))
  expect(await order({ order: 'delete-room', code: kitchen.code })).toEqual({ outcome: 'not-found' })
}, 30_000)

test('what is no order is refused, and orders are taken afterwards', async () => {
  const { dataDirectory, order } = await aPlace()
  expect(await say(dataDirectory, '{"order":"open-doors"}')).toBe(400)
  expect(await say(dataDirectory, 'not even JSON')).toBe(503)
  expect(await say(dataDirectory, 'x'.repeat(100_000)).catch(() => 503)).toBe(503)
  const nowhere = '0000000000' as RoomCode
  expect(await order({ order: 'delete-room', code: nowhere })).toEqual({ outcome: 'not-found' })
}, 30_000)

test('where no server listens there is nobody to ask', async () => {
  const { directory, remove } = aDirectory()
  onTestFinished(remove)
  expect(await askServer(directory, { order: 'sign-out', identity: 1 })).toBeNull()
})
