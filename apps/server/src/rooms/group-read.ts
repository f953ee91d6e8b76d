import type { Clock } from '../clock.ts'
import { READ_ROUNDS } from '../limits.ts'
import { fullBucket, takeToken, waitForToken } from './rate-limit.ts'
import { AskAgain } from './room-connection.ts'

/** Reads what everybody who asked the same question is answered by. It is called after the last of them asked. */
export type Read<Question, Asker, Answer> = (question: Question, askers: readonly Asker[]) => Promise<Answer>

type Gathering<Question, Asker, Answer> = {
  question: Question
  askers: Asker[]
  answer: PromiseWithResolvers<Answer>
}

/**
 * Group read, what group commit is to writing: who asks the same question gathers, and one reading answers all of them. A
 * question asked alone is read at once. When a thousand come back together the rounds of `READ_ROUNDS` are soon used up, and what is
 * asked until the next one is read in that one.
 *
 * Nobody ever shares a reading that began before they asked, however tempting: their answer would be of a snapshot older than their
 * question, and what was told to a room in between would be told to them by nobody (D6).
 */
export class GroupRead<Question, Asker, Answer> {
  readonly #clock: Clock
  readonly #keyOf: (question: Question) => string
  readonly #read: Read<Question, Asker, Answer>
  readonly #gathering = new Map<string, Gathering<Question, Asker, Answer>>()
  #rounds = fullBucket(READ_ROUNDS)
  #isRoundDue = false
  #isClosed = false
  #cancelRound = () => {}

  /** Two questions with the same key are the same. */
  constructor(clock: Clock, keyOf: (question: Question) => string, read: Read<Question, Asker, Answer>) {
    this.#clock = clock
    this.#keyOf = keyOf
    this.#read = read
  }

  /** What a reading says that began after this. Rejects as the reading does, and with `AskAgain` when nothing is read any more. */
  ask(question: Question, asker: Asker): Promise<Answer> {
    if (this.#isClosed) return Promise.reject(new AskAgain('nothing is read any more'))
    const key = this.#keyOf(question)
    const gathering = this.#gathering.get(key) ?? {
      question,
      askers: [],
      answer: Promise.withResolvers<Answer>(),
    }
    this.#gathering.set(key, gathering)
    gathering.askers.push(asker)
    this.#planRound()
    return gathering.answer.promise
  }

  /** Who still waits is sent away. */
  close(): void {
    this.#isClosed = true
    this.#cancelRound()
    for (const { answer } of this.#take()) answer.reject(new AskAgain('nothing is read any more'))
  }

  #planRound(): void {
    if (this.#isRoundDue) return
    this.#isRoundDue = true
    const waitMs = waitForToken(READ_ROUNDS, this.#rounds, this.#clock.monotonic())
    // Not at once: what is asked in this same turn is asked together.
    if (waitMs === 0) queueMicrotask(() => this.#round())
    else this.#cancelRound = this.#clock.after(waitMs, () => this.#round())
  }

  #round(): void {
    this.#isRoundDue = false
    this.#rounds = takeToken(READ_ROUNDS, this.#rounds, this.#clock.monotonic()).bucket
    for (const { question, askers, answer } of this.#take())
      this.#read(question, askers).then(answer.resolve, answer.reject)
  }

  #take(): Gathering<Question, Asker, Answer>[] {
    const gathered = [...this.#gathering.values()]
    this.#gathering.clear()
    return gathered
  }
}
