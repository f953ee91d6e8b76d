import type { Client } from '@confab/client'
import { createContext } from 'svelte'
import type { InstallOffer, InstallPrompt } from './install-offer.svelte.ts'
import type { NewerVersion } from './newer-version.svelte.ts'

/** What is known of the app as something kept in this browser. It is looked after once the page stands and has time. */
export class Installation {
  /** Null until somebody looks. */
  version = $state.raw<NewerVersion | null>(null)

  offer = $state.raw<InstallOffer | null>(null)
  /** The browser would ask whether the app is to be installed. It says so once, and early. */
  #prompt = $state.raw<InstallPrompt | null>(null)

  constructor() {
    addEventListener('beforeinstallprompt', (event) => {
      event.preventDefault()
      this.#prompt = event as InstallPrompt
    })
  }

  async start(client: Client, surroundings: { isDurable: boolean }): Promise<void> {
    const { NewerVersion } = await import('./newer-version.svelte.ts')
    this.version = new NewerVersion(client, surroundings)
    void this.version.start()
    const { InstallOffer } = await import('./install-offer.svelte.ts')
    this.offer = new InstallOffer(() => this.#prompt)
  }
}

export const [useInstallation, provideInstallation] = createContext<Installation>()
