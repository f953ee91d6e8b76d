import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type Command,
  type ConfabRecord,
  createId,
  createMessageId,
  type FileId,
  type FileLink,
  type IdentityToken,
  type MemberId,
  type MessageId,
  type MessageRecord,
  type RoomCode,
  type RoomId,
  type ServerEvent,
  type TabId,
  type Welcome,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import type { Caller } from './caller.ts'
import { startNode } from './node.ts'
import { Sender } from './sender.ts'

/** A node with a room in it, and Ana and Bo there, who send files. */
export type Kitchen = Awaited<ReturnType<typeof aKitchen>>

/** Makes the node, the room and the two. */
export async function aKitchen(config: Partial<Config> = {}, clock?: Clock) {
  const node = await startNode({ config, ...(clock && { clock }) })
  const roomId = createId<RoomId>()
  let welcome: Welcome | null = null

  async function greet(): Promise<{ caller: Caller; token: IdentityToken }> {
    const caller = await node.connect()
    caller.send({ type: 'hello', token: null, tabId: createId<TabId>(), client: 'test/1', resume: [] })
    welcome = await caller.next('welcome')
    if (welcome.token === null) throw new Error('a token was expected')
    return { caller, token: welcome.token }
  }

  const first = await greet()
  first.caller.send({ type: 'create-room', ref: 1, roomId, name: 'Ana' })
  const { room, me, epoch } = await first.caller.next('reset')
  const ana = new Guest({ ...first, roomId, memberId: me.memberId, origin: node.origin })

  /** Somebody else who joins. */
  async function somebody(name: string, code: RoomCode = room.code): Promise<Guest> {
    const { caller, token } = await greet()
    caller.send({ type: 'join-room', ref: 1, code, name })
    const { memberId } = await caller.next('entered')
    return new Guest({ caller, token, roomId, memberId, origin: node.origin })
  }

  return {
    node,
    origin: node.origin,
    roomId,
    code: room.code,
    epoch,
    ana,
    bo: await somebody('Bo'),
    somebody,
    get welcome() {
      return welcome
    },
    fetch: (path: string, init?: RequestInit) => fetch(new URL(path, node.origin), init),
    /** Everything that lies where files are kept. */
    storedFiles: () => filesIn(join(node.dataDirectory, 'files')),
    /** How many bytes lie there. */
    storedBytes: () =>
      filesIn(join(node.dataDirectory, 'files')).reduce((sum, path) => sum + statSync(path).size, 0),
    /** What the database says of files: how many in each state, and the space they take. */
    filesKnown: () => {
      const database = new DatabaseSync(join(node.dataDirectory, 'confab.db'), { readOnly: true })
      const states = database.prepare('SELECT state, count(*) AS count FROM files GROUP BY state').all()
      const taken = database.prepare('SELECT bytes FROM file_space').get()
      database.close()
      const counts = Object.fromEntries(states.map(({ state, count }) => [String(state), Number(count)]))
      return { counts, bytes: Number(taken?.bytes) }
    },
    /** Everything that is on its way in. */
    incomingFiles: () => filesIn(join(node.dataDirectory, 'incoming')),
    close: () => node.close(),
  }
}

const filesIn = (directory: string): string[] =>
  globSync('**', { cwd: directory, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))

type OmitEach<Union, Names extends string> = Union extends unknown ? Omit<Union, Names> : never

type GuestOptions = {
  caller: Caller
  token: IdentityToken
  roomId: RoomId
  memberId: MemberId
  origin: string
}

/** Somebody in the room. */
export class Guest {
  readonly caller: Caller
  readonly token: IdentityToken
  readonly memberId: MemberId
  readonly sender: Sender
  readonly #roomId: RoomId
  #ref = 10

  constructor({ caller, token, roomId, memberId, origin }: GuestOptions) {
    this.caller = caller
    this.token = token
    this.memberId = memberId
    this.sender = new Sender(origin, token, roomId)
    this.#roomId = roomId
  }

  /** Posts and waits for the record; rejects with the refusal's code. */
  async post(body: string, files: FileId[]): Promise<MessageRecord> {
    const messageId = createMessageId(Date.now())
    this.caller.send({
      type: 'post-message',
      roomId: this.#roomId,
      messageId,
      body,
      ...(files.length > 0 && { files }),
    })
    return this.#firstOf((event) => {
      if (event.type === 'post-refusal' && event.messageId === messageId) throw new Error(event.code)
      const records = event.type === 'span' ? event.records : []
      return records.find((record): record is MessageRecord => isMessage(record, messageId)) ?? null
    })
  }

  async deleteMessage(messageId: MessageId): Promise<void> {
    const ref = this.#ref++
    this.caller.send({ type: 'delete-message', ref, roomId: this.#roomId, messageId })
    await this.caller.next('done', (done) => done.ref === ref)
  }

  /** Asks for something that is answered by `done`. */
  async do(command: OmitEach<Command, 'ref' | 'roomId'>): Promise<void> {
    const ref = this.#ref++
    this.caller.send({ ...command, ref, roomId: this.#roomId } as Command)
    await this.caller.next('done', (done) => done.ref === ref)
  }

  async remove({ memberId }: Guest): Promise<void> {
    const ref = this.#ref++
    this.caller.send({ type: 'remove-member', ref, roomId: this.#roomId, memberId })
    await this.caller.next('done', (done) => done.ref === ref)
  }

  /** Links to files; rejects with the refusal's code. */
  async linksTo(fileIds: FileId[]): Promise<FileLink[]> {
    const ref = this.#ref++
    this.caller.send({ type: 'fetch-file-links', ref, roomId: this.#roomId, fileIds })
    return this.#firstOf((event) => {
      if (event.type === 'refusal' && event.ref === ref) throw new Error(event.code)
      return event.type === 'file-links' && event.ref === ref ? event.links : null
    })
  }

  /** What the first event that says something says. */
  async #firstOf<Said>(read: (event: ServerEvent) => Said | null): Promise<Said> {
    for (;;) {
      for (const event of this.caller.events) {
        const said = read(event)
        if (said !== null) return said
      }
      if (this.caller.closed) throw new Error('closed')
      await pause(5)
    }
  }
}

const isMessage = (record: ConfabRecord, messageId: MessageId): boolean =>
  record.kind === 'message' && record.messageId === messageId
