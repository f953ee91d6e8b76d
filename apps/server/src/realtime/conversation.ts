import {
  BANNED_FETCHED_MAX,
  BODY_LENGTH_MAX,
  can,
  type DeleteMessage,
  type EditMessage,
  type FetchBanned,
  type FetchEdits,
  type FetchFileLinks,
  type FetchPage,
  type FetchPlace,
  type FetchReactors,
  type FetchRecords,
  isCleanText,
  isEmoji,
  isVisibleText,
  type MemberId,
  type PinMessage,
  type PostMessage,
  type React,
  type RefusalCode,
} from '@confab/protocol'
import type { Clock } from '../clock.ts'
import type { FileLinks } from '../files/file-links.ts'
import { type Refused, refusedBy, UNAVAILABLE_RETRY_MS, whyRefused } from '../rooms/refused.ts'
import { encodeForDelivery } from '../rooms/room-connection.ts'
import type { Rooms } from '../rooms/rooms.ts'
import type { Change, Store } from '../store/store.ts'
import type { Connection } from './connection.ts'

/** What a conversation acts on. */
export type ConversationOptions = {
  rooms: Rooms
  store: Store
  clock: Clock
  /** Makes links to files; null where there are none. */
  fileLinks: FileLinks | null
  /** Characters of a message; as many as clients take, unless told. */
  bodyLengthMax?: number
  /** A message was deleted, and with it perhaps files. */
  onDeleted?: () => void
}

/** A command that changes a message which is there already. */
export type MessageCommand = EditMessage | DeleteMessage | React | PinMessage

/** A command that asks for something of a room. */
export type FetchCommand =
  | FetchPage
  | FetchPlace
  | FetchRecords
  | FetchEdits
  | FetchReactors
  | FetchBanned
  | FetchFileLinks

/** What commands about messages come to. Whether somebody may is decided by the store, with the change; here is refused what never may. */
export class Conversation {
  readonly #options: ConversationOptions

  constructor(options: ConversationOptions) {
    this.#options = options
  }

  get #bodyLengthMax(): number {
    return this.#options.bodyLengthMax ?? BODY_LENGTH_MAX
  }

  /** Posts a message. Its ack is its record in the room's span, so it is only answered when it is refused. */
  post(
    connection: Connection,
    command: PostMessage,
    isDraining: boolean,
    refuse: (refused: Refused) => void,
  ): void {
    const { roomId, messageId, body, replyTo, files } = command
    const room = this.#options.rooms.get(roomId)
    const me = room?.memberOf(connection)
    if (isDraining) return refuse({ code: 'draining', retryAfterMs: UNAVAILABLE_RETRY_MS })
    if (!room || !me) return refuse({ code: 'forbidden' })
    const trouble = files && body === '' ? null : troubleWith(body, this.#bodyLengthMax)
    if (trouble) return refuse({ code: trouble })
    if (files && new Set(files).size < files.length) return refuse({ code: 'invalid' })
    this.#options.rooms.change(
      {
        kind: 'post-message',
        roomId,
        messageId,
        authorId: me.memberId,
        body,
        at: this.#options.clock.now(),
        ...(files ? { files } : {}),
        ...(replyTo === undefined ? {} : { replyTo }),
      },
      (settled) => {
        // The span has gone out by now; what is repeated was in an earlier one.
        if (settled.outcome === 'repeated')
          for (const record of settled.records) room.tellAgain(connection, record)
        const refused = refusedBy(settled)
        if (refused) refuse(refused)
      },
    )
  }

  /** Changes a message. Whoever has had the change before is shown its record again, so that the answer never comes without it. */
  async change(connection: Connection, command: MessageCommand): Promise<Refused | null> {
    const room = this.#options.rooms.get(command.roomId)
    const me = room?.memberOf(connection)
    if (!room || !me) return { code: 'forbidden' }
    const change = changeFor(command, me.memberId, this.#options.clock.now(), this.#bodyLengthMax)
    if (typeof change === 'string') return { code: change }
    const settled = await this.#options.rooms.changed(change)
    const refused = refusedBy(settled)
    if (refused) return refused
    if (settled.outcome === 'repeated')
      for (const record of settled.records) room.tellAgain(connection, record)
    if (command.type === 'delete-message') this.#options.onDeleted?.()
    connection.deliver(encodeForDelivery({ type: 'done', ref: command.ref }))
    return null
  }

  /** Answers with what is asked for, if the room is one the connection is in. */
  async fetch(connection: Connection, command: FetchCommand): Promise<Refused | null> {
    const { ref, roomId } = command
    const { rooms, store, fileLinks } = this.#options
    const me = rooms.get(roomId)?.memberOf(connection)
    if (!me) return { code: 'not-found' }
    if (command.type === 'fetch-banned' && !can(me, 'ban-member', { role: 'banned' }))
      return { code: 'forbidden' }
    const reply = await read(store, fileLinks, command, connection.tokenHash)
    if (!reply) return whyRefused(store, connection.tokenHash, roomId)
    connection.deliver(encodeForDelivery({ ...reply, ref, roomId }))
    return null
  }
}

function troubleWith(body: string, lengthMax: number): RefusalCode | null {
  if (body.length > lengthMax) return 'too-large'
  return isCleanText(body) && isVisibleText(body) ? null : 'invalid'
}

function changeFor(
  command: MessageCommand,
  memberId: MemberId,
  at: number,
  bodyLengthMax: number,
): Change | RefusalCode {
  const { roomId, messageId } = command
  const about = { roomId, messageId, memberId, at }
  switch (command.type) {
    case 'edit-message':
      // Without a word it may be when it has files, which the store knows.
      return (
        (command.body === '' ? null : troubleWith(command.body, bodyLengthMax)) ?? {
          kind: command.type,
          ...about,
          body: command.body,
        }
      )
    case 'delete-message':
      return { kind: command.type, ...about }
    case 'react': {
      const { emoji, isOn } = command
      return isEmoji(emoji) ? { kind: command.type, ...about, emoji, isOn } : 'invalid'
    }
    case 'pin-message':
      return { kind: command.type, ...about, isPinned: command.isPinned }
  }
}

async function read(
  store: Store,
  fileLinks: FileLinks | null,
  command: FetchCommand,
  tokenHash: Connection['tokenHash'],
) {
  const { roomId } = command
  switch (command.type) {
    case 'fetch-page': {
      const found = await store.readPage(roomId, command.where, command.limit, tokenHash)
      return found && ({ type: 'page', ...found } as const)
    }
    case 'fetch-place': {
      const found = await store.readPlace(roomId, command.at, tokenHash)
      return found && ({ type: 'place', ...found } as const)
    }
    case 'fetch-records': {
      const found = await store.readRecords(roomId, command, tokenHash)
      return found && ({ type: 'records', ...found } as const)
    }
    case 'fetch-edits': {
      const { messageId } = command
      const found = await store.readEdits(roomId, messageId, tokenHash)
      return found && ({ type: 'edits', messageId, ...found } as const)
    }
    case 'fetch-file-links': {
      const files = await store.files.readPosted(roomId, command.fileIds, tokenHash)
      const none = { links: [], endsAt: 0 }
      return files && ({ type: 'file-links', ...(fileLinks?.linksTo(files) ?? none) } as const)
    }
    case 'fetch-banned': {
      const found = await store.readBanned(roomId, BANNED_FETCHED_MAX, tokenHash)
      return found && ({ type: 'records', ...found } as const)
    }
    case 'fetch-reactors': {
      const found = await store.readReactors(roomId, command.messageId, command.emoji, tokenHash)
      return found && ({ type: 'reactors', ...found } as const)
    }
  }
}
