import { type Reading, stampedText } from './frame-reader.ts'
import type { Member, Peer, RunningPeer } from './peer.ts'

/** How many are in how many rooms. */
export type CrowdSize = { rooms: number; membersPerRoom: number }

/** What came of talking for a while. Times in milliseconds, from a post to a screen. */
export type Talk = {
  posts: number
  /** Messages that were due on screens, and those that came. */
  due: number
  deliveries: number
  /** How long was talked, and how long it took until the last message had come, in seconds. */
  spokeForSeconds: number
  heardForSeconds: number
  serverCpuSeconds: number
  /** From a post to others' screens, and to the author's own, which in Confab is the ack. Of some members, not of all. */
  toOthers: readonly number[]
  toAuthors: readonly number[]
  /** The part of the time the generator worked: near 1 it is what is measured. */
  generatorBusy: number
}

/** Posts go out in ticks of this many milliseconds. */
const TICK_MS = 4

/** Deliveries that are still missing when none came for this long, in milliseconds, count as lost. */
const SILENCE_MS = 1_500

/** And so do those that have not come this long after the last post, in milliseconds. */
const LATE_MS_MAX = 6_000

/** Times read in a second, about: of more deliveries than this only some members read the times, and the others only count. */
const TIMES_PER_SECOND = 100_000

/** Entering at once: a server would not like all of them in one moment. */
const ENTERING_AT_ONCE = 50

/** Members of a peer's rooms, all of them in, who talk when told to. */
export class Crowd {
  readonly #running: RunningPeer
  readonly #size: CrowdSize
  #rooms: Member[][] = []
  #deliveries = 0
  #heardAt = 0
  #timedEvery = 1
  #toOthers: number[] = []
  #toAuthors: number[] = []
  #isBroken = false
  #isClosing = false

  private constructor(running: RunningPeer, size: CrowdSize) {
    this.#running = running
    this.#size = size
  }

  /** Starts a server and brings everybody in. */
  static async gather(peer: Peer, size: CrowdSize): Promise<Crowd> {
    const running = await peer.start()
    const crowd = new Crowd(running, size)
    try {
      await crowd.#enterAll()
      return crowd
    } catch (error) {
      await crowd.disperse()
      throw error
    }
  }

  /** Some line was cut from the other side: what comes after says nothing about the load. */
  get isBroken(): boolean {
    return this.#isBroken
  }

  /** Everybody posts in turn, evenly spread over the seconds. Resolves once everything due has come, or is given up. */
  async talk(postsPerSecond: number, seconds: number): Promise<Talk> {
    this.#deliveries = 0
    this.#toOthers = []
    this.#toAuthors = []
    this.#timedEvery = Math.ceil((postsPerSecond * this.#size.membersPerRoom) / TIMES_PER_SECOND)
    const cpuBefore = this.#running.cpuSeconds()
    const own = process.cpuUsage()
    const began = performance.now()
    const posts = await this.#speak(postsPerSecond, seconds)
    const spokeForSeconds = (performance.now() - began) / 1_000
    const used = process.cpuUsage(own)
    const due = posts * this.#size.membersPerRoom
    await this.#listen(due)
    return {
      posts,
      due,
      deliveries: this.#deliveries,
      spokeForSeconds,
      heardForSeconds: (Math.max(this.#heardAt, began) - began) / 1_000,
      serverCpuSeconds: this.#running.cpuSeconds() - cpuBefore,
      toOthers: this.#toOthers,
      toAuthors: this.#toAuthors,
      generatorBusy: (used.user + used.system) / 1e6 / spokeForSeconds,
    }
  }

  async disperse(): Promise<void> {
    this.#isClosing = true
    for (const member of this.#rooms.flat()) member.close()
    await this.#running.stop()
  }

  /** First one member of every room, then the next of every room: a server is asked many things at once, as on a busy day. */
  async #enterAll(): Promise<void> {
    const { rooms, membersPerRoom } = this.#size
    this.#rooms = Array.from({ length: rooms }, () => [])
    for (let first = 0; first < rooms * membersPerRoom; first += ENTERING_AT_ONCE) {
      const entering = Array.from(
        { length: Math.min(ENTERING_AT_ONCE, rooms * membersPerRoom - first) },
        async (_, i) => {
          const [room, member] = [(first + i) % rooms, Math.floor((first + i) / rooms)]
          const entered = await this.#enter(room, member)
          const members = this.#rooms[room]
          if (members) members[member] = entered
        },
      )
      await Promise.all(entering)
    }
  }

  #enter(room: number, member: number): Promise<Member> {
    const number = room * this.#size.membersPerRoom + member
    return this.#running.enter(room, member, {
      hear: (reading) => {
        this.#deliveries += reading.messages
        this.#heardAt = performance.now()
        if (number % this.#timedEvery === 0) this.#time(reading, member)
      },
      closed: () => {
        this.#isBroken ||= !this.#isClosing
      },
    })
  }

  #time(reading: Reading, member: number): void {
    for (const stamp of reading.stamps) {
      const times = stamp.member === member ? this.#toAuthors : this.#toOthers
      times.push(this.#heardAt - stamp.postedAt)
    }
  }

  async #speak(postsPerSecond: number, seconds: number): Promise<number> {
    const began = performance.now()
    const total = Math.round(postsPerSecond * seconds)
    let posted = 0
    while (posted < total) {
      const elapsed = (performance.now() - began) / 1_000
      const due = Math.min(total, Math.floor(elapsed * postsPerSecond) + 1)
      for (; posted < due; posted++) {
        const room = this.#rooms[posted % this.#size.rooms]
        const member = Math.floor(posted / this.#size.rooms) % this.#size.membersPerRoom
        room?.[member]?.post(stampedText(member, performance.now()))
      }
      if (posted < total) await pause(TICK_MS)
    }
    return posted
  }

  async #listen(due: number): Promise<void> {
    const giveUpAt = performance.now() + LATE_MS_MAX
    const since = performance.now()
    while (this.#deliveries < due) {
      const now = performance.now()
      if (now > giveUpAt || now - Math.max(since, this.#heardAt) > SILENCE_MS) return
      await pause(TICK_MS)
    }
  }
}

/** Waits. */
export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
