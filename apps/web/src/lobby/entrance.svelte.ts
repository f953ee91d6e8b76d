import type { Answer, Client, Room } from '@confab/client'
import { parseRoomCode, type RoomCode } from '@confab/protocol'
import type { AppStorage } from '../storage/app-storage.ts'
import type { KnownRooms } from './known-rooms.svelte.ts'
import { type Trouble, troubleOf, troubleWithCode, troubleWithName } from './refusal-words.ts'

type Surroundings = {
  client: Client
  storage: AppStorage
  knownRooms: KnownRooms
  /** Takes the person into the room. */
  enter: (code: RoomCode) => void
  /** What stands in the code field to begin with. */
  codeText?: string
}

/** The way into a room: a name, a code, and what came of trying. */
export class Entrance {
  name = $state('')
  codeText = $state('')
  /** What the room said to the code, or the server to whoever makes one: bring this first. */
  gate = $state<'password' | 'knock' | 'key' | null>(null)
  password = $state('')
  /** What it takes to ask for that. */
  gates = $state.raw<typeof import('./gates.ts') | null>(null)
  make = (name: string): Promise<Answer<Room>> => this.client.createRoom(name)
  #doing = $state.raw<'joining' | 'creating' | null>(null)
  #trouble = $state.raw<Trouble | null>(null)
  readonly #around: Surroundings

  constructor(around: Surroundings) {
    this.#around = around
    this.codeText = around.codeText ?? ''
  }

  get client(): Client {
    return this.#around.client
  }

  get doing(): 'joining' | 'creating' | null {
    return this.#doing
  }

  get trouble(): Trouble | null {
    return this.#trouble
  }

  /** The words of the trouble with one field, or with none of them. */
  wordsFor(field: Trouble['field']): string | null {
    return this.#trouble?.field === field ? this.#trouble.words : null
  }

  /** Prefills the name last used; what was typed meanwhile stays. */
  async recallName(): Promise<void> {
    const name = await this.#around.storage.loadName()
    if (this.name === '') this.name = name
  }

  /** The person changes what they typed: what was said about it is stale. */
  clearTrouble(): void {
    this.#trouble = null
  }

  async join(): Promise<void> {
    const code = parseRoomCode(this.codeText)
    const name = this.name.trim()
    // From top to bottom, so that the first field in trouble is the one to mend first.
    this.#trouble = troubleWithName(name) ?? (code ? null : troubleWithCode(this.codeText))
    if (this.#trouble || !code || this.#doing) return
    const known = this.#around.knownRooms.byCode(code)
    // Needs no network: the room screen shows what is stored and goes on from there.
    if (known?.name === name) {
      this.#around.knownRooms.introduced.add(known.roomId)
      return this.#around.enter(code)
    }
    await this.#attempt('joining', name, () =>
      this.#around.client.joinRoom(code, name, this.password || undefined),
    )
  }

  async create(): Promise<void> {
    const name = this.name.trim()
    this.#trouble = troubleWithName(name)
    if (this.#trouble || this.#doing) return
    await this.#attempt('creating', name, () => this.make(name))
  }

  async #attempt(
    doing: 'joining' | 'creating',
    name: string,
    ask: () => Promise<Answer<Room>>,
  ): Promise<void> {
    this.#doing = doing
    try {
      const answer = await ask()
      if (answer.ok) await this.#entered(answer.value, name)
      else await this.#refused(answer.refusal, name)
    } finally {
      this.#doing = null
    }
  }

  async #refused(refusal: Parameters<typeof troubleOf>[0], name: string): Promise<void> {
    const { code } = refusal
    if (code.endsWith('-needed')) {
      this.gates ??= await import('./gates.ts')
      this.#trouble = this.gates.meet(this, code)
      return
    }
    this.#trouble = troubleOf(refusal, name)
    // Whoever is let in may have to take another name.
    if (this.gate === 'knock' && this.#trouble.field) this.gate = null
  }

  async #entered(room: Room, name: string): Promise<void> {
    const { storage, knownRooms, enter } = this.#around
    const { room: record, me, timeline } = room.view
    if (!record || !me) throw new Error('An entered room has its record and its member.')
    await storage.saveName(name)
    knownRooms.introduced.add(room.roomId)
    await knownRooms.save({
      roomId: room.roomId,
      code: record.code,
      title: record.title,
      memberId: me.memberId,
      name: me.name,
      // What was said before somebody came is history to them, not news.
      lastReadSequence: knownRooms.byId(room.roomId)?.lastReadSequence ?? timeline.cursor,
      lastOpenedAt: Date.now(),
    })
    enter(record.code)
  }
}
