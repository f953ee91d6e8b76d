import {
  createId,
  createIdentityToken,
  type Epoch,
  type IdentityToken,
  type RoomCode,
  type RoomId,
  type ServerEvent,
  type TabId,
} from '@confab/protocol'
import type { Chance } from '../simulation/chance.ts'
import type { Json, Values } from './corpus.ts'
import { ANSWER_MS_MAX, HostileLine } from './hostile-line.ts'

/** Guests who have a room each, are in the next one's, and in the room that others talk in. */
const GUESTS = 16

/** Ids of posts remembered, to be posted again. */
const REMEMBERED_MAX = 500

/** A room as guests know it. */
export type KnownRoom = { roomId: RoomId; code: RoomCode; epoch: Epoch; head: number }

/** Somebody with an identity, who is a member of some rooms. */
export type Guest = { token: IdentityToken; rooms: readonly RoomId[] }

/** What all hostile lines of one server share: who they are, which rooms there are, and what was said. */
export class HostileGuests {
  readonly port: number
  readonly guests: Guest[] = []
  readonly rooms = new Map<RoomId, KnownRoom>()
  /** A room none of them is in. */
  readonly foreign: RoomId
  readonly #said: string[] = []
  readonly #answerMsMax: number
  #addresses = 0

  private constructor(port: number, foreign: RoomId, answerMsMax: number = ANSWER_MS_MAX) {
    this.port = port
    this.foreign = foreign
    this.#answerMsMax = answerMsMax
  }

  /** Guests with rooms of their own on a server, all of them also in the room of this code. */
  static async settle(port: number, shared: RoomCode, foreign: RoomId): Promise<HostileGuests> {
    const settled = new HostileGuests(port, foreign)
    let before = shared
    for (let i = 0; i < GUESTS; i++) before = await settled.#settleOne(`Guest ${i}`, [shared, before])
    return settled
  }

  /** A guest who is in a room by their own word, for a server that asks no further. */
  static pretend(port: number, answerMsMax: number): HostileGuests {
    const roomId = createId<RoomId>()
    const pretended = new HostileGuests(port, createId<RoomId>(), answerMsMax)
    pretended.guests.push({ token: createIdentityToken(), rooms: [roomId] })
    pretended.rooms.set(roomId, { roomId, code: 'k7m4qp2x9d' as RoomCode, epoch: createId<Epoch>(), head: 3 })
    return pretended
  }

  /** A line from an address of its own: what limits an address is not what is tried here. */
  open(onEvent: (event: ServerEvent) => void = () => {}): HostileLine {
    const number = ++this.#addresses
    const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`
    const heard = (event: ServerEvent) => {
      this.#learn(event)
      onEvent(event)
    }
    return new HostileLine(this.port, address, heard, this.#answerMsMax)
  }

  /** What stands for the placeholders of one frame of a guest who is in these rooms. */
  valuesFor(guest: Guest, entered: readonly RoomId[], chance: Chance): Values {
    const roomId = chance.happens(0.85)
      ? chance.pick(entered)
      : chance.pick([this.foreign, createId<RoomId>(chance.fill), chance.pick([...this.rooms.keys()])])
    const room = this.rooms.get(roomId)
    const messageId =
      this.#said.length > 0 && chance.happens(0.1) ? chance.pick(this.#said) : createId(chance.fill)
    return new Map<string, Json>([
      ['{roomId}', roomId],
      ['{messageId}', messageId],
      ['{memberId}', createId(chance.fill)],
      ['{epoch}', room && chance.happens(0.9) ? room.epoch : createId(chance.fill)],
      ['{head}', Math.max(0, (room?.head ?? 0) - chance.below(4))],
      ['{code}', room && chance.happens(0.9) ? room.code : '0000000000'],
      ['{token}', guest.token],
      ['{tabId}', createId(chance.fill)],
      ['{ref}', 1 + chance.below(1_000_000)],
    ])
  }

  /** A right hello of a guest, that enters these rooms. */
  helloOf(guest: Guest, entered: readonly RoomId[], chance: Chance): string {
    const resume = entered.map((roomId, index) => {
      const room = this.rooms.get(roomId)
      const cursor = room ? { epoch: room.epoch, sequence: Math.max(0, room.head - chance.below(3)) } : null
      return { ref: index + 1, roomId, cursor: chance.happens(0.03) ? null : cursor }
    })
    const tabId = createId<TabId>(chance.fill)
    return JSON.stringify({ type: 'hello', token: guest.token, tabId, client: 'tests', resume })
  }

  #learn(event: ServerEvent): void {
    if (event.type === 'entered' || event.type === 'span') {
      const room = this.rooms.get(event.roomId)
      if (room) room.head = Math.max(room.head, event.type === 'span' ? event.upTo : event.head)
    }
    if (event.type !== 'span') return
    for (const record of event.records)
      if (record.kind === 'message' && this.#said.push(record.messageId) > REMEMBERED_MAX) this.#said.shift()
  }

  async #settleOne(name: string, codes: readonly RoomCode[]): Promise<RoomCode> {
    let token: IdentityToken | null = null
    let code: RoomCode | null = null
    const entered: RoomId[] = []
    const line = this.open((event) => {
      if (event.type === 'welcome') token = event.token
      if (event.type !== 'reset') return
      const { roomId, epoch, room } = event
      code = room.code
      entered.push(roomId)
      this.rooms.set(roomId, { roomId, code, epoch, head: event.page.head })
    })
    const ask = async (command: object, ref: number) => {
      line.expect(ref === 0 ? { name: 'welcome', refs: [] } : { name: 'reply', refs: [ref] })
      line.say(JSON.stringify(ref === 0 ? command : { ...command, ref }))
      const before = entered.length
      if (!(await line.settled())) throw new Error(`${name} was not answered`)
      // The reset follows its `entered`; whatever is asked next is answered behind it.
      if (ref > 0 && entered.length === before) {
        line.expect({ name: 'reply', refs: [ref + 1_000] })
        line.say(JSON.stringify({ type: 'probe', ref: ref + 1_000 }))
        await line.settled()
      }
    }
    await ask({ type: 'hello', token: null, tabId: createId(), client: 'tests', resume: [] }, 0)
    for (const [index, each] of [...new Set(codes)].entries())
      await ask({ type: 'join-room', code: each, name }, index + 1)
    await ask({ type: 'create-room', roomId: createId(), name }, 9)
    if (token === null || code === null) throw new Error(`${name} could not settle: ${line.faults.join()}`)
    this.guests.push({ token, rooms: entered })
    line.destroy()
    return code
  }
}
