import { type ConfabRecord, joinFrame, type RoomId, type ServerEvent } from '@confab/protocol'
import type { EncodedEvent, EnteredRoom, RoomConnection } from '../rooms/room-connection.ts'
import type { TokenHash } from '../store/store.ts'

/** A connection as a room sees one, without a line: it keeps what it was told. */
export class Listener implements RoomConnection {
  readonly tokenHash: TokenHash
  readonly address = '203.0.113.7'
  readonly rooms = new Map<RoomId, EnteredRoom>()
  /** What it was told, in order. */
  readonly told: EncodedEvent[] = []
  isOpen = true
  /** Whether it takes what may be dropped. */
  isReadingInTime = true

  constructor(person: { tokenHash: TokenHash }) {
    this.tokenHash = person.tokenHash
  }

  deliver(event: EncodedEvent): void {
    this.told.push(event)
  }

  whisper(event: EncodedEvent): boolean {
    if (this.isReadingInTime) this.told.push(event)
    return this.isReadingInTime
  }

  isBehind = false
  #turn: Promise<unknown> = Promise.resolve()

  async drained(): Promise<void> {}

  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#turn.then(work)
    this.#turn = done.catch(() => {})
    return done
  }

  /** The line goes, as a node notices it. */
  lose(): void {
    this.isOpen = false
    for (const room of [...this.rooms.values()]) room.leave(this, 'lost')
  }

  get heard(): ServerEvent[] {
    return this.told.flatMap((event) => JSON.parse(joinFrame([event.text])) as ServerEvent[])
  }

  /** What it was told of one kind. */
  of<Type extends ServerEvent['type']>(type: Type): Extract<ServerEvent, { type: Type }>[] {
    return this.heard.filter((event): event is Extract<ServerEvent, { type: Type }> => event.type === type)
  }

  /** The bodies of the messages it was told of in spans and resets, in the order of telling. */
  get bodies(): string[] {
    return this.heard.flatMap((event) => {
      if (event.type === 'span') return bodiesOf(event.records)
      return event.type === 'reset' ? bodiesOf(event.page.records) : []
    })
  }
}

function bodiesOf(records: readonly ConfabRecord[]): string[] {
  return records.flatMap((record) => (record.kind === 'message' ? [record.body] : []))
}
