import type { MessageId, RoomCode } from '@confab/protocol'
import { type Breach, type History, judge } from '../history.ts'
import { pause, type Scene } from './scene.ts'
import type { Talker } from './talker.ts'

/** How long everything may take to come to rest once the faults are over, in milliseconds. */
const QUIET_MS_MAX = 40_000

/** How people talk. */
export type Talking = {
  /** Time between two rounds, in milliseconds; in each, everybody may say one thing. */
  everyMs?: number
  /** Who waits for so many posts says no more for now. */
  waitingMax?: number
  /** What is said in all. */
  saidMax?: number
  /** What follows the number in each post. */
  words?: string
}

/** Where people come to, and where whoever reads everything in the end does. */
export type Place = { readonly url: string }

/** People who are in one room and talk. */
export class Conversation {
  readonly talkers: Talker[]
  readonly code: RoomCode
  readonly #scene: Scene
  readonly #place: Place
  #chatter: NodeJS.Timeout | null = null
  said = 0

  private constructor(scene: Scene, place: Place, talkers: Talker[], code: RoomCode) {
    this.#scene = scene
    this.#place = place
    this.talkers = talkers
    this.code = code
  }

  /** So many people enter a room that the first of them creates; by different ways, in turn, if there are several. */
  static async open(
    scene: Scene,
    place: Place,
    count: number,
    ...urls: readonly string[]
  ): Promise<Conversation> {
    const come = (i: number) =>
      scene.talker(i === 0 ? 'Ana' : `Talker ${i}`, urls[i % urls.length] ?? place.url)
    const first = come(0)
    const code = await first.create()
    const others = Array.from({ length: count - 1 }, (_, i) => come(i + 1))
    await Promise.all(others.map((talker) => talker.join(code)))
    return new Conversation(scene, place, [first, ...others], code)
  }

  /** Somebody who is in the room already talks as well. */
  include(talker: Talker): void {
    this.talkers.push(talker)
  }

  /** Posts nobody acked yet. */
  get waiting(): number {
    return this.talkers.reduce((sum, talker) => sum + talker.waiting, 0)
  }

  get acked(): number {
    return this.talkers.reduce((sum, talker) => sum + talker.history.acked.size, 0)
  }

  /** How long acks took up to now, in milliseconds. */
  get ackMs(): number[] {
    return this.talkers.flatMap((talker) => talker.ackMs)
  }

  /** How long it took from each post to each other screen, in milliseconds, for those posted between two moments. */
  arrivalMs(from = 0, to = Number.POSITIVE_INFINITY): number[] {
    const postedAt = new Map(this.talkers.flatMap((talker) => [...talker.postedAt]))
    return this.talkers.flatMap((talker) =>
      [...talker.toldAt].flatMap(([messageId, toldAt]) => {
        const at = talker.postedAt.has(messageId) ? undefined : postedAt.get(messageId)
        return at === undefined || at < from || at >= to ? [] : [toldAt - at]
      }),
    )
  }

  talk({
    everyMs = 15,
    waitingMax = 20,
    saidMax = Number.POSITIVE_INFINITY,
    words = '',
  }: Talking = {}): void {
    this.hush()
    this.#chatter = setInterval(() => {
      for (const talker of this.talkers)
        if (this.said < saidMax && talker.waiting < waitingMax)
          this.say(talker, `word ${this.said + 1} ${words}`)
    }, everyMs)
  }

  /** Somebody says one thing. */
  say(talker: Talker, body: string): void {
    this.said += 1
    talker.post(body)
  }

  hush(): void {
    if (this.#chatter) clearInterval(this.#chatter)
    this.#chatter = null
  }

  /** As a browser does when its window is looked at: no need to wait for the backoff. */
  retryNow(): void {
    for (const talker of this.talkers) talker.client.retryNow()
  }

  /** Everybody falls silent, everything is sent, and somebody who just came reads what is stored. */
  async end(): Promise<Verdict> {
    this.hush()
    await Promise.all(this.talkers.map((talker) => talker.whenQuiet(QUIET_MS_MAX)))
    const witness = this.#scene.talker('Witness', this.#place.url)
    await witness.join(this.code)
    const head = witness.room.view.timeline.cursor
    while (this.talkers.some(({ room }) => room.view.timeline.cursor < head)) await pause(20)
    await Promise.all([witness, ...this.talkers].map((talker) => talker.readAll()))
    const history: History = {
      people: this.talkers.map((talker) => talker.history),
      stored: witness.history.seen,
      head: witness.room.view.timeline.cursor,
    }
    const refused = history.people.flatMap((person) => [...person.refused])
    return { history, breaches: judge(history), said: this.said, acked: this.acked, refused }
  }
}

/**
 * What became of a conversation. Whatever was said and not `refused` is stored, or that is a breach (D7). Whoever was away for longer than
 * can be replayed learns by asking what became of a post, so `acked` may be less than `said` there.
 */
export type Verdict = {
  history: History
  breaches: Breach[]
  said: number
  acked: number
  refused: MessageId[]
}

/** Percentiles in whole milliseconds, for people to read. */
export function percentiles(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (part: number) => Math.round(sorted[Math.floor(part * (sorted.length - 1))] ?? 0)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`
}
