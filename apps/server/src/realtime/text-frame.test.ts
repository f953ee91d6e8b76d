import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { textFrame, textFrameOf } from './text-frame.ts'

let server: WebSocketServer
let toSend: Buffer = Buffer.alloc(0)

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (_socket, request) => request.socket.write(toSend))
  await once(server, 'listening')
})

afterAll(() => {
  for (const client of server.clients) client.terminate()
  server.close()
})

/** What a client makes of a frame that was written past the library. */
async function read(frame: Buffer): Promise<string> {
  toSend = frame
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('the server has no port')
  const client = new WebSocket(`ws://127.0.0.1:${address.port}`)
  const [data, isBinary] = await once(client, 'message')
  expect(isBinary).toBe(false)
  client.terminate()
  return String(data)
}

test.each([0, 1, 125, 126, 65_535, 65_536, 300_000])(
  'a text of %i bytes is read as it was',
  async (length) => {
    const text = 'x'.repeat(length)
    expect(await read(textFrame(text))).toBe(text)
  },
)

test('lengths are counted in bytes, whatever the script', async () => {
  const text = '魚は木曜日に届きます。'.repeat(12)
  expect(await read(textFrame(text))).toBe(text)
})

test('a frame is built once, and holds its events as an array', async () => {
  const event = { text: '{"type":"done","ref":1},{"type":"done","ref":2}' }
  expect(textFrameOf(event)).toBe(textFrameOf(event))
  expect(JSON.parse(await read(textFrameOf(event)))).toHaveLength(2)
})
