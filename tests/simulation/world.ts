import { createFakeClock, type FakeClock } from '@confab/client/testing'
import type { MemberId, RoomCode } from '@confab/protocol'
import { type History, judgePresence } from '../history.ts'
import { type Chance, createChance } from './chance.ts'
import { type ExchangeSabotage, type ExchangeWeather, LossyExchange } from './lossy-exchange.ts'
import { createDisk, type Disk, lastReadOf, recordsOnDisk, type Sabotage } from './memory-disk.ts'
import type { CrashPoint } from './memory-store.ts'
import { Person } from './person.ts'
import { type Faults, SimNode } from './sim-node.ts'

/** How long everybody gets to come to rest once the faults end, in milliseconds of the world. */
const SETTLE_MS = 120_000

/** How long somebody may take to get in while nodes die: a line that falls silent takes 40 s to be noticed, in milliseconds. */
const ENTER_MS = 300_000

/** How often it is looked whether they did. */
const LOOK_MS = 2_000

/**
 * How long it may take, once the faults end, until everybody sees who is here, in milliseconds: a dead node's lease and the beat
 * after it, then the grace of those whose line it had, or a line that fell silent and is noticed after two heartbeats.
 */
const PRESENCE_MS = 90_000

/** What a world is like. The defaults are a calm one. */
export type WorldOptions = {
  seed: number
  nodes?: number
  faults?: Faults
  exchange?: ExchangeWeather
  sabotage?: Sabotage & ExchangeSabotage
}

/** Nodes, people, lossy lines, one disk and one clock, all from one seed: the same seed is the same story. */
export class World {
  readonly clock: FakeClock = createFakeClock()
  readonly chance: Chance
  readonly disk: Disk = createDisk()
  readonly nodes: SimNode[]
  readonly people: Person[] = []
  readonly #exchange: LossyExchange
  /** How often commits fail and processes die in them; may be changed while the story goes on. */
  readonly faults: Faults
  /** How many processes died at each crash point. */
  readonly crashes: Record<CrashPoint, number> = {
    'before-disk': 0,
    'before-answer': 0,
    'between-batches': 0,
  }

  constructor(options: WorldOptions) {
    const { seed, nodes = 1, sabotage = {} } = options
    this.chance = createChance(seed)
    this.faults = { ...(options.faults ?? { lost: 0, unknown: 0, crash: 0 }) }
    const weather = options.exchange ?? { lost: 0, repeated: 0, delayMsMax: 20 }
    this.#exchange = new LossyExchange(this.clock, this.chance, weather, sabotage)
    this.nodes = Array.from(
      { length: nodes },
      () =>
        new SimNode({
          clock: this.clock,
          chance: this.chance,
          disk: this.disk,
          exchange: this.#exchange,
          sabotage,
          faults: this.faults,
          onCrash: (point) => {
            this.crashes[point] += 1
          },
        }),
    )
  }

  /** Opens a browser for somebody; the first one creates the room, the others join it. */
  arrive(name: string, code: RoomCode | null): Person {
    const address = `10.0.0.${this.people.length + 1}`
    const person = new Person(name, address, {
      clock: this.clock,
      chance: this.chance,
      connect: (line, from) => {
        const up = this.nodes.filter((node) => node.isUp)
        if (up.length === 0) line.refuse()
        else this.chance.pick(up).accept(line, from)
      },
    })
    this.people.push(person)
    person.enter(code ? { code } : 'create')
    return person
  }

  /** People who are in the same room, once all of them are. */
  async join(...names: string[]): Promise<Person[]> {
    const people: Person[] = []
    for (const name of names) {
      people.push(this.arrive(name, people[0]?.code ?? null))
      for (let waited = 0; waited < ENTER_MS && !people.at(-1)?.code; waited += 100) await this.run(100)
    }
    return people
  }

  run(ms: number): Promise<void> {
    return this.clock.run(ms)
  }

  /** The faults end, everything is up, and everybody reads all there is. */
  async settle(): Promise<void> {
    this.faults.lost = 0
    this.faults.unknown = 0
    this.faults.crash = 0
    for (const node of this.nodes) node.start()
    for (const person of this.people) if (!person.hasGone) person.mend()
    for (let waited = 0; waited < SETTLE_MS; waited += LOOK_MS) {
      await this.run(LOOK_MS)
      if (this.#haveRead()) break
    }
    // Doorbells may go on getting lost until here. Who is here can only be certain once words get through.
    this.#exchange.calm()
    for (let waited = 0; waited < PRESENCE_MS; waited += LOOK_MS) {
      if (this.#haveRead() && judgePresence(this.#presence()).length === 0) return
      await this.run(LOOK_MS)
    }
  }

  #haveRead(): boolean {
    const { head } = this.#room()
    const have = this.people.map((person) => !person.isIn || person.readAll(head))
    return have.every(Boolean) && this.#isReadingKept()
  }

  /** Whether the store knows what everybody has seen; it is told a while after. */
  #isReadingKept(): boolean {
    const lastReads = this.#lastReads()
    return this.people.every(
      ({ isIn, hasGone, isRemoved, memberId, history }) =>
        !isIn || hasGone || isRemoved || !memberId || lastReads.get(memberId) === history.lastRead,
    )
  }

  #lastReads(): Map<MemberId, number> {
    const room = this.#room()
    return new Map(
      [...room.records.values()].flatMap((record) =>
        record.kind === 'member' ? [[record.memberId, lastReadOf(room, record)] as const] : [],
      ),
    )
  }

  /** What the checker judges: everything of the room that the first person created. */
  history(): History {
    const room = this.#room()
    return {
      ...this.#presence(),
      stored: recordsOnDisk(this.disk, room.roomId),
      head: room.head,
      lastReads: this.#lastReads(),
      absences: this.disk.absences.filter(({ roomId }) => roomId === room.roomId),
    }
  }

  /** Who is here in truth, and who everybody sees. */
  #presence(): Pick<History, 'here' | 'people'> {
    const people = this.people.filter((person) => person.isIn)
    for (const person of people) person.lookAround()
    return {
      here: people.flatMap(({ memberId, hasGone, isRemoved }) =>
        memberId === null || hasGone || isRemoved ? [] : [memberId],
      ),
      people: people.map(({ history }) => history),
    }
  }

  /** Where the first person is. There may be another, made by a request whose answer was lost. */
  #room() {
    const roomId = this.people[0]?.roomId
    const room = roomId && this.disk.rooms.get(roomId)
    if (!room) throw new Error('no room was made')
    return room
  }

  close(): void {
    for (const person of this.people) person.close()
    for (const node of this.nodes) node.kill()
  }
}
