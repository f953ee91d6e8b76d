import { formatRoomCode } from '@confab/protocol'
import type { RoomSession } from '../../room/room-session.svelte.ts'
import type { WrittenText } from '../../room/written-text.ts'
import { pathOf } from '../../route.svelte.ts'
import type { AppStorage, KnownRoom } from '../../storage/app-storage.ts'
import { emojiTone, noteEmoji } from '../../ui/emoji/emoji-habits.ts'
import type { EmojiIndex } from '../../ui/emoji/emoji-search.ts'
import { loadEmoji } from '../../ui/emoji/load-emoji.ts'
import { withTone } from '../../ui/emoji/tones.ts'
import { fold } from '../../ui/fold.ts'
import { language } from '../../words/locale.svelte.ts'
import type { Completing } from './completing.ts'
import { findPeople, mentionable } from './people.ts'

/** One way to finish what is being written. */
export type Suggestion = {
  key: string
  label: string
  /** What is drawn before it: a picture of its own, or a person's or a room's sign made from their id. */
  sign: { kind: 'emoji'; char: string } | { kind: 'seed'; seed: string }
  /** Said behind it, more quietly. */
  note: string
  isHere: boolean
  written: WrittenText
}

const SHOWN_MAX = 8

/** Ways to finish what is being written, the likeliest first. Emoji and rooms are looked up when they are first asked for. */
export class Suggestions {
  #emoji = $state.raw<EmojiIndex | null>(null)
  #rooms = $state.raw<readonly KnownRoom[] | null>(null)
  readonly #session: RoomSession
  readonly #storage: AppStorage

  constructor(session: RoomSession, storage: AppStorage) {
    this.#session = session
    this.#storage = storage
  }

  /** Gets what is needed for one kind of them. What cannot be had now is asked for again with the next letter. */
  async prepare(kind: Completing['kind']): Promise<void> {
    try {
      if (kind === 'emoji') this.#emoji = await loadEmoji(language())
      if (kind === 'room') this.#rooms ??= await this.#storage.loadKnownRooms()
    } catch {
      // No list then: what is written stands as it is.
    }
  }

  for(completing: Completing): Suggestion[] {
    if (completing.kind === 'person') return this.#people(completing.query)
    return completing.kind === 'emoji' ? this.#emojis(completing.query) : this.#knownRooms(completing.query)
  }

  /** The one emoji that a closed `:tada:` means. */
  closed({ query }: Completing): WrittenText | null {
    const emoji = this.#emoji?.byCode(query)
    return emoji ? { text: painted(emoji), mentions: [] } : null
  }

  #people(query: string): Suggestion[] {
    const { roster, timeline } = this.#session.view
    const people = mentionable(roster.here, timeline.records, this.#session.me)
    return findPeople(people, query, SHOWN_MAX).map(({ memberId, name, isHere }) => {
      const label = this.#session.room.member(memberId)?.name ?? name
      return {
        key: memberId,
        label,
        sign: { kind: 'seed', seed: memberId },
        note: '',
        isHere,
        // With a space behind it: the sentence goes on.
        written: { text: `@${label} `, mentions: [{ memberId, from: 0, to: label.length + 1 }] },
      }
    })
  }

  #emojis(query: string): Suggestion[] {
    return (this.#emoji?.find(query, SHOWN_MAX) ?? []).map((emoji) => ({
      key: emoji.char,
      label: emoji.label,
      sign: { kind: 'emoji', char: painted(emoji) },
      note: emoji.codes[0] ? `:${emoji.codes[0]}:` : '',
      isHere: false,
      written: { text: `${painted(emoji)} `, mentions: [] },
    }))
  }

  #knownRooms(query: string): Suggestion[] {
    const wanted = fold(query)
    const rooms = (this.#rooms ?? []).filter(
      ({ title, code }) => fold(title).includes(wanted) || formatRoomCode(code).startsWith(wanted),
    )
    return rooms.slice(0, SHOWN_MAX).map(({ roomId, title, code }) => ({
      key: roomId,
      label: title || formatRoomCode(code),
      sign: { kind: 'seed', seed: roomId },
      note: title ? formatRoomCode(code) : '',
      isHere: false,
      written: { text: `${location.origin}${pathOf({ name: 'room', code })} `, mentions: [] },
    }))
  }

  /** Notes that one was taken. */
  taken({ sign }: Suggestion): void {
    if (sign.kind === 'emoji') noteEmoji(sign.char)
  }
}

const painted = ({ char, hasTones }: { char: string; hasTones: boolean }) =>
  hasTones ? withTone(char, emojiTone()) : char
