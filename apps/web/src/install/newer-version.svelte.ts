import type { Client } from '@confab/client'
import { HIDDEN_MS_MIN, isGoodMoment } from './good-moment.ts'

/** How often a page that comes back into sight asks whether there is a newer version, in milliseconds. */
const ASK_AGAIN_MS = 60 * 60 * 1000

/** Only our own worker's address becomes a script: the page's policy lets nothing else make one of a text. */
const WORKER = '/service-worker.js'

type Policies = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string }
}

function workerUrl(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes
  return (
    policies
      ?.createPolicy('confab-service-worker', { createScriptURL: () => WORKER })
      .createScriptURL(WORKER) ?? WORKER
  )
}

/** Keeps the app itself in this browser, and knows when a newer version of it waits to take over. */
export class NewerVersion {
  /** One is there, and this page still runs the one before. */
  isReady = $state(false)
  readonly #client: Client
  readonly #isDurable: boolean
  #registration: ServiceWorkerRegistration | null = null
  #hiddenAt: number | null = null
  #askedAt = 0
  #isLeaving = false

  constructor(client: Client, { isDurable }: { isDurable: boolean }) {
    this.#client = client
    this.#isDurable = isDurable
  }

  /** Starts keeping and looking. Where there are no workers (plain http, old or private browsers) it does nothing. */
  async start(): Promise<void> {
    const workers = navigator.serviceWorker
    if (!workers) return
    const wasKept = workers.controller !== null
    workers.addEventListener('controllerchange', () => {
      // Another tab let the newer version take over. This one runs on with what it has until it is out of sight.
      if (wasKept || this.#isLeaving) this.isReady = true
      if (this.#isLeaving) location.reload()
    })
    const registration = await workers.register(workerUrl(), { updateViaCache: 'none' }).catch(() => null)
    if (!registration) return
    this.#registration = registration
    this.#askedAt = Date.now()
    this.#look()
    registration.addEventListener('updatefound', () => {
      const { installing } = registration
      installing?.addEventListener('statechange', () => this.#look())
    })
    document.addEventListener('visibilitychange', () => this.#seenOrHidden())
    if (!wasKept) await this.#keepWhatIsLoaded(await workers.ready)
  }

  /** Puts the newer version in place of this one: the page is loaded anew, with what was typed. */
  takeOver(): void {
    this.#isLeaving = true
    const waiting = this.#registration?.waiting
    if (waiting) waiting.postMessage({ type: 'take-over' })
    else location.reload()
  }

  #look(): void {
    // Without a worker in charge the waiting one is the first ever, and takes over by itself.
    if (this.#registration?.waiting && navigator.serviceWorker.controller) this.isReady = true
  }

  #seenOrHidden(): void {
    if (document.visibilityState === 'visible') {
      this.#hiddenAt = null
      if (Date.now() - this.#askedAt < ASK_AGAIN_MS) return
      this.#askedAt = Date.now()
      void this.#registration?.update().catch(() => {})
      return
    }
    this.#hiddenAt = Date.now()
    setTimeout(() => this.#takeOverIfNobodyLooks(), HIDDEN_MS_MIN)
  }

  #takeOverIfNobodyLooks(): void {
    const pending = [...this.#client.rooms.values()].flatMap((room) => room.view.timeline.pending)
    const moment = {
      isHidden: document.visibilityState === 'hidden',
      hiddenMs: this.#hiddenAt === null ? 0 : Date.now() - this.#hiddenAt,
      isDurable: this.#isDurable,
      isSending: pending.some(({ state }) => state === 'sending'),
    }
    if (this.isReady && isGoodMoment(moment)) this.takeOver()
  }

  /** What this page loaded before there was a worker, so that it opens offline as well: its language, say. */
  async #keepWhatIsLoaded({ active }: ServiceWorkerRegistration): Promise<void> {
    const urls = performance.getEntriesByType('resource').map(({ name }) => name)
    active?.postMessage({ type: 'keep', urls })
  }
}
