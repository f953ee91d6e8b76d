import type { Client } from '@confab/client'
import { createContext } from 'svelte'
import type { NewerVersion } from './newer-version.svelte.ts'

/** What is known of the app as something kept in this browser. It is looked after once the page stands and has time. */
export class Installation {
  /** Null until somebody looks. */
  version = $state.raw<NewerVersion | null>(null)

  async start(client: Client, surroundings: { isDurable: boolean }): Promise<void> {
    const { NewerVersion } = await import('./newer-version.svelte.ts')
    this.version = new NewerVersion(client, surroundings)
    await this.version.start()
  }
}

export const [useInstallation, provideInstallation] = createContext<Installation>()
