import { setInterval } from 'node:timers'
import type { RoomCode } from '@confab/protocol'
import { type Breach, judge } from '../history.ts'
import { pause } from '../processes/scene.ts'
import { Talker } from '../processes/talker.ts'

/** How often each of them says something, in milliseconds. */
const SAY_EVERY_MS = 120

/** How long what was said last may take to be through, in milliseconds. */
const QUIET_MS_MAX = 15_000

/** Two people in one room who do nothing but talk, whatever happens around them, and notice how long an ack takes. */
export class Bystanders {
  readonly #people: readonly [Talker, Talker]
  readonly #url: string
  readonly #names: readonly [string, string]
  #code: RoomCode | null = null
  #chatter: NodeJS.Timeout | null = null
  readonly #saidAt = new Map<string, number>()
  longestAckMs = 0
  said = 0

  constructor(url: string, names: readonly [string, string]) {
    this.#url = url
    this.#names = names
    this.#people = [new Talker(names[0], url), new Talker(names[1], url)]
  }

  get code(): RoomCode {
    if (this.#code === null) throw new Error('they have no room yet')
    return this.#code
  }

  get roomId() {
    return this.#people[0].room.roomId
  }

  /** Enters a room of their own. */
  async meet(): Promise<void> {
    const [first, second] = this.#people
    this.#code = await first.create()
    await second.join(this.#code)
    for (const { room } of this.#people)
      room.onRecords((records) => {
        for (const record of records) if (record.kind === 'message') this.#heard(record.messageId)
      })
  }

  startTalking(): void {
    this.#chatter = setInterval(() => {
      this.#look()
      for (const talker of this.#people)
        this.#saidAt.set(talker.post(`word ${++this.said}`), performance.now())
    }, SAY_EVERY_MS)
  }

  /** Lets them finish, and judges what they and somebody who comes later have seen. */
  async judged(): Promise<Breach[]> {
    if (this.#chatter) clearInterval(this.#chatter)
    this.#look()
    await Promise.all(this.#people.map((talker) => talker.whenQuiet(QUIET_MS_MAX)))
    const witness = new Talker(`Witness of ${this.#names[0]}`, this.#url)
    try {
      await witness.join(this.code)
      await pause(500)
      for (const talker of [...this.#people, witness]) await talker.readAll()
      const { cursor } = witness.room.view.timeline
      return judge({
        people: this.#people.map(({ history }) => history),
        stored: witness.history.seen,
        head: cursor,
      })
    } finally {
      witness.close()
    }
  }

  get acked(): number {
    return this.#people.reduce((sum, { history }) => sum + history.acked.size, 0)
  }

  close(): void {
    if (this.#chatter) clearInterval(this.#chatter)
    for (const talker of this.#people) talker.close()
  }

  #heard(messageId: string): void {
    const saidAt = this.#saidAt.get(messageId)
    if (saidAt === undefined) return
    this.#saidAt.delete(messageId)
    this.longestAckMs = Math.max(this.longestAckMs, performance.now() - saidAt)
  }

  /** What is not acked yet has taken its time, too. */
  #look(): void {
    for (const saidAt of this.#saidAt.values())
      this.longestAckMs = Math.max(this.longestAckMs, performance.now() - saidAt)
  }
}
