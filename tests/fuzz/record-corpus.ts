// Writes the corpus anew: a few people really talk on a running server, and what crosses the wire is kept, with placeholders where
// ids stood. Run it after a change of the protocol: `node tests/fuzz/record-corpus.ts ws://localhost:3000/ws`.

import { writeFileSync } from 'node:fs'
import {
  type Client,
  createClient,
  memoryStorage,
  openPlatformSocket,
  type Room,
  type Socket,
} from '@confab/client'
import type { RoomCode } from '@confab/protocol'
import { CORPUS_DIRECTORY, type Json, type JsonObject } from './corpus.ts'

/** Frames kept of one kind: a mutation makes the next hundred thousand out of them. */
const KEPT_PER_KIND = 24

const url = process.argv[2] ?? 'ws://localhost:3000/ws'
const commands = new Map<string, Set<string>>()
const frames = new Map<string, Set<string>>()

/** Fields whose value belongs to the moment, and what stands for it in the corpus. */
const PLACEHOLDERS: Record<string, string> = {
  roomId: '{roomId}',
  messageId: '{messageId}',
  memberId: '{memberId}',
  authorId: '{memberId}',
  epoch: '{epoch}',
  code: '{code}',
  token: '{token}',
  tabId: '{tabId}',
  ref: '{ref}',
}

function withPlaceholders(value: Json, key = ''): Json {
  if (Array.isArray(value))
    return value.map((item) => withPlaceholders(item, key === 'gone' ? 'memberId' : ''))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, field]) => [name, withPlaceholders(field, name)]),
    )
  const placeholder = PLACEHOLDERS[key]
  // A refusal's code is a word of the protocol, a room's is not.
  const isWord = key === 'code' && typeof value === 'string' && !/^[0-9a-z]{10}$/.test(value)
  return placeholder !== undefined && value !== null && !isWord ? placeholder : value
}

/** A client's cursor stands at the head, or a little below. */
function withHeads(command: JsonObject): JsonObject {
  const isCursor = (key: string, value: Json) => key === 'sequence' && typeof value === 'number'
  return JSON.parse(JSON.stringify(command), (key, value: Json) => (isCursor(key, value) ? '{head}' : value))
}

function keep(into: Map<string, Set<string>>, kind: string, value: Json): void {
  const kept = into.get(kind) ?? new Set()
  into.set(kind, kept)
  if (kept.size < KEPT_PER_KIND) kept.add(JSON.stringify(withPlaceholders(value)))
}

const lines: Socket[] = []

function aPerson(): Client {
  const client = createClient({
    url,
    storage: memoryStorage(),
    clientName: 'confab-web/1',
    openSocket(address, subprotocol, listeners) {
      const socket = openPlatformSocket(address, subprotocol, {
        ...listeners,
        received(text) {
          const events = JSON.parse(text) as JsonObject[]
          keep(frames, events.map((event) => String(event.type)).join('+'), events)
          listeners.received(text)
        },
      })
      lines.push(socket)
      return {
        ...socket,
        send(text) {
          const command = JSON.parse(text) as JsonObject
          keep(commands, String(command.type), withHeads(command))
          socket.send(text)
        },
      }
    },
  })
  client.open()
  return client
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function entered(answer: ReturnType<Client['createRoom']>): Promise<Room> {
  const { ok, ...rest } = await answer
  if (!ok || !('value' in rest)) throw new Error('nobody may be refused here')
  return rest.value
}

const [ana, bo, chidi] = [aPerson(), aPerson(), aPerson()]
const kitchen = await entered(ana.createRoom('Ana'))
const code = kitchen.view.room?.code ?? ('' as RoomCode)
const harbour = await entered(ana.createRoom('Ana'))
const bosKitchen = await entered(bo.joinRoom(code, 'Bo'))
for (const name of ['Chidi', 'ちひろ', 'Олена', 'ليلى', "D'Arcy-Möller 2", '😀 Emil'])
  await chidi.joinRoom(code, name)
await kitchen.lead({ type: 'change-room', title: 'Kitchen' })
await kitchen.lead({ type: 'change-room', title: 'Küche – 台所 🍳' })
await kitchen.lead({ type: 'change-room', title: '' })
await bosKitchen.lead({ type: 'change-room', title: 'Not mine' })
const { me: chidisMember } = (await entered(chidi.joinRoom(code, 'Chidi'))).view
if (chidisMember)
  for (const room of [bosKitchen, kitchen])
    await room.lead({ type: 'remove-member', memberId: chidisMember.memberId })
await chidi.joinRoom(code, 'Chidi')
const stranger = aPerson()
await stranger.joinRoom(code, 'Nobody for long')
await stranger.revoke()

const said = [
  'Hello, Bo.',
  'two\nlines\n\n  indented',
  '“Quotes”, {braces}, "quotes", \\backslashes\\, a: b, <b>tags</b> & &amp;',
  'こんにちは、世界。你好。안녕하세요',
  'مرحبا بكم في المطبخ',
  'שלום לכולם, and left to right again',
  'नमस्ते दुनिया',
  'สวัสดีชาวโลก',
  '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇳🇬 ❤️ 👍🏽',
  'e\u0301 o\u0308 Z\u0351\u036b\u0343\u036a\u0302\u036b\u033d\u034f\u0334\u0319\u0324\u031e\u0349\u035a\u032f\u031e\u0320\u034dA',
  'https://example.org/a?b=c&d=%20#e',
  "Robert'); DROP TABLE rooms;--",
  'x'.repeat(300),
  '字'.repeat(8_000),
  `${'long words '.repeat(700)}end`,
]
for (const body of said) {
  bosKitchen.setTyping(true)
  await pause(200)
  bosKitchen.post(body)
  await pause(200)
}
bosKitchen.setTyping(false)
for (let i = 0; i < 120; i++) {
  kitchen.post(`word ${i}`)
  await pause(60)
}

const dora = aPerson()
const dorasKitchen = await entered(dora.joinRoom(code, 'Dora'))
await dorasKitchen.loadOlder()
await pause(200)
await dorasKitchen.showAround(5)
await pause(200)
await dorasKitchen.loadNewer()
await dorasKitchen.showLatest()
for (const rooms of [[], [kitchen.roomId], [kitchen.roomId, harbour.roomId]])
  await dora.fetchSummaries(rooms.map((roomId) => ({ roomId, after: 3 })))
await ana.fetchSummaries([kitchen, harbour].map(({ roomId }) => ({ roomId, after: 0 })))
await dora.joinRoom('0000000000' as RoomCode, 'Dora')
dora.wake()
harbour.leave()
await ana.resumeRoom(harbour.roomId)
// A line that breaks: the next one says hello with a token and the rooms to resume.
const emil = aPerson()
for (const each of [code, harbour.view.room?.code ?? code]) await emil.joinRoom(each, 'Emil')
for (let i = 0; i < 3; i++) {
  lines.at(-1)?.close(4999)
  await pause(3_000)
}
await pause(30_000) // A heartbeat, its answer, and somebody counted as gone.
dora.close()
await pause(15_000)

const readable = (kept: Set<string>) => `[\n  ${[...kept].join(',\n  ')}\n]\n`
for (const [type, kept] of commands)
  writeFileSync(`${CORPUS_DIRECTORY}/commands/${type}.json`, readable(kept))
const all = new Set([...frames.values()].flatMap((kept) => [...kept].slice(0, 4)))
writeFileSync(`${CORPUS_DIRECTORY}/server-frames.json`, readable(all))
process.exit(0)
