import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import {
  type Client,
  type ClientOptions,
  createClient,
  memoryStorage,
  type StorageContents,
} from '@confab/client'
import { parseRoomCode, type RoomCode, type TabId } from '@confab/protocol'

/** Answers "!ping" with "pong" in one room. `path` is the file with all it must remember: who it is, how far it read, what it has yet to send. */
export async function startEchoBot(
  code: RoomCode,
  path: string,
  options: Partial<ClientOptions> & { url: string },
): Promise<Client> {
  const kept: StorageContents | undefined = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : undefined
  function keep(contents: StorageContents): void {
    writeFileSync(`${path}.new`, JSON.stringify(contents), { mode: 0o600 })
    renameSync(`${path}.new`, path)
  }
  // Always the same tab: after a crash it takes over its own old connection and what it had yet to send.
  const tabId = 'echo-bot______________' as TabId
  const client = createClient({
    storage: memoryStorage(kept, keep),
    clientName: 'echo-bot/1',
    tabId,
    ...options,
  })
  client.open()

  // Coming back brings what was said meanwhile; joining begins with now.
  const known = kept?.rooms.find(({ room }) => room.code === code)
  const answer = known ? await client.resumeRoom(known.roomId) : await client.joinRoom(code, 'Echo')
  if (!answer.ok) {
    client.close()
    throw new Error(`not let in: ${answer.refusal.code}`)
  }
  const room = answer.value
  room.onRecords((records) => {
    for (const record of records) {
      if (record.kind !== 'message' || record.body !== '!ping') continue
      // One that was edited is told again, and was answered or was none.
      if (record.editedAt === undefined) room.post('pong', { replyTo: record.messageId })
    }
  })
  return client
}

if (import.meta.main) {
  const [url = 'ws://localhost:3000/ws', text = ''] = process.argv.slice(2)
  const code = parseRoomCode(text)
  if (!code) throw new Error('usage: node echo-bot.ts ws://localhost:3000/ws <room code>')
  const client = await startEchoBot(code, 'echo-bot.json', { url })
  client.subscribe(() => console.log(client.connection.name))
}
