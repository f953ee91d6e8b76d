import {
  PUSH_HOST_PAUSE_MS,
  PUSH_HOST_PAUSE_MS_MAX,
  PUSH_HOSTS_MAX,
  PUSH_REQUESTS_MAX,
  PUSH_REQUESTS_PER_HOST_MAX,
  PUSH_WAITING_MAX,
} from '../limits.ts'

/** Something to send, and what it takes the place of while it waits. */
export type Waiting<Item> = { key: string; item: Item; tries: number; since: number }

type Host<Item> = {
  waiting: Map<string, Waiting<Item>>
  underway: number
  failures: number
  pausedUntil: number
}

/**
 * What waits for push services, host by host: one that is slow or fails holds up nobody else's. Pure but for what it keeps; times are
 * monotonic milliseconds.
 */
export class PushQueue<Item> {
  readonly #hosts = new Map<string, Host<Item>>()
  #waiting = 0
  #underway = 0

  get waitingCount(): number {
    return this.#waiting
  }

  get underwayCount(): number {
    return this.#underway
  }

  /** Puts something in, in the place of what had the same key. Answers whether there was room. */
  put(host: string, waiting: Waiting<Item>): boolean {
    const isFull = this.#waiting >= PUSH_WAITING_MAX
    const at = this.#hosts.get(host)
    const isNewer = at?.waiting.has(waiting.key) ?? false
    if ((isFull && !isNewer) || (!at && this.#hosts.size >= PUSH_HOSTS_MAX)) return false
    const { waiting: list } = at ?? this.#add(host)
    list.set(waiting.key, waiting)
    if (!isNewer) this.#waiting += 1
    return true
  }

  /** Whether something with this key waits. */
  has(host: string, key: string): boolean {
    return this.#hosts.get(host)?.waiting.has(key) ?? false
  }

  /** The next that may go now, taken out; the hosts take turns. */
  take(now: number): { host: string; waiting: Waiting<Item> } | null {
    if (this.#underway >= PUSH_REQUESTS_MAX) return null
    for (const [name, host] of this.#hosts) {
      const [first] = host.waiting
      // A host that fails is asked with one request whether it is well again.
      const most = host.failures > 0 ? 1 : PUSH_REQUESTS_PER_HOST_MAX
      if (!first || host.underway >= most || host.pausedUntil > now) continue
      const [key, waiting] = first
      host.waiting.delete(key)
      host.underway += 1
      this.#waiting -= 1
      this.#underway += 1
      // To the end of the row.
      this.#hosts.delete(name)
      this.#hosts.set(name, host)
      return { host: name, waiting }
    }
    return null
  }

  /** What was taken is not sent after all. */
  letGo(name: string): void {
    this.#end(name)
    this.#tidy(name)
  }

  /** What was taken was answered. Answers how often the host had failed in a row before. */
  answered(name: string): number {
    const host = this.#end(name)
    const failures = host?.failures ?? 0
    if (host) host.failures = 0
    this.#tidy(name)
    return failures
  }

  /** The host failed, or asks to be left alone for so long: it is, for a time that grows. Answers how often it has failed in a row. */
  failed(name: string, now: number, askedMs: number | null): number {
    const host = this.#end(name)
    if (!host) return 0
    // Those that were under way together are one failure.
    if (host.pausedUntil <= now) host.failures += 1
    const pauseMs = Math.max(
      PUSH_HOST_PAUSE_MS,
      askedMs ?? PUSH_HOST_PAUSE_MS * 2 ** Math.min(host.failures - 1, 20),
    )
    host.pausedUntil = Math.max(host.pausedUntil, now + Math.min(PUSH_HOST_PAUSE_MS_MAX, pauseMs))
    return host.failures
  }

  /** When something may go that may not yet; null when nothing waits for a time. */
  nextAt(now: number): number | null {
    let nextAt: number | null = null
    for (const { waiting, pausedUntil } of this.#hosts.values())
      if (waiting.size > 0 && pausedUntil > now) nextAt = Math.min(nextAt ?? pausedUntil, pausedUntil)
    return nextAt
  }

  /** Lets go of hosts of which there is nothing to know any more. */
  tidy(now: number): void {
    for (const [name, { pausedUntil }] of [...this.#hosts])
      if (pausedUntil + PUSH_HOST_PAUSE_MS_MAX < now) this.#tidy(name, true)
  }

  #add(name: string): Host<Item> {
    const host: Host<Item> = { waiting: new Map(), underway: 0, failures: 0, pausedUntil: 0 }
    this.#hosts.set(name, host)
    return host
  }

  #end(name: string): Host<Item> | null {
    const host = this.#hosts.get(name)
    if (!host) return null
    host.underway -= 1
    this.#underway -= 1
    return host
  }

  #tidy(name: string, evenFailing = false): void {
    const host = this.#hosts.get(name)
    if (host && host.waiting.size === 0 && host.underway === 0 && (evenFailing || host.failures === 0))
      this.#hosts.delete(name)
  }
}
