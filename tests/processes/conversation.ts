import type { RoomCode } from '@confab/protocol'
import { type Breach, type History, judge } from '../history.ts'
import { pause, type Scene } from './scene.ts'
import type { ServerProcess } from './server-process.ts'
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
}

/** People who are in one room and talk. */
export class Conversation {
  readonly talkers: readonly Talker[]
  readonly code: RoomCode
  readonly #scene: Scene
  readonly #server: ServerProcess
  #chatter: NodeJS.Timeout | null = null
  said = 0

  private constructor(scene: Scene, server: ServerProcess, talkers: readonly Talker[], code: RoomCode) {
    this.#scene = scene
    this.#server = server
    this.talkers = talkers
    this.code = code
  }

  /** So many people enter a room that the first of them creates. */
  static async open(
    scene: Scene,
    server: ServerProcess,
    count: number,
    url: string = server.url,
  ): Promise<Conversation> {
    const first = scene.talker('Ana', url)
    const code = await first.create()
    const others = Array.from({ length: count - 1 }, (_, i) => scene.talker(`Talker ${i + 1}`, url))
    await Promise.all(others.map((talker) => talker.join(code)))
    return new Conversation(scene, server, [first, ...others], code)
  }

  /** Posts nobody acked yet. */
  get waiting(): number {
    return this.talkers.reduce((sum, talker) => sum + talker.waiting, 0)
  }

  get acked(): number {
    return this.talkers.reduce((sum, talker) => sum + talker.history.acked.size, 0)
  }

  talk({ everyMs = 15, waitingMax = 20, saidMax = Number.POSITIVE_INFINITY }: Talking = {}): void {
    this.#chatter = setInterval(() => {
      for (const talker of this.talkers)
        if (this.said < saidMax && talker.waiting < waitingMax) talker.post(`word ${++this.said}`)
    }, everyMs)
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
    const witness = this.#scene.talker('Witness', this.#server.url)
    await witness.join(this.code)
    const head = witness.room.view.timeline.cursor
    while (this.talkers.some(({ room }) => room.view.timeline.cursor < head)) await pause(20)
    await Promise.all([witness, ...this.talkers].map((talker) => talker.readAll()))
    const history: History = {
      people: this.talkers.map((talker) => talker.history),
      stored: witness.history.seen,
      head: witness.room.view.timeline.cursor,
    }
    return { history, breaches: judge(history), said: this.said, acked: this.acked }
  }
}

/** What became of a conversation. */
export type Verdict = { history: History; breaches: Breach[]; said: number; acked: number }
