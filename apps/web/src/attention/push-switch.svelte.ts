import type { Client } from '@confab/client'
import { language } from '../words/locale.svelte.ts'
import { workerOrNull } from './notifier.ts'
import type { Preferences } from './preferences.svelte.ts'

/** What became of switching push on: `no-worker` and `no-service` are the browser's, `refused` is the server's. */
export type PushOutcome = 'on' | 'no-key' | 'no-worker' | 'no-service' | 'refused' | 'offline'

/** Being called while no tab is open: a subscription with the browser's push service that our server knows. */
export class PushSwitch {
  readonly #client: Client
  readonly #preferences: Preferences

  constructor(client: Client, preferences: Preferences) {
    this.#client = client
    this.#preferences = preferences
  }

  get isOn(): boolean {
    return this.#preferences.isOn('push')
  }

  async switchOn(): Promise<PushOutcome> {
    const outcome = await this.#subscribe()
    if (outcome === 'on') this.#preferences.set('push', true)
    return outcome
  }

  async switchOff(): Promise<void> {
    this.#preferences.set('push', false)
    const subscription = await this.subscription()
    if (!subscription) return
    // The browser first: what the server sends to an ended subscription it is told to forget.
    await subscription.unsubscribe().catch(() => false)
    await this.#client.unsubscribePush(subscription.endpoint)
  }

  /** At every start, and in another language: the same endpoint again is harmless, and one that the browser has replaced is told. */
  async renew(): Promise<void> {
    if (this.isOn) await this.#subscribe()
  }

  /** Whoever this browser was to the server is forgotten: it is to be called no more. */
  async forget(): Promise<void> {
    this.#preferences.set('push', false)
    await (await this.subscription())?.unsubscribe().catch(() => false)
  }

  async subscription(): Promise<PushSubscription | null> {
    const worker = await workerOrNull()
    return (await worker?.pushManager?.getSubscription().catch(() => null)) ?? null
  }

  async #subscribe(): Promise<PushOutcome> {
    const asked = this.#client.view.attention ?? (await this.#ask())
    if (!asked) return 'offline'
    if (asked.pushKey === null) return 'no-key'
    const worker = await workerOrNull()
    if (!worker?.pushManager) return 'no-worker'
    const subscription = await subscribed(worker.pushManager, asked.pushKey)
    if (!subscription) return 'no-service'
    const { endpoint, keys } = subscription.toJSON()
    if (!endpoint || !keys?.p256dh || !keys.auth) return 'no-service'
    const { p256dh, auth } = keys
    const answer = await this.#client.subscribePush({ endpoint, p256dh, auth, language: language() })
    if (answer.ok) return 'on'
    return answer.refusal.code === 'unavailable' ? 'offline' : 'refused'
  }

  async #ask() {
    const answer = await this.#client.fetchAttention()
    return answer.ok ? answer.value : null
  }
}

async function subscribed(pushManager: PushManager, pushKey: string): Promise<PushSubscription | null> {
  const options = { userVisibleOnly: true, applicationServerKey: pushKey }
  try {
    return await pushManager.subscribe(options)
  } catch {
    // One that was made for another key is in the way; without one the push service cannot be reached, or there is none.
    const inTheWay = await pushManager.getSubscription().catch(() => null)
    if (!(await inTheWay?.unsubscribe().catch(() => false))) return null
    return pushManager.subscribe(options).catch(() => null)
  }
}
