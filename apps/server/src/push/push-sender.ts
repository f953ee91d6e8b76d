import { createHash } from 'node:crypto'
import type { Clock } from '../clock.ts'
import { PUSH_HOSTS_MAX, PUSH_TRIES_MAX, PUSH_TTL_SECONDS, PUSH_WAIT_MS_MAX } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import { errorFields, type Log } from '../observability/log.ts'
import type { PushSubscription } from '../store/attention-table.ts'
import { encryptForPush } from './encryption.ts'
import type { NoteSaid } from './notes.ts'
import { PushQueue, type Waiting } from './push-queue.ts'
import type { PushAnswer, PushTransport } from './push-transport.ts'
import type { Vapid } from './vapid.ts'

/** Shortest time between two lines of log that a host refuses what we send, in milliseconds. */
const REFUSED_TOLD_MS = 3_600_000

/** What sending stands on. */
export type PushSenderOptions = {
  transport: PushTransport
  vapid(): Promise<Vapid>
  clock: Clock
  log: Log
  counters: Counters
  /** A push service says that there is no such browser any more. */
  gone(endpoint: string): void
}

type Item = { subscription: PushSubscription; note: NoteSaid }

/** What an answer means for what was sent. */
type Verdict = 'sent' | 'gone' | 'refused' | 'again'

/** Sends notes to push services, apart from everything else. What they do not take in time is let go. */
export class PushSender {
  readonly #options: PushSenderOptions
  readonly #queue = new PushQueue<Item>()
  /** When the log was told that a host refuses what we send. */
  readonly #refusedTold = new Map<string, number>()
  #cancelWait: (() => void) | null = null
  #isClosed = false
  #idle: (() => void)[] = []

  constructor(options: PushSenderOptions) {
    this.#options = options
  }

  /** Notes that wait, and requests under way. */
  get waitingCount(): number {
    return this.#queue.waitingCount + this.#queue.underwayCount
  }

  /** Sends a note to a browser, in the place of one from the same room that still waits. */
  send(subscription: PushSubscription, note: NoteSaid): void {
    const { clock } = this.#options
    const key = `${note.roomId} ${subscription.endpoint}`
    this.#put({ key, item: { subscription, note }, tries: 0, since: clock.monotonic() })
    this.#pump()
  }

  /** Resolves when nothing waits, or after so long. */
  async idle(withinMs: number): Promise<void> {
    if (this.waitingCount === 0) return
    await new Promise<void>((resolve) => {
      this.#idle.push(resolve)
      this.#options.clock.after(withinMs, resolve)
    })
  }

  close(): void {
    this.#isClosed = true
    this.#cancelWait?.()
    this.#options.transport.close()
    this.#tellIdle()
  }

  #put(waiting: Waiting<Item>): void {
    const { host } = new URL(waiting.item.subscription.endpoint)
    if (!this.#queue.put(host, waiting)) this.#options.counters.pushes.full += 1
  }

  #pump(): void {
    const { clock, counters } = this.#options
    while (!this.#isClosed) {
      const now = clock.monotonic()
      const taken = this.#queue.take(now)
      if (!taken) break
      if (now - taken.waiting.since <= PUSH_WAIT_MS_MAX) void this.#deliver(taken.host, taken.waiting)
      else {
        counters.pushes.late += 1
        this.#queue.letGo(taken.host)
      }
    }
    this.#pumpLater()
    if (this.waitingCount === 0) this.#tellIdle()
  }

  /** Once the first host that is left alone may be asked again. */
  #pumpLater(): void {
    this.#cancelWait?.()
    this.#cancelWait = null
    const { clock } = this.#options
    const now = clock.monotonic()
    this.#queue.tidy(now)
    const at = this.#queue.nextAt(now)
    if (at !== null && !this.#isClosed) this.#cancelWait = clock.after(at - now, () => this.#pump())
  }

  /** Never rejects. */
  async #deliver(host: string, waiting: Waiting<Item>): Promise<void> {
    const { counters, clock, log } = this.#options
    const { subscription } = waiting.item
    let answer: PushAnswer | null = null
    let fault: unknown = null
    try {
      answer = await this.#request(waiting.item)
    } catch (error) {
      fault = error
    }
    const verdict = answer ? verdictOf(answer.status) : 'again'
    if (verdict === 'again') {
      const askedMs = answer && retryAfterMs(answer.retryAfter, clock.now())
      const failures = this.#queue.failed(host, clock.monotonic(), askedMs)
      if (failures === 1)
        log.warn('push-failing', {
          host,
          status: answer?.status ?? null,
          ...(fault ? errorFields(fault) : {}),
        })
      const tries = waiting.tries + 1
      if (tries < PUSH_TRIES_MAX && !this.#isClosed) this.#again({ ...waiting, tries }, host)
      else counters.pushes.failed += 1
    } else {
      counters.pushes[verdict] += 1
      if (this.#queue.answered(host) > 0) log.info('push-well', { host })
      if (verdict === 'gone') this.#options.gone(subscription.endpoint)
      if (verdict === 'refused') this.#tellRefused(host, answer?.status ?? 0)
    }
    this.#pump()
  }

  /** Unless a newer one has come for the same room and browser meanwhile. */
  #again(waiting: Waiting<Item>, host: string): void {
    if (!this.#queue.has(host, waiting.key)) this.#put(waiting)
  }

  async #request({ subscription, note }: Item): Promise<PushAnswer> {
    const { transport, vapid, clock } = this.#options
    const { endpoint, language } = subscription
    const body = encryptForPush(JSON.stringify({ ...note, language }), subscription)
    return transport.send({
      endpoint,
      body,
      headers: {
        Authorization: (await vapid()).authorization(endpoint, clock.now()),
        'Content-Encoding': 'aes128gcm',
        'Content-Type': 'application/octet-stream',
        TTL: PUSH_TTL_SECONDS,
        // What takes whose place, in words that say nothing to the push service, and another to each browser.
        Topic: createHash('sha256')
          .update(`${note.roomId} ${subscription.auth}`)
          .digest('base64url')
          .slice(0, 32),
        Urgency: note.kind === 'message' ? 'normal' : 'high',
      },
    })
  }

  /** Now and then: a push service that does not like who we are says so every time. */
  #tellRefused(host: string, status: number): void {
    const now = this.#options.clock.monotonic()
    if (now - (this.#refusedTold.get(host) ?? Number.NEGATIVE_INFINITY) < REFUSED_TOLD_MS) return
    if (this.#refusedTold.size >= PUSH_HOSTS_MAX) this.#refusedTold.clear()
    this.#refusedTold.set(host, now)
    this.#options.log.warn('push-refused', { host, status })
  }

  #tellIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}

function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'sent'
  if (status === 404 || status === 410) return 'gone'
  if (status === 408 || status === 429 || status >= 500) return 'again'
  return 'refused'
}

/** `Retry-After`, in seconds or as a date; null when it says neither. */
export function retryAfterMs(text: string | null, now: number): number | null {
  if (text === null) return null
  if (/^\d{1,9}$/.test(text.trim())) return Number(text) * 1_000
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}
