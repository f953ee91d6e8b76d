import type { FileId, MessageId } from '@confab/protocol'
import { createContext } from 'svelte'
import type { RoomSession } from '../../room/room-session.svelte.ts'
import type { MessageRow, Reaction } from '../message-row.ts'
import type { Abilities } from './abilities.ts'

/** What lies open over the list, and for which message. */
export type Opened =
  | { what: 'menu' | 'emoji'; row: MessageRow; anchor: HTMLElement }
  | { what: 'delete' | 'history' | 'reactors' | 'report' | 'ignore'; row: MessageRow }
  | { what: 'picture'; row: MessageRow; fileId: FileId }
  | { what: 'pins' | 'date' }

/** What people do with the messages of a list. */
export class RowActions {
  readonly session: RoomSession
  /** What whoever looks can do with a message; nothing while that is still being loaded. */
  readonly abilities: (row: MessageRow) => Partial<Abilities>
  readonly #link: () => string
  opened = $state.raw<Opened | null>(null)
  /** The message the keyboard is at. */
  focused = $state.raw<MessageId | null>(null)

  constructor(session: RoomSession, link: () => string, abilities: (row: MessageRow) => Partial<Abilities>) {
    this.session = session
    this.abilities = abilities
    this.#link = link
  }

  isMine(reaction: Reaction): boolean {
    const { me } = this.session
    return me !== null && reaction.members.includes(me)
  }

  open(what: 'menu' | 'emoji', row: MessageRow, anchor: HTMLElement): void {
    const able = this.abilities(row)
    if (able.copyText || able.delete || able.react) this.opened = { what, row, anchor }
  }

  react(row: MessageRow, emoji: string): void {
    // Loaded by whatever offered it.
    void import('../../ui/emoji/emoji-habits.ts').then(({ noteEmoji }) => noteEmoji(emoji))
    const known = row.reactions.find((reaction) => reaction.emoji === emoji)
    this.session.room.react(row.key, emoji, !known || !this.isMine(known))
  }

  /** Takes one's reaction back, or joins in. Of many only the server knows whether oneself is among them. */
  async toggle(row: MessageRow, reaction: Reaction): Promise<void> {
    const { room } = this.session
    let isMine = this.isMine(reaction)
    if (!isMine && reaction.count > reaction.members.length) {
      const answer = await room.fetchReactors(row.key, reaction.emoji)
      isMine = answer.ok && answer.value.includesMe
    }
    room.react(row.key, reaction.emoji, !isMine)
  }

  linkTo(row: MessageRow): string {
    return row.sequence === null ? this.#link() : `${this.#link()}/${row.sequence}`
  }
}

export const [useRowActions, provideRowActions] = createContext<RowActions>()
