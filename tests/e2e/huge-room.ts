import { createId, type MemberId, type MessageId, type RoomCode, type RoomId } from '@confab/protocol'
import { hashToken } from '@confab/server/src/identities/tokens.ts'
import { createRoomCode } from '@confab/server/src/rooms/room-code.ts'
import { openSqliteStore } from '@confab/server/src/store/sqlite/sqlite-store.ts'
import type { Change } from '@confab/server/src/store/store.ts'

const AUTHORS = ['Ana', 'Bo', 'Chidi', 'Dora', 'Emre']
const COMMIT_CHANGES = 1_000
const FIRST_SAID_AT = Date.UTC(2025, 0, 1)
const PAUSE_MS = 90_000

/** What stands in a message: of many lengths, so that rows have many heights. */
export function bodyOf(number: number): string {
  return `Message ${number}.${' More to read.'.repeat((number * 7) % 23)}`
}

/** Writes a room of this many messages into a data directory, as a server would have over the years; answers its code. */
export async function writeRoom(directory: string, messages: number): Promise<RoomCode> {
  const store = await openSqliteStore({ directory })
  const roomId = createId<RoomId>()
  const code = createRoomCode()
  const people = AUTHORS.map((name) => ({
    name,
    memberId: createId<MemberId>(),
    tokenHash: hashToken(createId()),
  }))
  const changes: Change[] = people.map(({ name, memberId, tokenHash }, i) => {
    const who = { roomId, memberId, tokenHash, name, nameSkeleton: name.toLowerCase(), at: FIRST_SAID_AT }
    return i === 0 ? { kind: 'create-room', code, epoch: createId(), ...who } : { kind: 'join-room', ...who }
  })
  for (let number = 1; number <= messages; number++) {
    const author = people[(number * 13) % people.length]
    if (!author) continue
    changes.push({
      kind: 'post-message',
      roomId,
      messageId: createId<MessageId>(),
      authorId: author.memberId,
      body: bodyOf(number),
      at: FIRST_SAID_AT + number * PAUSE_MS,
    })
  }
  for (let i = 0; i < changes.length; i += COMMIT_CHANGES) {
    const outcomes = await store.commit(changes.slice(i, i + COMMIT_CHANGES))
    const refused = outcomes.find(({ outcome }) => outcome !== 'applied')
    if (refused) throw new Error(`The store did not take a change: ${JSON.stringify(refused)}`)
  }
  await store.close()
  return code
}
