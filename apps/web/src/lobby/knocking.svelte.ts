import type { Answer, Client } from '@confab/client'
import { KNOCK_LIFE_MS, type RoomCode } from '@confab/protocol'
import type { Newcomer } from './newcomer.ts'
import { troubleOf } from './refusal-words.ts'

/** How often whoever waits tries the door, in milliseconds. Nobody tells them that it opened: this outlasts restarts and lost words. */
const TRY_MS = 3_000

/** Waiting in front of a door until somebody opens. */
export class Waiting {
  state = $state<'new' | 'asking' | 'waiting' | 'over'>('new')
  trouble = $state<string | null>(null)
  readonly #client: Pick<Client, 'askIn' | 'withdrawKnock'>
  readonly #entrance: Newcomer
  readonly #code: RoomCode
  #timer: ReturnType<typeof setTimeout> | undefined
  #until = 0

  constructor(client: Pick<Client, 'askIn' | 'withdrawKnock'>, entrance: Newcomer, code: RoomCode) {
    this.#client = client
    this.#entrance = entrance
    this.#code = code
  }

  async ask(): Promise<void> {
    const name = this.#entrance.name.trim()
    this.state = 'asking'
    this.trouble = null
    const answer: Answer<null> = await this.#client.askIn(this.#code, name)
    if (!answer.ok) {
      this.state = 'new'
      this.trouble = troubleOf(answer.refusal, name).words
      return
    }
    this.state = 'waiting'
    this.#until = Date.now() + KNOCK_LIFE_MS
    this.#tryLater()
  }

  /** Nobody waits here any more, in this room or on this page. */
  end(): void {
    clearTimeout(this.#timer)
    if (this.state === 'waiting') void this.#client.withdrawKnock(this.#code)
    this.state = 'new'
  }

  #tryLater(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#try(), TRY_MS)
  }

  async #try(): Promise<void> {
    await this.#entrance.join()
    if (this.state !== 'waiting') return
    if (Date.now() < this.#until) this.#tryLater()
    else this.state = 'over'
  }
}
