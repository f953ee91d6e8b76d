import type { Clock } from '../clock.ts'
import { PUSH_FORGET_MS, PUSH_GONE_MAX, PUSH_GOODBYE_MS } from '../limits.ts'
import type { Counters } from '../observability/counters.ts'
import type { Log } from '../observability/log.ts'
import type { AttentionTable, PushSubscription } from '../store/attention-table.ts'
import { isPushKey } from './encryption.ts'
import type { NoteSaid } from './notes.ts'
import { isPushEndpoint, KNOWN_PUSH_HOSTS } from './push-hosts.ts'
import { PushSender } from './push-sender.ts'
import { createPushTransport, type PushTransport } from './push-transport.ts'
import { createPushKey, Vapid } from './vapid.ts'

/** What is set about push. */
export type PushSettings = {
  /** At which push services find whoever runs this: `mailto:` or `https:`; null for nowhere. */
  contact: string | null
  /** Hosts of push services besides those of the browsers. */
  hosts: readonly string[]
}

/** What push stands on. */
export type PushOptions = PushSettings & {
  table: Pick<AttentionTable, 'keepPushKey' | 'forget'>
  clock: Clock
  log: Log
  counters: Counters
  transport?: PushTransport
}

/** The push services of browsers, as a node uses them. */
export interface Push {
  /** The key browsers subscribe for; the same on all nodes and for good. Rejects when the store does. */
  publicKey(): Promise<string>
  /** Whether a subscription is one that would be used: at a push service that is known, with a key. */
  accepts(subscription: { endpoint: string; p256dh: string }): boolean
  /** Sends a note to a browser, some time. */
  send(subscription: PushSubscription, note: NoteSaid): void
  /** Notes that are on their way. */
  readonly waitingCount: number
  /** Ends; what is on its way has a moment. */
  close(): Promise<void>
}

/** Makes the use of push services. */
export function createPush(options: PushOptions): Push {
  const { table, clock, contact, counters } = options
  const hosts = [...KNOWN_PUSH_HOSTS, ...options.hosts]
  let vapid: Promise<Vapid> | null = null
  let gone: string[] = []
  let cancelForgetting: (() => void) | null = null

  function whoWeAre(): Promise<Vapid> {
    // One that could not be read is asked for again with the next who needs it.
    vapid ??= table.keepPushKey(createPushKey()).then(
      (secret) => new Vapid(secret, contact),
      (error: unknown) => {
        vapid = null
        throw error
      },
    )
    return vapid
  }

  /** All of a moment in one writing: it has no hurry, and every writing is a wait for the disk. */
  function forgetLater(endpoint: string): void {
    if (gone.length < PUSH_GONE_MAX) gone.push(endpoint)
    cancelForgetting ??= clock.after(PUSH_FORGET_MS, () => {
      cancelForgetting = null
      const endpoints = gone
      gone = []
      // Those a store in trouble keeps are gone the next time as well.
      table.forget(endpoints).catch(() => {})
    })
  }

  const sender = new PushSender({
    transport: options.transport ?? createPushTransport(),
    vapid: whoWeAre,
    clock,
    log: options.log,
    counters,
    gone: forgetLater,
  })

  return {
    publicKey: async () => (await whoWeAre()).publicKey,
    accepts: ({ endpoint, p256dh }) => isPushEndpoint(endpoint, hosts) && isPushKey(p256dh),
    send: (subscription, note) => {
      // Kept when another list was set.
      if (isPushEndpoint(subscription.endpoint, hosts)) sender.send(subscription, note)
    },
    get waitingCount() {
      return sender.waitingCount
    },
    async close() {
      await sender.idle(PUSH_GOODBYE_MS)
      cancelForgetting?.()
      sender.close()
    },
  }
}
